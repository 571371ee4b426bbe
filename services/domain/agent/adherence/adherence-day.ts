import type { ActivityKind, Shift } from '../../schedule/shift.ts';
import { type AdherenceMark, causeOfMark, type Ruling } from './adherence-act.ts';
import type { AdherenceRules } from './adherence-rules.ts';
import { isExcused, isFree } from './adherence-rules.ts';
import type { AdherenceStretch, Deviation } from './adherence-stretch.ts';
import { type AdherenceSums, sumStretches } from './adherence-sums.ts';
import { causeOf, type DeviationCause, fits, type Why } from './deviation-cause.ts';
import {
  type DayWindow,
  dayWindow,
  type MovedRest,
  movedRests,
  type PlannedPiece,
  plannedPieces,
} from './planned-day.ts';
import { isWorking, type SeenSource, type SeenStretch, seenDay } from './seen-day.ts';
import type { Outage } from './source-outages.ts';
import { settleDeviations } from './tolerated.ts';

/** All that one day of one person is counted from. Instants in epoch ms. */
export interface AdherenceInput {
  /** The local day by the wall clock of the site. */
  local: { day: string; startMs: number; endMs: number };
  /** Published shifts of the person that may touch the day; null = no schedule is known. */
  shifts: readonly Shift[] | null;
  /** What each source tells of the person. */
  sources: readonly SeenSource[];
  /** Outages of these sources. */
  outages: readonly Outage[];
  /** Marks that name the person. */
  marks: readonly AdherenceMark[];
  /** Contests of the person that were accepted. */
  rulings: readonly Ruling[];
  rules: AdherenceRules;
  nowMs: number;
}

/** One day of one person. */
export interface AdherenceDay {
  window: DayWindow;
  /** They fill the window without hole or overlap. */
  stretches: AdherenceStretch[];
  deviations: Deviation[];
  /** Null = nothing was planned, so there is nothing to adhere to. */
  sums: AdherenceSums;
}

/** Whichever is planned at once, this one is shown when nothing planned is done. */
const precedence: readonly ActivityKind[] = [
  'sick',
  'leave',
  'coaching',
  'meeting',
  'training',
  'meal',
  'break',
  'other',
  'work',
  'on-call',
  'split',
];

/**
 * One person's day: planned beside seen, each deviation with its cause.
 *
 * Of several activities planned at once it is enough to do one. Of several
 * things seen at once the one that works more counts.
 */
export function adherenceDay(input: AdherenceInput): AdherenceDay {
  const whole = input.rulings.filter(({ mostMs }) => mostMs === null);
  const counted = dayWith({ ...input, rulings: whole });
  if (whole.length === input.rulings.length) return counted;
  const parts = input.rulings.flatMap((ruling) => firstOwn(counted.stretches, ruling));
  return dayWith({ ...input, rulings: [...whole, ...parts] });
}

/** Of a contest that was accepted in part, the first own time of its stretch. */
function firstOwn(stretches: readonly AdherenceStretch[], ruling: Ruling): Ruling[] {
  let leftMs = ruling.mostMs ?? 0;
  const parts: Ruling[] = [];
  for (const { status, cause, ...stretch } of stretches) {
    if (status !== 'out' || cause !== 'own') continue;
    const fromMs = Math.max(stretch.fromMs, ruling.fromMs);
    const toMs = Math.min(stretch.toMs, ruling.toMs, fromMs + leftMs);
    if (toMs <= fromMs) continue;
    leftMs -= toMs - fromMs;
    parts.push({ ...ruling, fromMs, toMs, mostMs: null });
  }
  return parts;
}

function dayWith(input: AdherenceInput): AdherenceDay {
  const { local, nowMs, rules } = input;
  const shifts = input.shifts ?? [];
  const lastMs = Math.max(local.endMs, ...shifts.map(({ toMs }) => toMs)) + 6 * 3_600_000;
  const known = { fromMs: local.startMs, toMs: Math.min(nowMs, lastMs) };
  const seen = known.toMs > known.fromMs ? seenDay(input.sources, known) : [];
  const window = dayWindow(shifts, seen, local);
  const pieces = plannedPieces(shifts, window);
  const moved = movedRests(pieces, seen);
  const raw = slices(input, { window, pieces, moved, seen });
  const { stretches, deviations } = settleDeviations(raw, { pieces, moved, rules });
  return { window, stretches, deviations, sums: sumStretches(stretches, input.shifts !== null) };
}

interface Laid {
  window: DayWindow;
  pieces: readonly PlannedPiece[];
  moved: readonly MovedRest[];
  seen: readonly SeenStretch[];
}

/** The day cut wherever anything changes. */
function slices(input: AdherenceInput, laid: Laid): AdherenceStretch[] {
  const { window, seen } = laid;
  const edges = cutsOf(input, laid);
  const found: AdherenceStretch[] = [];
  let place = 0;
  for (let at = 0; at + 1 < edges.length; at += 1) {
    const [fromMs = 0, toMs = 0] = [edges[at], edges[at + 1]];
    while ((seen[place]?.toMs ?? Number.POSITIVE_INFINITY) <= fromMs) place += 1;
    const here = fromMs < input.nowMs ? (seen[place] ?? null) : null;
    const next = { ...classify(input, laid, { fromMs, here }), fromMs, toMs };
    const last = found.at(-1);
    if (last && sameStretch(last, next)) last.toMs = next.toMs;
    else found.push(next);
  }
  return found.filter((one) => one.toMs > window.fromMs);
}

