import type {
  OptimiseRequest,
  OptimiseResponse,
  ShiftSchedulingServiceServer,
} from '../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import { isSame } from '../domain/schedule/acts/consequences.ts';
import { openDraft } from '../domain/schedule/acts/draft-shifts.ts';
import { differences } from '../domain/schedule/acts/versions.ts';
import { draftProblem } from '../domain/schedule/centre-draft/draft-problem.ts';
import { checkedCommandId } from '../lib/command-checks.ts';
import { serverStream, unary } from '../lib/grpc.ts';
import type { ActRpcDeps } from './act-rpc.ts';
import { mayPlan } from './asked.ts';
import type { OfSite } from './book.ts';
import { toWireCurveSlot } from './convert.ts';
import { toWireScore } from './edit-wire.ts';
import { type Look, lookAt } from './looking.ts';
import type { Requirements } from './requirements.ts';
import { conflictOf } from './search-conflict.ts';
import { foundCurves, foundScore, foundShifts } from './search-found.ts';
import type { Search } from './searches.ts';

/** What searching works on. */
export interface OptimiseRpcDeps extends ActRpcDeps {
  requirements: Pick<Requirements, 'gainsOf'>;
}

const maxSeconds = 3_600;
/** Curves take time to work out: at most so often. */
const curvesEveryMs = 2_000;

/** Searches for better schedules, their end, and what they found. */
export function optimiseRpc(deps: OptimiseRpcDeps) {
  const { log } = deps;
  return {
    optimise: serverStream(log, async (call, context, signal) => {
      const asked: OptimiseRequest = call.request;
      mayPlan(context, asked.tenant);
      const { search, look } = await begun(deps, asked);
      const now = () => deps.acting.ground(search).nowMs;
      await told(search, { look, now, signal, tell: (step) => void call.write(step) });
    }),
    stopOptimising: unary(log, async ({ tenant, searchId }, context) => {
      mayPlan(context, tenant);
      const search = found(deps, tenant, searchId);
      search.stop();
      await search.ended;
      return {};
    }),
    takeOptimised: unary(log, async (asked, context) => {
      const { tenant, site, searchId, commandId, people, days } = asked;
      mayPlan(context, tenant);
      const search = found(deps, tenant, searchId);
      const by = { author: context.person, roles: context.roles };
      const command = { tenant, site, ...by, commandId: checkedCommandId(commandId) };
      return await taken(deps, search, command, { people, days });
    }),
  } satisfies Partial<ShiftSchedulingServiceServer>;
}

function found({ searches }: OptimiseRpcDeps, tenant: string, searchId: string): Search {
  const search = searches.find(tenant, searchId);
  if (search) return search;
  throw new DomainError('not-found', `no search is known as "${searchId}"`);
}

async function begun(
  deps: OptimiseRpcDeps,
  asked: OptimiseRequest,
): Promise<{ search: Search; look: Look }> {
  const { tenant, site, draftId, seconds, work, seed, stability, people, days } = asked;
  if (work === 0 && (seconds < 1 || seconds > maxSeconds)) {
    throw new DomainError('invalid', `seconds is ${seconds}, but must be 1 to ${maxSeconds}`);
  }
  const of = { tenant, site };
  openDraft(deps.book.stateOf(of), draftId);
  const look = await lookAt(deps, of, { draftId, from: '', days: 0, version: 0 });
  const { state, book, ground, from, to, acting } = look;
  const gains = asked.wholeDay ? await deps.requirements.gainsOf(of, draftId) : null;
  const problem = draftProblem({
    ...{ state, book, ground, from, to, people, days, stability, gains },
    ...{ zone: acting.zone, nowMs: acting.nowMs, holidays: acting.holidays },
    rulesOfPreset: acting.rulesOfPreset,
  });
  const order = { ...of, draftId, problem, stood: look.shifts, position: look.position };
  return { search: deps.searches.begin({ ...order, seconds, work, seed }), look };
}

interface Telling {
  look: Look;
  now: () => number;
  signal: AbortSignal;
  tell: (step: OptimiseResponse) => void;
}

/** Tells of a search until it is over or who asked has left; the search goes on without them. */
async function told(search: Search, { look, now, signal, tell }: Telling): Promise<void> {
  let curvesMs = 0;
  let bestCost = Number.POSITIVE_INFINITY;
  const step = (state: string, more: Partial<OptimiseResponse> = {}) =>
    tell({ ...progressOf(search, now()), state, ...more });
  step('started');
  const news = () => {
    const { cost } = search.progress;
    const better = cost !== null && cost < bestCost;
    bestCost = Math.min(bestCost, cost ?? bestCost);
    const due = better && now() - curvesMs >= curvesEveryMs;
    const shown = due ? foundShifts(search, look) : null;
    const curves = shown ? foundCurves(shown).map(toWireCurveSlot) : [];
    if (due) curvesMs = now();
    step(better ? 'better' : 'bound', { curves });
  };
  search.onNews.add(news);
  const left = new Promise<void>((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  await Promise.race([search.ended, left]);
  search.onNews.delete(news);
  if (signal.aborted) return;
  if (search.state === 'failed') throw search.failure;
  const last = foundShifts(search, look);
  const { conflict, relaxations } = conflictOf(search);
  step(conflict.length > 0 ? 'infeasible' : search.state, {
    curves: last ? foundCurves(last).map(toWireCurveSlot) : [],
    score: last ? toWireScore(foundScore(search, last)) : undefined,
    conflict,
    relaxations,
  });
}

function progressOf(search: Search, nowMs: number): OptimiseResponse {
  const { result, progress, searchId, startedMs } = search;
  const cost = result ? result.cost.total : progress.cost;
  const proven = result ? result.bound : (progress.bound ?? Number.NaN);
  const bound = Number.isFinite(proven) ? proven : undefined;
  const known = cost !== null && cost > 0 && bound !== undefined;
  return {
    state: '',
    cost: cost ?? 0,
    bound,
    gap: known ? Math.max(0, (cost - bound) / cost) : undefined,
    seconds: (nowMs - startedMs) / 1_000,
    searchId,
    score: undefined,
    conflict: [],
    relaxations: [],
    curves: [],
  };
}

/** The chosen part of what was found, laid over the draft as it stands. */
async function taken(
  deps: OptimiseRpcDeps,
  search: Search,
  command: OfSite & { author: string; roles: readonly string[]; commandId: string },
  { people, days }: { people: readonly string[]; days: readonly string[] },
) {
  const { draftId, seed } = search;
  if (command.site !== search.site) {
    throw new DomainError('not-found', `the search is of "${search.site}", not "${command.site}"`);
  }
  const look = await lookAt(deps, command, { draftId, from: '', days: 0, version: 0 });
  const best = foundShifts(search, look);
  if (!best) throw new DomainError('conflict', 'the search has found nothing yet');
  const [ofPeople, ofDays] = [new Set(people), new Set(days)];
  const chosen = ({ person, day }: { person: string; day: string }) =>
    (ofPeople.size === 0 || ofPeople.has(person)) && (ofDays.size === 0 || ofDays.has(day));
  const shifts = [
    ...look.shifts.filter((shift) => !chosen(shift)),
    ...best.shifts.filter((shift) => chosen(shift)),
  ];
  const score = foundScore(search, best);
  const act = { kind: 'draft-optimised' as const, draftId, content: '', score, people, days, seed };
  const seenPosition = search.position;
  const done = await deps.decide.act({ ...command, act, seenPosition, found: shifts });
  // What is taken next stands on what was taken now.
  search.position = done.position;
  return { position: done.position, changes: differences(look.shifts, shifts, isSame).length };
}
