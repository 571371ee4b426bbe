import { DomainError } from '../domain/domain-error.ts';
import { siteCalendar } from '../domain/schedule/site-calendar.ts';
import { correctionsDue } from '../domain/score/acts/closes-touched.ts';
import { closesDue } from '../domain/score/cards/close-due.ts';
import { periodOf, periodSpan, periodsBack } from '../domain/score/period.ts';
import type { ScoreAct } from '../domain/score/score-act.ts';
import type { SiteScores } from '../domain/score/site-scores.ts';
import type { Log } from '../lib/log.ts';
import type { OfSite } from '../lib/site-book.ts';
import type { AdherenceLog } from './adherence-log.ts';
import type { Book } from './book.ts';
import type { Decide } from './decide.ts';
import type { PeopleAt } from './people.ts';

/**
 * What the service itself does: samples in time, closes, contests to somebody, and closes anew
 * where anything that they stand on was changed.
 */
export interface Clerk {
  /** Something was decided about a site: it is looked at now. */
  look: (of: OfSite) => void;
  close: () => void;
}

/** What it works on. */
export interface ClerkDeps {
  book: Book;
  decide: Decide;
  people: PeopleAt;
  heard: Pick<AdherenceLog, 'countsOf'>;
  now: () => number;
  log: Log;
}

/** Every site is looked at so often: a period ends, a source answers again. */
const everyMs = 30_000;

/** Looks at sites one after another; what cannot be done now is tried at the next look. */
export function openClerk(deps: ClerkDeps): Clerk {
  const { book, log } = deps;
  const waiting = new Map<string, OfSite>();
  const settled: Settled = new Map();
  let working = false;
  const work = async () => {
    if (working) return;
    working = true;
    for (const [key, of] of waiting) {
      waiting.delete(key);
      await lookAt(deps, of, settled);
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

/** What was tried and would change nothing, by its id, until when that is believed. */
type Settled = Map<string, number>;

/** Figures of the archive come late too: so often it is asked whether a close would be another. */
const settledMs = 24 * 3_600_000;
/** Beyond it all is tried anew. */
const maxSettled = 10_000;

async function lookAt(deps: ClerkDeps, of: OfSite, settled: Settled): Promise<void> {
  const { book, decide, people, heard, now, log } = deps;
  if (settled.size > maxSettled) settled.clear();
  const counts = heard.countsOf(of);
  const recounts = new Map([...counts].map(([day, { position }]) => [day, position]));
  const due = dueAt(book.stateOf(of), { zone: people(of).zone, nowMs: now(), recounts });
  for (const { id, act } of due) {
    const commandId = `clerk-${of.site}-${id}`;
    const key = `${of.tenant} ${commandId}`;
    if ((settled.get(key) ?? 0) > now()) continue;
    const by = { author: '', roles: ['program'], seenPosition: null };
    try {
      await decide.act({ ...of, ...by, commandId, act });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error.fault === 'conflict' && isAnew(act)) settled.set(key, now() + settledMs);
      log.debug({ ...of, act: act.kind, why: error.message }, 'not yet');
    }
  }
}

function isAnew(act: ScoreAct): boolean {
  return act.kind === 'period-closed' && act.cause !== '';
}

/** An act that is due, and what names it: the same one is never done twice. */
export interface Due {
  id: string;
  act: ScoreAct;
}

/** What else is known when it is looked for what is due. */
export interface DueGround {
  /** IANA zone of the site. */
  zone: string;
  nowMs: number;
  /** Local day → position of the last count of adherence on it. */
  recounts: ReadonlyMap<string, number>;
}

/** What is due at a site. */
export function dueAt(state: SiteScores, ground: DueGround): Due[] {
  return [
    ...samplesDue(state, ground),
    ...appealsDue(state),
    ...firstCloses(state, ground),
    ...corrections(state, ground),
    ...lateFacts(state, ground),
  ];
}

/** Facts that come late are waited for. */
const afterEndMs = 3_600_000;
/** A period begun after its end waits longer: its history may just be read in. */
const afterBegunMs = 6 * 3_600_000;

/** The running period and the one before it are begun; what is over is drawn. */
function samplesDue(state: SiteScores, { zone, nowMs }: DueGround): Due[] {
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

/** Periods that are over for as long as their definition says. */
function firstCloses(state: SiteScores, ground: DueGround): Due[] {
  return closesDue(state, ground).map(({ period, definitionId }) => ({
    id: `closed-${period}-${definitionId}`,
    act: closing({ period, definitionId, cause: '' }),
  }));
}

/** Closed periods that something decided has changed: one version names all of it. */
function corrections(state: SiteScores, ground: DueGround): Due[] {
  return correctionsDue(state, ground).map(({ after, ...close }) => ({
    // What comes to it later is tried as another one; of one close only one is made.
    id: `closed-${close.period}-${close.definitionId}-${after}-${close.cause}`,
    act: closing(close),
  }));
}

/** So long after a period figures out of the archive are looked at again. */
const lateDays = 10;
const dayMs = 86_400_000;

/** Closes of periods that ended lately: contacts may have come into the archive after them. */
function lateFacts(state: SiteScores, { zone, nowMs }: DueGround): Due[] {
  return [...state.closes.values()].flatMap((versions): Due[] => {
    const close = versions.at(-1);
    if (!close || nowMs - close.closed.atMs < dayMs) return [];
    const { period, definitionId, closed } = close;
    if (nowMs > periodSpan(period, zone).toMs + lateDays * dayMs) return [];
    const id = `closed-${period}-${definitionId}-${closed.position}-facts`;
    return [{ id, act: closing({ period, definitionId, cause: 'facts' }) }];
  });
}

function closing(close: { period: string; definitionId: string; cause: string }): ScoreAct {
  return { kind: 'period-closed', ...close, version: 0, content: '', cards: 0 };
}
