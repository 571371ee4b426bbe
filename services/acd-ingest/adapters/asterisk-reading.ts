import type { Fact } from '../../domain/fact.ts';
import type { FactSink } from './adapter.ts';
import type { AsteriskOptions } from './asterisk-options.ts';
import { type Switch, sourceFact } from './asterisk-switch.ts';

/** What the two readers of one switch share while they run. */
export interface SwitchReading {
  options: AsteriskOptions;
  sw: Switch;
  sink: FactSink;
  /** Tells facts and waits while the sink wants it. */
  tell: (facts: Fact[]) => Promise<void>;
  /** One sentence for whoever looks after the installation. */
  warn: (sentence: string) => void;
  /** Instant by the switch's clock. */
  nowMs: () => number;
  /** What the switch's clock is ahead of ours, measured at every Pong. */
  offsetMs: number;
}

/** The shared part at the start of a run. */
export function readingOf(
  options: AsteriskOptions,
  sw: Switch,
  sink: FactSink,
  warn: (sentence: string) => void,
): SwitchReading {
  const reading: SwitchReading = {
    options,
    sw,
    sink,
    warn,
    offsetMs: 0,
    nowMs: () => Date.now() + reading.offsetMs,
    tell: async (facts) => {
      if (facts.length > 0) await sink.tell(facts);
    },
  };
  return reading;
}

/** Longest tries and waits between them. */
const backOffMinMs = 250;
const backOffMaxMs = 10_000;

/** How long to wait before the n-th try in a row: doubling, with a spread so that readers part. */
export function backOffMs(tries: number, random: number): number {
  const step = Math.min(backOffMaxMs, backOffMinMs * 2 ** Math.min(tries, 10));
  return step / 2 + (step / 2) * random;
}

/** A gap in what is known of the switch. */
export function gapFact(
  { sw, nowMs }: SwitchReading,
  provenUntilMs: number | null,
  why: string,
): Fact {
  return sourceFact(sw.identity, Math.floor(nowMs()), { kind: 'gap', provenUntilMs, why });
}
