/** How old a figure is, and why: the proof of its source, its service and the screen's own line. */
import type { Name } from '../../proto/gen/floorcast/directory/v1/setting.ts';
import type { ServiceAge, SourceAge } from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';

/** fresh: shown plain · late: clock mark · stale: grey, "as of" · dead: a dash and the reason. */
export type AgeLevel = 'fresh' | 'late' | 'stale' | 'dead';

/** Who fell silent. */
export type Cause =
  | { kind: 'network' }
  | { kind: 'services'; services: string[] }
  | { kind: 'source'; name: Name; reason: string }
  | { kind: 'no-source' };

/** The age of one figure. */
export interface Age {
  level: AgeLevel;
  /** Proven true up to here, on the gateway's clock; null when never. */
  asOfMs: number | null;
  /** The instant that running clocks show: they run only while the figure is fresh. */
  clockMs: number;
  cause: Cause | null;
}

/** All that is known about silence, at one instant. */
export interface Heard {
  /** The gateway's clock. */
  nowMs: number;
  /** When the last frame left the gateway; null before the first. */
  frameMs: number | null;
  /** By "site/source". */
  sources: ReadonlyMap<string, SourceAge>;
  /** By name. */
  services: ReadonlyMap<string, ServiceAge>;
}

/** Limits for whoever proves itself every second; slower ones get multiples. */
export const ageLimitsMs = { fresh: 3_000, late: 10_000, stale: 60_000 } as const;

/** The level of an age. A source that proves itself every 15 s is fresh for 45. */
export function ageLevel(ageMs: number, cadenceMs: number): AgeLevel {
  const beats = Math.max(1, cadenceMs / 1_000);
  if (ageMs <= ageLimitsMs.fresh * beats) return 'fresh';
  if (ageMs <= ageLimitsMs.late * beats) return 'late';
  return ageMs <= ageLimitsMs.stale * beats ? 'stale' : 'dead';
}

/**
 * The age of a figure that needs these sources and services: that of the one
 * silent longest, measured by its own beat.
 */
export function ageOf(
  heard: Heard,
  sourceKeys: readonly string[],
  services: readonly string[],
): Age {
  const proofs = [...serviceProofs(heard, services), ...sourceProofs(heard, sourceKeys)];
  if (heard.frameMs === null || sourceKeys.length === 0) {
    return { level: 'dead', asOfMs: null, clockMs: heard.nowMs, cause: { kind: 'no-source' } };
  }
  const worst = proofs.reduce((a, b) => (beatsMissed(b, heard) > beatsMissed(a, heard) ? b : a));
  const ageMs = heard.nowMs - worst.atMs;
  const level = ageLevel(ageMs, worst.cadenceMs);
  const freshUntilMs = worst.atMs + ageLimitsMs.fresh * Math.max(1, worst.cadenceMs / 1_000);
  return {
    level,
    asOfMs: worst.atMs,
    clockMs: level === 'stale' ? worst.atMs : Math.min(heard.nowMs, freshUntilMs),
    cause: level === 'fresh' ? null : causeOf(heard, worst, services),
  };
}

interface Proof {
  atMs: number;
  cadenceMs: number;
  source: SourceAge | null;
}

function serviceProofs({ services }: Heard, needed: readonly string[]): Proof[] {
  return needed.flatMap((name) => {
    const service = services.get(name);
    return service ? [{ atMs: service.heardMs, cadenceMs: 1_000, source: null }] : [];
  });
}

function sourceProofs({ sources }: Heard, keys: readonly string[]): Proof[] {
  return keys.map((key) => {
    const source = sources.get(key);
    if (!source) return { atMs: 0, cadenceMs: 1_000, source: null };
    return { atMs: source.provenMs, cadenceMs: source.cadenceMs || 1_000, source };
  });
}

function beatsMissed({ atMs, cadenceMs }: Proof, { nowMs }: Heard): number {
  return (nowMs - atMs) / Math.max(1_000, cadenceMs);
}

/** The nearest silence explains those behind it: the line, then the services, then the source. */
function causeOf(heard: Heard, worst: Proof, needed: readonly string[]): Cause {
  if (heard.nowMs - (heard.frameMs ?? 0) > ageLimitsMs.fresh) return { kind: 'network' };
  const silent = ['acd-ingest', ...needed].filter((name) => isSilent(heard, name));
  if (silent.length > 0) return { kind: 'services', services: silent };
  if (!worst.source) return { kind: 'no-source' };
  const { name, source, gapReason } = worst.source;
  return { kind: 'source', name: name ?? { en: source, zh: '' }, reason: gapReason };
}

function isSilent({ services, nowMs }: Heard, name: string): boolean {
  const service = services.get(name);
  return service !== undefined && nowMs - service.heardMs > ageLimitsMs.fresh;
}
