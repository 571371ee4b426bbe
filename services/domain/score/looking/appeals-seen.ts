import type { Card } from '../scorecard.ts';
import type { Appeal, SiteScores } from '../site-scores.ts';
import { sum } from '../sums.ts';
import { leadsQuality, maySee, type Viewer } from './viewer.ts';

/** A group of fewer people is not broken down: its members would show. */
export const smallestGroup = 8;
/** A contest warns when this share of its time is left. */
const warnShare = 1 / 3;

/** How a contest stands at an instant. */
export type AppealStateNow = Appeal['state'] | 'warned' | 'overdue';

/** Open ones warn before the promised time is over, and tell when it is. */
export function appealStateAt(appeal: Appeal, nowMs: number): AppealStateNow {
  const { state, dueAtMs, lodged } = appeal;
  if (state !== 'open') return state;
  if (nowMs > dueAtMs) return 'overdue';
  return nowMs >= dueAtMs - (dueAtMs - lodged.atMs) * warnShare ? 'warned' : 'open';
}

/**
 * Contests that somebody may see, the nearest deadline first, the open ones before all. Who marked
 * first is told to who leads quality alone, and never to who decides.
 */
export function appealsSeen(state: SiteScores, viewer: Viewer): Appeal[] {
  return [...state.appeals.values()]
    .filter(({ person, secondMarker }) => {
      const decides = secondMarker !== '' && secondMarker === viewer.person;
      return decides || maySee(viewer, person);
    })
    .map((appeal) => {
      const decides = appeal.secondMarker === viewer.person;
      const told = leadsQuality(viewer) && !decides && appeal.person !== viewer.person;
      return told ? appeal : { ...appeal, firstMarker: '' };
    })
    .sort((a, b) => order(a) - order(b) || a.dueAtMs - b.dueAtMs);
}

/** Lines of somebody that the viewer has to decide, each "2026-11 MEASURE". */
export function linesToDecide(state: SiteScores, viewer: Viewer, person: string): string[] {
  return [...state.appeals.values()]
    .filter((one) => one.of === 'line' && one.state === 'open' && one.person === person)
    .filter(({ secondMarker }) => secondMarker !== '' && secondMarker === viewer.person)
    .map(({ target }) => target);
}

/**
 * People whose contested evaluation the viewer has to mark blind. Their cards tell the first marks,
 * so the viewer sees none of them until it is decided.
 */
export function markedBlind(
  state: Pick<SiteScores, 'appeals'>,
  viewer: Viewer,
): ReadonlySet<string> {
  const deciding = [...state.appeals.values()].filter(
    ({ of, state: now, secondMarker }) =>
      of === 'evaluation' &&
      now === 'open' &&
      secondMarker !== '' &&
      secondMarker === viewer.person,
  );
  return new Set(deciding.map(({ person }) => person));
}

/**
 * As much of a card as somebody may see: all of it, or, of who has to decide contested lines of it,
 * these lines alone; `null` = nothing.
 */
export function cardSeen(state: SiteScores, viewer: Viewer, card: Card): Card | null {
  if (markedBlind(state, viewer).has(card.person)) return null;
  if (maySee(viewer, card.person)) return card;
  const targets = linesToDecide(state, viewer, card.person);
  const lines = card.lines.filter((one) => targets.includes(`${card.period} ${one.measureId}`));
  if (lines.length === 0) return null;
  const untold = { total: null, bonus: 0, rank: 0, ranked: 0, stars: 0, post: '' };
  return { ...card, ...untold, lines };
}

/** Outcomes of contests. */
export interface AppealStatistics {
  lodged: number;
  /** In whole or in part. */
  accepted: number;
  refused: number;
  open: number;
  /** Decided within the promised time, of those decided; `null` = none decided. */
  inTime: number | null;
  /** To a decision; `null` = none decided. */
  medianHours: number | null;
}

/**
 * Outcomes by team, open to the whole team; teams of fewer than 8 people are told only together
 * with all others, under ''.
 */
export function appealStatistics(
  state: Pick<SiteScores, 'appeals'>,
  teamOf: ReadonlyMap<string, string>,
): ReadonlyMap<string, AppealStatistics> {
  const sizes = new Map<string, number>();
  for (const team of teamOf.values()) sizes.set(team, (sizes.get(team) ?? 0) + 1);
  const appeals = [...state.appeals.values()].filter((one) => one.state !== 'withdrawn');
  const statistics = new Map<string, AppealStatistics>();
  if (teamOf.size >= smallestGroup) statistics.set('', statisticsOf(appeals));
  for (const [team, size] of sizes) {
    if (team === '' || size < smallestGroup) continue;
    const own = appeals.filter(({ person }) => teamOf.get(person) === team);
    statistics.set(team, statisticsOf(own));
  }
  return statistics;
}

function statisticsOf(appeals: readonly Appeal[]): AppealStatistics {
  const count = (...states: string[]) =>
    appeals.filter(({ state }) => states.includes(state)).length;
  const decided = appeals.flatMap(({ decided, lodged, dueAtMs }) =>
    decided
      ? [{ hours: (decided.atMs - lodged.atMs) / 3_600_000, ok: decided.atMs <= dueAtMs }]
      : [],
  );
  const inTime = sum(decided, ({ ok }) => Number(ok));
  return {
    ...{ lodged: appeals.length, accepted: count('accepted', 'partly') },
    ...{ refused: count('refused'), open: count('open') },
    inTime: decided.length === 0 ? null : inTime / decided.length,
    medianHours: median(decided.map(({ hours }) => hours)),
  };
}

function median(numbers: readonly number[]): number | null {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  const [low, high] = [sorted[Math.floor(half)], sorted[Math.ceil(half)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

function order({ state }: Appeal): number {
  return state === 'open' ? 0 : 1;
}
