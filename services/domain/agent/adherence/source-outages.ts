import type { SourceFact } from '../../source-fact.ts';

/** A stretch in which a source told nothing. Instants by its own clock. */
export interface Outage {
  source: string;
  fromMs: number;
  /** First instant after; null while it lasts. */
  toMs: number | null;
  /** In words, as the source or its reader said it. */
  why: string;
}

/** What is remembered of a source's outages, oldest first. */
export interface SourceOutages {
  /** Heard last, by its own clock; null = never. */
  heardMs: number | null;
  outages: Outage[];
}

/** Outages of the sources of one tenant, by source. */
export type OutageLog = Map<string, SourceOutages>;

/** Most outages remembered of a source, and how long. */
const maxOutages = 2_000;
const keptMs = 40 * 86_400_000;
/** Heartbeats that stay away for so many of their cadences (and at least this long) are an outage. */
const missedBeats = 5;
const shortestSilenceMs = 30_000;

/**
 * Folds one fact of a source into its outages: a gap begins where it was last
 * proven and ends with the resync; a silence between two heartbeats is one too.
 */
export function applyToOutages(log: OutageLog, fact: SourceFact): void {
  const { source, atMs, what } = fact;
  const known = log.get(source) ?? { heardMs: null, outages: [] };
  log.set(source, known);
  const last = known.outages.at(-1);
  const open = last?.toMs === null ? last : undefined;
  switch (what.kind) {
    case 'heartbeat': {
      const { heardMs } = known;
      const silentMs = Math.max(shortestSilenceMs, missedBeats * what.cadenceMs);
      if (!open && heardMs !== null && atMs - heardMs > silentMs) {
        const overlaps = last?.toMs !== null && (last?.toMs ?? 0) > heardMs;
        if (!overlaps) known.outages.push({ source, fromMs: heardMs, toMs: atMs, why: 'silent' });
      }
      break;
    }
    case 'gap': {
      const fromMs = what.provenUntilMs ?? known.heardMs ?? atMs;
      if (!open) known.outages.push({ source, fromMs, toMs: null, why: what.why });
      break;
    }
    case 'resync':
      if (open) open.toMs = Math.max(atMs, open.fromMs);
      break;
  }
  known.heardMs = Math.max(known.heardMs ?? atMs, atMs);
  forget(known);
}

/** Any other fact of a source that proves itself: it was heard then. */
export function heardOf(log: OutageLog, { source, atMs }: { source: string; atMs: number }): void {
  const known = log.get(source);
  if (known && atMs > (known.heardMs ?? 0)) known.heardMs = atMs;
}

/**
 * Outages of some sources within a span of time. A source that was heard once
 * and is silent now counts as out since it was heard last.
 *
 * @param nowOf - what time it is for a source.
 */
export function outagesWithin(
  log: OutageLog,
  sources: readonly string[],
  span: { fromMs: number; toMs: number; nowOf: (source: string) => number; silentMs: number },
): Outage[] {
  const found: Outage[] = [];
  for (const source of sources) {
    const known = log.get(source);
    if (!known) continue;
    for (const outage of known.outages) {
      if (outage.fromMs >= span.toMs || (outage.toMs ?? span.toMs) <= span.fromMs) continue;
      found.push(outage);
    }
    const { heardMs } = known;
    const open = known.outages.at(-1)?.toMs === null;
    if (open || heardMs === null || span.nowOf(source) - heardMs <= span.silentMs) continue;
    if (heardMs < span.toMs) found.push({ source, fromMs: heardMs, toMs: null, why: 'silent' });
  }
  return found.sort((a, b) => a.fromMs - b.fromMs);
}

function forget(known: SourceOutages): void {
  const firstMs = (known.heardMs ?? 0) - keptMs;
  const old = known.outages.findIndex(({ toMs }) => toMs === null || toMs > firstMs);
  if (old > 0) known.outages.splice(0, old);
  if (known.outages.length > maxOutages) known.outages.splice(0, 1);
}
