import type { ShiftSchedulingServiceServer } from '../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import { isSame } from '../domain/schedule/acts/consequences.ts';
import { differences } from '../domain/schedule/acts/versions.ts';
import { checkDay, laterDay } from '../domain/schedule/site-calendar.ts';
import type { Context } from '../lib/context.ts';
import { unary } from '../lib/grpc.ts';
import { toWireShift } from '../lib/shift-wire.ts';
import { toDate } from '../lib/wire-values.ts';
import { mayRead, mayTakePart, reads } from './asked.ts';
import type { OfSite } from './book.ts';
import { toWireCurveSlot, toWireViolation } from './convert.ts';
import { toWireEdit, toWireScore } from './edit-wire.ts';
import { type Look, type LookAt, lookAt } from './looking.ts';
import { shownAbsences, shownShift } from './privacy.ts';
import { scoringOf } from './scoring.ts';
import type { SetupRpcDeps } from './setup-rpc.ts';

const maxViolations = 2_000;
const maxEdits = 20_000;

/** Shifts of drafts, versions and of now; what differs between two. */
export function scheduleRpc(deps: SetupRpcDeps) {
  return {
    getSchedule: unary(deps.log, async (asked, context) => {
      const { tenant, site, draftId, shiftsOnly, people } = asked;
      mayTakePart(context, tenant);
      if (draftId || asked.version > 0) mayRead(context, tenant);
      if (asked.from) checkDay(asked.from, 'from');
      const look = await lookAt(deps, { tenant, site }, asked);
      const answer = await shiftsAnswer(deps, { tenant, site }, context, { look, people });
      if (shiftsOnly || !reads(context)) return answer;
      const { curves, violations, score } = scoringOf(look);
      return {
        ...answer,
        curves: curves.map(toWireCurveSlot),
        violations: violations.slice(0, maxViolations).map(toWireViolation),
        score: toWireScore(score),
      };
    }),
    compareSchedules: unary(deps.log, async (asked, context) => {
      const { tenant, site } = asked;
      mayRead(context, tenant);
      return await compared(deps, { tenant, site }, asked);
    }),
  } satisfies Partial<ShiftSchedulingServiceServer>;
}

async function shiftsAnswer(
  deps: SetupRpcDeps,
  of: OfSite,
  context: Context,
  { look, people }: { look: Look; people: readonly string[] },
) {
  const { state, acting, version, position, ground, requiredAsOfMs } = look;
  const wanted = new Set(people);
  const shown = look.shifts.filter(({ person }) => wanted.size === 0 || wanted.has(person));
  const absences = shownAbsences(context, state, look);
  const named = new Set([...shown, ...absences].map(({ person }) => person));
  if (reads(context)) for (const person of state.setup.employees.keys()) named.add(person);
  return {
    shifts: shown.map((shift) => toWireShift(shownShift(context, shift))),
    absences,
    version,
    position,
    zone: acting.zone,
    slotMinutes: ground.slotMinutes,
    names: await deps.names.of(of.tenant, named),
    requiredAsOf: toDate(requiredAsOfMs),
    ...{ curves: [], violations: [], score: undefined },
  };
}

async function compared(
  deps: SetupRpcDeps,
  of: OfSite,
  asked: { left: string; right: string; from: string; days: number },
) {
  if (asked.from) checkDay(asked.from, 'from');
  const sides = [sideOf(deps, of, asked.left), sideOf(deps, of, asked.right)] as const;
  const span = spanOf(deps, of, { ...asked, sides });
  const [left, right] = await Promise.all([
    lookAt(deps, of, { ...sides[0], ...span }),
    lookAt(deps, of, { ...sides[1], ...span }),
  ]);
  const edits = differences(left.shifts, right.shifts, isSame);
  return {
    edits: edits.slice(0, maxEdits).map(toWireEdit),
    left: toWireScore(scoringOf(left).score),
    right: toWireScore(scoringOf(right).score),
  };
}

type Side = Pick<LookAt, 'draftId' | 'version'>;

/** "draft:ID" or "version:N"; "version:0" is what is published now. */
function sideOf(deps: SetupRpcDeps, of: OfSite, name: string): Side {
  const [kind, id = ''] = name.split(/:(.*)/s);
  if (kind === 'draft' && id) return { draftId: id, version: 0 };
  const version = Number(id);
  if (kind === 'version' && Number.isInteger(version) && version >= 0) {
    const newest = deps.book.stateOf(of).version;
    if (version <= newest) return { draftId: '', version };
    throw new DomainError('not-found', `there is no version ${version}, the newest is ${newest}`);
  }
  throw new DomainError('invalid', `"${name}" must be "draft:ID" or "version:N"`);
}

/** The days asked for; else those of the drafts, else of what both versions may differ in. */
function spanOf(
  deps: SetupRpcDeps,
  of: OfSite,
  asked: { from: string; days: number; sides: readonly Side[] },
): { from: string; days: number } {
  if (asked.from && asked.days > 0) return { from: asked.from, days: asked.days };
  const state = deps.book.stateOf(of);
  const drafts = asked.sides.flatMap(({ draftId }) => state.drafts.get(draftId) ?? []);
  const from = asked.from || (drafts.map((draft) => draft.from).sort()[0] ?? state.publishedFrom);
  const ends = drafts.map((draft) => laterDay(draft.from, draft.days - 1));
  const to = ends.sort().at(-1) ?? state.publishedTo;
  if (!from || !to) throw new DomainError('not-found', 'nothing is published yet');
  // As many as can be looked at together; what lies further back is asked for by its days.
  const days = Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1);
  return days <= 92 ? { from, days } : { from: laterDay(to, -91), days: 92 };
}
