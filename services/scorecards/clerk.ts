import { DomainError } from '../domain/domain-error.ts';
import { siteCalendar } from '../domain/schedule/site-calendar.ts';
import { appealCause, closesTouched } from '../domain/score/acts/closes-touched.ts';
import { periodOf, periodSpan, periodsBack } from '../domain/score/period.ts';
import type { ScoreAct } from '../domain/score/score-act.ts';
import type { Appeal, SiteScores } from '../domain/score/site-scores.ts';
import type { Log } from '../lib/log.ts';
import type { OfSite } from '../lib/site-book.ts';
import type { Book } from './book.ts';
import type { Decide } from './decide.ts';
import type { SitePeople } from './people.ts';

/** What the service itself does: samples in time, contests to somebody, their effect at once. */
export interface Clerk {
  /** Something was decided about a site: it is looked at now. */
  look: (of: OfSite) => void;
  close: () => void;
}

/** What it works on. */
export interface ClerkDeps {
  book: Book;
  decide: Decide;
  people: (of: OfSite) => SitePeople;
  now: () => number;
  log: Log;
}

/** Every site is looked at so often: a period ends, a source answers again. */
const everyMs = 30_000;

/** Looks at sites one after another; what cannot be done now is tried at the next look. */
export function openClerk(deps: ClerkDeps): Clerk {
  const { book, log } = deps;
  const waiting = new Map<string, OfSite>();
  let working = false;
  const work = async () => {
    if (working) return;
    working = true;
    for (const [key, of] of waiting) {
      waiting.delete(key);
      await lookAt(deps, of);
    }
    working = false;
  };
  const look = (of: OfSite) => {
    waiting.set(`${of.tenant} ${of.site}`, of);
    work().catch((error: unknown) => {
      working = false;
      log.error({ err: error, ...of }, 'what is due could not be done');
    });
  };
  const all = () => {
    for (const tenant of book.tenants()) {
      for (const site of book.sitesOf(tenant)) look({ tenant, site });
    }
  };
  const timer = setInterval(all, everyMs);
  all();
  return { look, close: () => clearInterval(timer) };
}

async function lookAt({ book, decide, people, now, log }: ClerkDeps, of: OfSite): Promise<void> {
  const due = dueAt(book.stateOf(of), { zone: people(of).zone, nowMs: now() });
  for (const { id, act } of due) {
    const by = { author: '', roles: ['program'], seenPosition: null };
    try {
      await decide.act({ ...of, ...by, commandId: `clerk-${of.site}-${id}`, act });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      log.debug({ ...of, act: act.kind, why: error.message }, 'not yet');
    }
  }
}

/** An act that is due, and what names it: the same one is never done twice. */
export interface Due {
  id: string;
  act: ScoreAct;
}

interface Ground {
  zone: string;
  nowMs: number;
}

/** What is due at a site. */
export function dueAt(state: SiteScores, ground: Ground): Due[] {
  return [...samplesDue(state, ground), ...appealsDue(state), ...closesDue(state, ground.zone)];
}

/** Facts that come late are waited for. */
const afterEndMs = 3_600_000;
/** A period begun after its end waits longer: its history may just be read in. */
const afterBegunMs = 6 * 3_600_000;
/** Ids of commands are cut to this. */
const maxId = 90;

/** The running period and the one before it are begun; what is over is drawn. */
function samplesDue(state: SiteScores, { zone, nowMs }: Ground): Due[] {
  const rules = state.sampling.at(-1)?.value;
  if (!rules || rules.rules.length === 0) return [];
  const running = periodOf(siteCalendar(zone).dayOf(nowMs), rules.period);
  return periodsBack(running, 2).flatMap((period): Due[] => {
    const sample = state.samples.get(period);
    if (!sample) {
      const act: ScoreAct = { kind: 'sampling-begun', period, seedDigest: '' };
      return [{ id: `begun-${period}`, act }];
    }
    const overMs = periodSpan(period, zone).toMs + afterEndMs;
    const late = sample.begun.atMs > overMs ? sample.begun.atMs + afterBegunMs : 0;
    if (sample.seed !== '' || nowMs < Math.max(overMs, late)) return [];
    const empty = { seed: '', listContent: '', listDigest: '', drawn: [] };
    return [{ id: `drawn-${period}`, act: { kind: 'sampling-drawn', period, ...empty } }];
  });
}

/** Contests that nobody has to decide yet. */
function appealsDue({ appeals }: SiteScores): Due[] {
  const open = [...appeals.values()].filter((one) => one.state === 'open' && !one.secondMarker);
  return open.map(({ appealId }) => {
    return { id: `assigned-${appealId}`, act: { kind: 'appeal-assigned', appealId, marker: '' } };
  });
}

/** Closed periods that a contest or a later mark has changed. */
function closesDue(state: SiteScores, zone: string): Due[] {
  if (state.closes.size === 0) return [];
  const due = new Map<string, Due>();
  const touch = (act: ScoreAct, isDue: (key: string) => boolean) => {
    for (const { period, definitionId, cause } of closesTouched(state, act, zone)) {
      const key = `${period} ${definitionId}`;
      if (due.has(key) || !isDue(key)) continue;
      const filled = { version: 0, content: '', cards: 0 };
      const id = `closed-${period}-${definitionId.slice(0, 20)}-${cause}`.slice(0, maxId);
      due.set(key, { id, act: { kind: 'period-closed', period, definitionId, cause, ...filled } });
    }
  };
  for (const appeal of state.appeals.values()) {
    const cause = appealCause(appeal.appealId);
    const isDone = (key: string) => state.closes.get(key)?.some((close) => close.cause === cause);
    const act = decisionOf(appeal);
    if (act) touch(act, (key) => !isDone(key));
  }
  const newest = (key: string) => state.closes.get(key)?.at(-1)?.closed.position ?? 0;
  const first = Math.min(...[...state.closes.keys()].map(newest));
  for (const { evaluation, marked } of [...state.evaluations.values()].flat()) {
    if (marked.position <= first) continue;
    touch({ kind: 'evaluated', evaluation }, (key) => newest(key) < marked.position);
  }
  return [...due.values()];
}

/** The decision of a contest as an act; null when it changed nothing. */
function decisionOf({ state, appealId, reason, figure }: Appeal): ScoreAct | null {
  if (state !== 'accepted' && state !== 'partly') return null;
  return { kind: 'appeal-decided', appealId, outcome: state, reason, evaluation: null, figure };
}
