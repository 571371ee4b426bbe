import { DomainError } from '../domain-error.ts';

/** A share as a fraction of whole numbers, so that 21 / (1 - 0.3) is 30 and not 30.000000000000004. */
export interface Ratio {
  numerator: bigint;
  /** Above 0. */
  denominator: bigint;
}

/** Longer numbers are no share that anybody wrote down. */
const maxLength = 40;
const maxExponent = 30;

/**
 * Agents to put on the roster so that enough are on contacts:
 * base / (1 - shrinkage), rounded up, in exact arithmetic.
 *
 * @param agents - base; may be fractional, then its shortest decimal is meant.
 * @param shrinkage - share of paid time not available for contacts, 0 to below 1.
 */
export function rosteredAgents(agents: number, shrinkage: Ratio): number {
  const base = toRatio(agents);
  const there = shrinkage.denominator - shrinkage.numerator;
  if (shrinkage.numerator < 0n || there <= 0n) {
    throw new DomainError('invalid', `shrinkage ${write(shrinkage)} is not from 0 to below 1`);
  }
  const heads = base.numerator * shrinkage.denominator;
  const per = base.denominator * there;
  return Number((heads + per - 1n) / per);
}

/**
 * Reads a share exactly as written: 0.3 means 3/10, "30/100", "30 %" and "0.3" the same.
 *
 * @throws DomainError invalid, naming the value.
 */
export function toRatio(value: number | string): Ratio {
  const written = String(value).trim();
  const [above = '', below = '1', more] = written.split('/');
  const parts = [decimal(above), decimal(below)] as const;
  const [numerator, denominator] = parts;
  const readable = written.length <= maxLength && more === undefined && numerator && denominator;
  if (!readable || denominator.numerator <= 0n) {
    throw new DomainError(
      'invalid',
      `"${written.slice(0, maxLength)}" is no ratio like 0.3 or "30/100"`,
    );
  }
  return {
    numerator: numerator.numerator * denominator.denominator,
    denominator: numerator.denominator * denominator.numerator,
  };
}

/** How several kinds of shrinkage make one. */
export type ShrinkageSum = 'additive' | 'one-after-another';

/**
 * The share of paid time lost to all kinds together. `additive`, the default:
 * each kind is a share of all paid time, so the shares add up. `one-after-another`:
 * each is a share of what the earlier ones left, 1 - (1 - a)(1 - b)...
 */
export function totalShrinkage(shares: readonly Ratio[], sum: ShrinkageSum = 'additive'): Ratio {
  return shares.reduce(
    (total, share) => {
      const denominator = total.denominator * share.denominator;
      const added = total.numerator * share.denominator + share.numerator * total.denominator;
      const both = sum === 'additive' ? 0n : total.numerator * share.numerator;
      return { numerator: added - both, denominator };
    },
    { numerator: 0n, denominator: 1n },
  );
}

/** The nearest double of a ratio, to show. */
export function ratioNumber({ numerator, denominator }: Ratio): number {
  return Number(numerator) / Number(denominator);
}

/** "-1.25e-3", "30 %": sign, digits, exponent, percent. `null` when it is not a number. */
function decimal(text: string): Ratio | null {
  const match = /^\s*([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d{1,3}))?\s*(%?)\s*$/i.exec(text);
  if (!match) return null;
  const [, sign = '', whole = '', part = '', exponent = '0', percent = ''] = match;
  const power = Number(exponent) - part.length - (percent ? 2 : 0);
  if (whole.length + part.length === 0 || Math.abs(Number(exponent)) > maxExponent) return null;
  const digits = BigInt(whole + part) * (sign === '-' ? -1n : 1n);
  return power < 0
    ? { numerator: digits, denominator: 10n ** BigInt(-power) }
    : { numerator: digits * 10n ** BigInt(power), denominator: 1n };
}

function write({ numerator, denominator }: Ratio): string {
  return `${numerator}/${denominator}`;
}