function cutsOf({ outages, marks, rulings, rules, nowMs }: AdherenceInput, laid: Laid): number[] {
  const { window, pieces, moved, seen } = laid;
  const cuts = new Set([window.fromMs, window.toMs]);
  const cut = (ms: number) => {
    if (ms > window.fromMs && ms < window.toMs) cuts.add(ms);
  };
  cut(nowMs);
  for (const all of [pieces, moved, seen, marks, rulings]) {
    for (const { fromMs, toMs } of all) {
      cut(fromMs);
      cut(toMs);
    }
  }
  for (const { fromMs, toMs } of outages) {
    cut(fromMs);
    if (toMs === null) continue;
    cut(toMs);
    cut(toMs + rules.signInAfterOutage * 60_000);
  }
  return [...cuts].sort((a, b) => a - b);
}

type Classified = Omit<AdherenceStretch, 'fromMs' | 'toMs'>;

function classify(
  input: AdherenceInput,
  laid: Laid,
  { fromMs, here }: { fromMs: number; here: SeenStretch | null },
): Classified {
  const { pieces, moved: allMoved, seen } = laid;
  const { rules } = input;
  const planned = pieces.filter((one) => one.fromMs <= fromMs && fromMs < one.toMs);
  const moved = allMoved.find((one) => one.fromMs <= fromMs && fromMs < one.toMs) ?? null;
  const piece = chosen(planned, here, rules);
  const plain = { piece, moved, seen: here, cause: null, why: '' as const };
  const none = { ...plain, outage: null, markId: '', contestId: '' };
  if (!here) return { ...none, status: 'ahead' };
  if (piece && isExcused(piece.kind)) return { ...none, status: 'excused' };
  if (!piece || isFree(piece.kind)) {
    if (!isWorking(here.kind)) return { ...none, status: 'free' };
    return { ...none, status: 'extra', ...extraCause(input, laid, { fromMs, here, piece }) };
  }
  if (fits(piece.kind, here, rules)) return { ...none, status: 'in' };
  const decided = decidedCause(input, fromMs);
  if (decided) return { ...none, status: 'out', ...decided };
  const found = causeOf({ piece, moved, seen, here, atMs: fromMs, ...input });
  return { ...none, status: 'out', ...found };
}

function chosen(
  planned: readonly PlannedPiece[],
  here: SeenStretch | null,
  rules: AdherenceRules,
): PlannedPiece | null {
  if (planned.length < 2) return planned[0] ?? null;
  const byRank = [...planned].sort(
    (a, b) => precedence.indexOf(a.kind) - precedence.indexOf(b.kind),
  );
  const [first = null] = byRank;
  if (!here || (first && isExcused(first.kind))) return first;
  const counted = byRank.filter(({ kind }) => !isFree(kind));
  return counted.find(({ kind }) => fits(kind, here, rules)) ?? first;
}

/** What people decided comes before what events say: a contest before a mark. */
function decidedCause({ marks, rulings }: AdherenceInput, atMs: number) {
  const holds = (one: { fromMs: number; toMs: number }) => one.fromMs <= atMs && atMs < one.toMs;
  const ruling = rulings.findLast(holds);
  if (ruling) {
    return { cause: ruling.cause, why: 'contest' as const, contestId: ruling.contestId };
  }
  const mark = marks.findLast(holds);
  if (!mark) return null;
  return { cause: causeOfMark(mark.kind), why: 'mark' as const, markId: mark.markId };
}

function extraCause(
  input: AdherenceInput,
  { pieces }: Laid,
  at: { fromMs: number; here: SeenStretch; piece: PlannedPiece | null },
): Partial<Classified> & { cause: DeviationCause; why: Why } {
  const decided = decidedCause(input, at.fromMs);
  if (decided) return decided;
  const { contactFromMs } = at.here;
  const counted = pieces.filter(({ kind }) => !isFree(kind) && !isExcused(kind));
  const endMs = counted.findLast(({ toMs }) => toMs <= at.fromMs)?.toMs ?? null;
  if (endMs !== null && contactFromMs !== null && contactFromMs < endMs) {
    return { cause: 'customer', why: 'overrun' };
  }
  if (at.piece?.kind === 'on-call') return { cause: 'supervisor', why: 'called-in' };
  return { cause: 'own', why: 'unplanned' };
}

function sameStretch(a: AdherenceStretch, b: AdherenceStretch): boolean {
  return (
    a.piece === b.piece &&
    a.moved === b.moved &&
    a.seen === b.seen &&
    a.status === b.status &&
    a.cause === b.cause &&
    a.why === b.why &&
    a.outage === b.outage &&
    a.markId === b.markId &&
    a.contestId === b.contestId
  );
}
