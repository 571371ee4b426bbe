import {
  type AdherenceRules,
  isExcused,
  isFree,
  isRest,
  type ToleranceKind,
} from './adherence-rules.ts';
import type { AdherenceStretch, Deviation } from './adherence-stretch.ts';
import type { Why } from './deviation-cause.ts';
import type { MovedRest, PlannedPiece } from './planned-day.ts';
import { isWorking } from './seen-day.ts';

interface Edges {
  /** Longest tolerated deviation at an edge of the plan, in ms. */
  tolerance: ReadonlyMap<number, number>;
  restStarts: ReadonlySet<number>;
  restEnds: ReadonlySet<number>;
  /** Where people sign in and out. */
  runStarts: ReadonlySet<number>;
  runEnds: ReadonlySet<number>;
}

/**
 * Neighbouring stretches that are out of one planned activity for one cause are one
 * deviation. One that touches an edge of the plan (or of a moved rest) and is no
 * longer than the tolerance of that edge is not counted; a longer one counts whole.
 */
export function settleDeviations(
  raw: readonly AdherenceStretch[],
  plan: {
    pieces: readonly PlannedPiece[];
    moved: readonly MovedRest[];
    rules: AdherenceRules;
  },
): { stretches: AdherenceStretch[]; deviations: Deviation[] } {
  const edges = edgesOf(plan);
  const deviations: Deviation[] = [];
  const stretches: AdherenceStretch[] = [];
  for (let at = 0; at < raw.length; ) {
    const group = groupAt(raw, at);
    const [first] = group;
    at += group.length;
    if (!first) break;
    if (first.status !== 'out' || !first.piece || !first.cause) {
      stretches.push(...group);
      continue;
    }
    const span = { fromMs: first.fromMs, toMs: group.at(-1)?.toMs ?? first.toMs };
    const tolerated = isTolerated(span, edges);
    const why = first.why || ownWhy(first, span, edges);
    const { cause, piece } = first;
    deviations.push({ ...span, planned: piece.kind, cause, why, tolerated });
    const status = tolerated ? ('tolerated' as const) : ('out' as const);
    for (const one of group) stretches.push({ ...one, status, why: one.why || why });
  }
  return { stretches, deviations };
}

function groupAt(raw: readonly AdherenceStretch[], at: number): AdherenceStretch[] {
  const first = raw[at];
  if (!first) return [];
  const group = [first];
  if (first.status !== 'out') return group;
  for (let next = raw[at + 1]; next && goesOn(first, next); next = raw[at + group.length]) {
    group.push(next);
  }
  return group;
}

function goesOn(first: AdherenceStretch, next: AdherenceStretch): boolean {
  return (
    next.status === 'out' &&
    next.piece === first.piece &&
    next.cause === first.cause &&
    next.why === first.why
  );
}

function isTolerated({ fromMs, toMs }: { fromMs: number; toMs: number }, edges: Edges): boolean {
  const allowed = Math.max(edges.tolerance.get(fromMs) ?? 0, edges.tolerance.get(toMs) ?? 0);
  return toMs - fromMs <= allowed;
}

function edgesOf({
  pieces,
  moved,
  rules,
}: {
  pieces: readonly PlannedPiece[];
  moved: readonly MovedRest[];
  rules: AdherenceRules;
}): Edges {
  const tolerance = new Map<number, number>();
  const restStarts = new Set<number>();
  const restEnds = new Set<number>();
  const allow = (atMs: number, kind: ToleranceKind) =>
    tolerance.set(atMs, Math.max(tolerance.get(atMs) ?? 0, rules.tolerance[kind] * 60_000));
  const rest = (kind: ToleranceKind, fromMs: number, toMs: number) => {
    allow(fromMs, kind);
    allow(toMs, kind);
    restStarts.add(fromMs);
    restEnds.add(toMs);
  };
  for (const { kind, fromMs, toMs } of pieces) {
    if (isRest(kind)) rest(kind === 'meal' ? 'meal' : 'break', fromMs, toMs);
    else if (kind !== 'work' && !isFree(kind) && !isExcused(kind)) {
      allow(fromMs, 'off-queue');
      allow(toMs, 'off-queue');
    }
  }
  for (const { piece, fromMs, toMs } of moved) {
    rest(piece.kind === 'meal' ? 'meal' : 'break', fromMs, toMs);
  }
  const runs = expectedRuns(pieces);
  for (const { fromMs, toMs } of runs) {
    allow(fromMs, 'start');
    allow(toMs, 'end');
  }
  const runStarts = new Set(runs.map(({ fromMs }) => fromMs));
  const runEnds = new Set(runs.map(({ toMs }) => toMs));
  return { tolerance, restStarts, restEnds, runStarts, runEnds };
}

/** From sign-in to sign-out: what is expected without a hole. */
function expectedRuns(pieces: readonly PlannedPiece[]): { fromMs: number; toMs: number }[] {
  const runs: { fromMs: number; toMs: number }[] = [];
  for (const { kind, fromMs, toMs } of pieces) {
    if (isFree(kind) || isExcused(kind)) continue;
    const last = runs.at(-1);
    if (last && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else runs.push({ fromMs, toMs });
  }
  return runs;
}

/** In a word, what a person did otherwise by themselves. */
function ownWhy(
  first: AdherenceStretch,
  { fromMs, toMs }: { fromMs: number; toMs: number },
  { restStarts, restEnds, runStarts, runEnds }: Edges,
): Why {
  const { piece, seen } = first;
  if (!piece || !seen) return '';
  if (isRest(piece.kind)) return restWhy({ fromMs, toMs }, { restStarts, restEnds });
  if (isWorking(seen.kind) || piece.kind !== 'work') return 'missed-activity';
  const [atStart, atEnd] = [runStarts.has(fromMs), runEnds.has(toMs)];
  if (atStart && atEnd) return 'absent';
  if (atStart) return 'late-start';
  if (atEnd) return 'early-end';
  if (restStarts.has(toMs)) return restEnds.has(fromMs) ? 'absent' : 'break-early';
  if (restEnds.has(fromMs)) return 'break-long';
  return seen.kind === 'break' ? 'unplanned-break' : 'signed-out';
}

function restWhy(
  { fromMs, toMs }: { fromMs: number; toMs: number },
  { restStarts, restEnds }: Pick<Edges, 'restStarts' | 'restEnds'>,
): Why {
  const [atStart, atEnd] = [restStarts.has(fromMs), restEnds.has(toMs)];
  if (atStart && atEnd) return 'break-skipped';
  return atEnd ? 'break-short' : 'break-begun-late';
}
