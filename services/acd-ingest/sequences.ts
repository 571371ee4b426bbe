/** What a run of numbers from one source shows. */
export interface SequenceFinding {
  /** Numbers that were jumped over. */
  missing: number;
  /** First number missing and the one that came instead. */
  from: number;
  to: number;
}

/** Watches the numbers that sources give to their events, for numbers left out. */
export interface Sequences {
  /** One event's number. Null = nothing is missing before it. */
  see: (series: string, sequence: number) => SequenceFinding | null;
  stats: () => { gaps: number; missing: number; repeated: number };
  /** What the next start needs. */
  state: () => Record<string, number>;
}

/** Series watched at once; a source has one, or one per part of its switch. */
const maxSeries = 10_000;

/** @param kept - the last numbers, from `state` of the life before; anything else begins anew. */
export function makeSequences(kept: unknown = null): Sequences {
  const numbers = Object.entries(kept ?? {}).filter(([, number]) => typeof number === 'number');
  const last = new Map<string, number>(numbers);
  const stats = { gaps: 0, missing: 0, repeated: 0 };
  return {
    see: (series, sequence) => {
      const before = last.get(series);
      if (before !== undefined && sequence <= before && sequence > 1) {
        // Told again, or late: an id decides whether it is new.
        stats.repeated += 1;
        return null;
      }
      if (before === undefined && last.size >= maxSeries) return null;
      last.set(series, sequence);
      // 0 or 1 begins anew: the source was started again.
      if (before === undefined || sequence <= 1 || sequence === before + 1) return null;
      const missing = sequence - before - 1;
      stats.gaps += 1;
      stats.missing += missing;
      return { missing, from: before + 1, to: sequence };
    },
    stats: () => stats,
    state: () => Object.fromEntries(last),
  };
}
