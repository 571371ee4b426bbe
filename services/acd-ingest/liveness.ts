import type { Fact } from '../domain/fact.ts';
import type { SourceFact } from '../domain/source-fact.ts';
import type { PushSource } from './sources.ts';

/**
 * Whether the sources that push are alive. Any request of a source proves it;
 * three seconds of silence (or three of its cadences) begin a gap, and the first
 * sign after one ends it.
 */
export interface Liveness {
  /** A request came, whatever becomes of it. */
  heard: (source: PushSource) => void;
  /** Source facts to put around the facts of a request, as far as they are due. */
  around: (source: PushSource, facts: readonly Fact[]) => { before: Fact[]; after: Fact[] };
  /** The log has what `around` gave. */
  proven: (source: PushSource, around: { before: Fact[]; after: Fact[] }) => void;
  /** Facts of gaps that have begun since the last call. */
  silences: (sources: readonly PushSource[]) => { source: PushSource; fact: Fact }[];
  /** Gaps of silence so far. */
  gaps: () => number;
}

interface Standing {
  heardMs: number;
  /** The source's clock minus ours, as its own heartbeats showed it. */
  offsetMs: number;
  /** Last instant proven, by the source's clock. */
  provenMs: number | null;
  /** When the gap under way began; null = none. */
  gapAtMs: number | null;
  /** Last heartbeat, by our clock. */
  beatMs: number;
}

const leastSilenceMs = 3_000;
const silentCadences = 3;
/** A request whose newest fact is older than this reads the past in. */
const liveFactsMs = 5_000;

/** @param now - our clock, which measures silence. */
export function makeLiveness(now: () => number): Liveness {
  // One entry per source of the sources file, which is bounded.
  const standings = new Map<string, Standing>();
  let gaps = 0;
  const of = (source: PushSource): Standing => {
    const key = `${source.tenant}/${source.id}`;
    const known = standings.get(key);
    if (known) return known;
    const standing = { heardMs: now(), offsetMs: 0, provenMs: null, gapAtMs: null, beatMs: 0 };
    standings.set(key, standing);
    return standing;
  };
  return {
    heard: (source) => {
      of(source).heardMs = now();
    },
    around: (source, facts) => signs(source, of(source), facts, now()),
    proven: (source, { before, after }) => {
      const standing = of(source);
      if (before.length > 0) standing.gapAtMs = null;
      for (const fact of after) standing.provenMs = Math.max(standing.provenMs ?? 0, fact.atMs);
    },
    silences: (sources) => {
      const begun = [];
      for (const source of sources) {
        const fact = silence(source, of(source), now());
        if (fact) begun.push({ source, fact });
      }
      gaps += begun.length;
      return begun;
    },
    gaps: () => gaps,
  };
}

function signs(
  source: PushSource,
  standing: Standing,
  facts: readonly Fact[],
  nowMs: number,
): { before: Fact[]; after: Fact[] } {
  const own = facts.findLast((fact) => fact.about === 'source' && fact.what.kind === 'heartbeat');
  if (own) standing.offsetMs = own.atMs - nowMs;
  const atMs = nowMs + standing.offsetMs;
  const before: Fact[] = [];
  if (standing.gapAtMs !== null) {
    const what = { kind: 'resync', estimatedEnds: 0, disagreements: 0 } as const;
    // Named by the gap it ends: two requests at once tell one resync.
    before.push(sourceFact(source, `resync|${standing.gapAtMs}`, atMs, what));
  }
  if (own) return { before, after: [] };
  // A source that pushes all the time is proven once a cadence, not with every request.
  if (standing.gapAtMs === null && nowMs - standing.beatMs < Math.min(source.cadenceMs, 1_000)) {
    return { before, after: [] };
  }
  const provenMs = Math.min(atMs, newestMs(facts) ?? atMs);
  if (atMs - provenMs > liveFactsMs) return { before, after: [] };
  standing.beatMs = nowMs;
  const { cadenceMs } = source;
  const beat = { kind: 'heartbeat', cadenceMs, disagreements: 0 } as const;
  return { before, after: [sourceFact(source, `heartbeat|${provenMs}`, provenMs, beat)] };
}

/**
 * What a request proves: an empty one that nothing happened up to now; one with
 * facts only that they are the latest, since after an outage the next request
 * may still hold older ones than now. Facts from long ago prove nothing of now.
 */
function newestMs(facts: readonly Fact[]): number | null {
  let newest: number | null = null;
  for (const { atMs } of facts) newest = Math.max(newest ?? atMs, atMs);
  return newest;
}

function silence(source: PushSource, standing: Standing, nowMs: number): Fact | null {
  const limitMs = Math.max(leastSilenceMs, silentCadences * source.cadenceMs);
  if (standing.gapAtMs !== null || nowMs - standing.heardMs < limitMs) return null;
  standing.gapAtMs = nowMs;
  const why = `nothing came from "${source.id}" for ${limitMs / 1000} s`;
  const what = { kind: 'gap', provenUntilMs: standing.provenMs, why } as const;
  return sourceFact(source, `gap|${nowMs}`, nowMs + standing.offsetMs, what);
}

/** A fact about a source, told by ingest itself. */
export function sourceFact(
  { id, site }: { id: string; site: string },
  name: string,
  atMs: number,
  what: SourceFact['what'],
): SourceFact {
  return {
    about: 'source',
    factId: `${id}|${name}`,
    atMs,
    precisionMs: 1,
    site,
    source: id,
    estimated: false,
    what,
  };
}
