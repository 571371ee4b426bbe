import { DomainError } from '../domain/domain-error.ts';

/** The environment as it comes. */
export type Env = Readonly<Record<string, string | undefined>>;

/** A text setting. */
export function text(env: Env, name: string, fallback: string): string {
  return env[name]?.trim() || fallback;
}

/** A text setting that may be absent. */
export function optionalText(env: Env, name: string): string | null {
  return env[name]?.trim() || null;
}

/** A whole number within limits; anything else stops the start with the variable's name. */
export function wholeNumber(
  env: Env,
  name: string,
  { fallback, min, max }: { fallback: number; min: number; max: number },
): number {
  const given = env[name]?.trim();
  if (!given) return fallback;
  const value = Number(given);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new DomainError(
      'invalid',
      `${name} is "${given}", but must be a whole number from ${min} to ${max}`,
    );
  }
  return value;
}

/** One of several words. */
export function oneOf<T extends string>(
  env: Env,
  name: string,
  { fallback, words }: { fallback: T; words: readonly T[] },
): T {
  const given = env[name]?.trim();
  if (!given) return fallback;
  const word = words.find((one) => one === given);
  if (!word) {
    throw new DomainError(
      'invalid',
      `${name} is "${given}", but must be one of ${words.join(', ')}`,
    );
  }
  return word;
}

/** `true` or `false`. */
export function flag(env: Env, name: string, fallback: boolean): boolean {
  const words = ['true', 'false'] as const;
  return oneOf(env, name, { fallback: fallback ? 'true' : 'false', words }) === 'true';
}
