/** How adherence is sorted and told, apart from its words. */
import type { PersonNow, Piece, Stretch } from './adherence-api.ts';

/** How a stretch counts, by its number on the wire. */
export const statuses = [
  'unknown',
  'free',
  'excused',
  'in',
  'tolerated',
  'out',
  'extra',
  'ahead',
] as const;
/** One of them. */
export type Status = (typeof statuses)[number];

/** Causes by their number on the wire; the first is none. */
export const causes = ['none', 'customer', 'system', 'supervisor', 'own'] as const;
/** One of them. */
export type Cause = (typeof causes)[number];

/** What is seen, by its number on the wire. */
export const seenStates = [
  'unknown',
  'signed-out',
  'ready',
  'ringing',
  'talking',
  'holding',
  'after-call-work',
  'break',
  'other-contact',
  'unreachable',
] as const;
/** One of them. */
export type Seen = (typeof seenStates)[number];

/** Planned activities, by their number on the wire. */
export const kinds = [
  'none',
  'work',
  'break',
  'meal',
  'training',
  'meeting',
  'coaching',
  'leave',
  'sick',
  'on-call',
  'split',
  'other',
] as const;
/** One of them. */
export type Kind = (typeof kinds)[number];

/** Beside its word and colour each cause has a shape. */
export const shapes: Record<Cause, string> = {
  none: '',
  customer: '●',
  system: '◆',
  supervisor: '■',
  own: '▲',
};

/** How a stretch counts. */
export function statusOf(stretch: { status: number } | null): Status {
  return byNumber(statuses, stretch?.status) ?? 'unknown';
}

/** The cause of a stretch. */
export function causeOf(of: { cause: number } | null): Cause {
  return byNumber(causes, of?.cause) ?? 'none';
}

/** What is planned in a piece. */
export function kindOf(piece: Piece | null): Kind {
  return byNumber(kinds, piece?.kind) ?? 'none';
}

/** What is seen in a stretch. */
export function seenOf(stretch: Stretch | null): Seen {
  return byNumber(seenStates, stretch?.seen) ?? 'unknown';
}

/** A cause that people look at first has a smaller number. */
const causeRank: Record<Cause, number> = { own: 0, system: 1, customer: 2, supervisor: 3, none: 4 };

/** People by what needs a look: out of the plan first, the longest before the others. */
export function byNeed(people: readonly PersonNow[]): PersonNow[] {
  return [...people].sort(
    (a, b) =>
      need(a) - need(b) ||
      (a.since ?? '').localeCompare(b.since ?? '') ||
      a.person.localeCompare(b.person),
  );
}

/** People who are out of the plan now, by cause. */
export function outByCause(people: readonly PersonNow[]): Record<Cause, number> {
  const counts: Record<Cause, number> = { none: 0, customer: 0, system: 0, supervisor: 0, own: 0 };
  for (const { now } of people) if (statusOf(now) === 'out') counts[causeOf(now)] += 1;
  return counts;
}

/** The part of a day worth drawing: half an hour around all that was planned or done. */
export function spanToDraw(stretches: readonly Stretch[]): { fromMs: number; toMs: number } {
  const told = stretches.filter((one) => one.planned !== null || statusOf(one) === 'extra');
  const all = told.length > 0 ? told : stretches;
  const first = all[0];
  const last = all.at(-1);
  const half = 1_800_000;
  return {
    fromMs: Date.parse(first?.from ?? '') - half,
    toMs: Date.parse(last?.to ?? '') + half,
  };
}

/** The stretch that holds an instant. */
export function stretchAt(stretches: readonly Stretch[], atMs: number): Stretch | null {
  return (
    stretches.find(
      ({ from, to }) => Date.parse(from ?? '') <= atMs && atMs < Date.parse(to ?? ''),
    ) ?? null
  );
}

function need({ now, openContests }: PersonNow): number {
  const status = statusOf(now);
  if (status === 'out') return causeRank[causeOf(now)];
  if (status === 'tolerated') return 5;
  if (status === 'extra') return 6;
  if (openContests > 0) return 7;
  return status === 'in' ? 8 : status === 'excused' ? 9 : 10;
}

function byNumber<T>(words: readonly T[], number = 0): T | undefined {
  return words[number];
}
