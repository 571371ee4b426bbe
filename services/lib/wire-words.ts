import { DomainError } from '../domain/domain-error.ts';

/** One of the words that are known, or a refusal that names them. */
export function chosen<Word extends string>(
  word: string,
  known: readonly Word[],
  what: string,
): Word {
  const found = known.find((one) => one === word);
  if (found !== undefined) return found;
  throw new DomainError('invalid', `${what} is "${word}", but must be of ${known.join(', ')}`);
}

/** An act without its kind: the wire names it by the case. */
export function pick<T extends { kind?: string }>({ kind: _, ...rest }: T): Omit<T, 'kind'> {
  return rest;
}

/** An instant of the wire, `null` = absent. */
export function toMs(at: Date | undefined): number | null {
  return at ? at.getTime() : null;
}

/** An instant that must be there. */
export function someMs(at: Date | undefined, what: string): number {
  if (at) return at.getTime();
  throw new DomainError('invalid', `${what} is missing`);
}
