import { readFileSync } from 'node:fs';
import { DomainError } from '../domain/domain-error.ts';

/** Where a field stands, for the sentence of a refusal. */
export interface Place {
  file: string;
  /** The source's id in quotes, or its place in the list. */
  source: string;
  /** The part of the source that the fields stand in, with a dot, for example "ami.". */
  part?: string;
}

/** The fields of one source, each read with its rule and refused in a sentence. */
export interface Fields {
  text: (name: string) => string;
  optional: (name: string) => string | undefined;
  matching: (name: string, rule: RegExp, rulesWords: string) => string;
  word: <T extends string>(name: string, words: readonly T[], fallback?: T) => T;
  number: (
    name: string,
    rule: { fallback: number; min: number; max: number; fraction?: boolean },
  ) => number;
  /** A secret, written in place or in a file of its own. */
  secret: (name: string, fileName: string, minLength: number) => string;
  /** Fields within a field, or null when it is absent. */
  part: (name: string) => Fields | null;
  refuse: (name: string, why: string) => never;
  /** Refuses a field that nothing has read: it is misspelt or of another kind. */
  nothingElse: () => void;
}

/** Reads an object field by field. */
export function readFields(entry: unknown, place: Place): Fields {
  const where = `${place.file}, source ${place.source}`;
  const path = place.part ?? '';
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    throw new DomainError('invalid', `${where}: ${path || 'it'} must be an object`);
  }
  const given = entry as Record<string, unknown>;
  const read = new Set<string>();
  const refuse = (name: string, why: string): never => {
    throw new DomainError('invalid', `${where}: "${path}${name}" ${why}`);
  };
  const optional = (name: string): string | undefined => {
    read.add(name);
    const value = given[name];
    if (value === undefined) return undefined;
    if (typeof value !== 'string' || !value.trim()) return refuse(name, 'must be a text');
    return value;
  };
  const text = (name: string) => optional(name) ?? refuse(name, 'is missing');
  return {
    text,
    optional,
    refuse,
    matching: (name, rule, words) => {
      const value = text(name);
      return rule.test(value) ? value : refuse(name, `is "${value}", but must be ${words}`);
    },
    word: (name, words, fallback) => {
      const value = optional(name) ?? fallback ?? refuse(name, 'is missing');
      const word = words.find((one) => one === value);
      return word ?? refuse(name, `is "${value}", but must be one of ${words.join(', ')}`);
    },
    number: (name, { fallback, min, max, fraction = false }) => {
      read.add(name);
      const value = given[name] ?? fallback;
      const fits = typeof value === 'number' && value >= min && value <= max;
      if (fits && (fraction || Number.isInteger(value))) return value;
      const kind = fraction ? 'number' : 'whole number';
      return refuse(
        name,
        `is ${JSON.stringify(value)}, but must be a ${kind} from ${min} to ${max}`,
      );
    },
    secret: (name, fileName, minLength) => {
      const inPlace = optional(name);
      const file = optional(fileName);
      if (inPlace && file) refuse(name, `and "${path}${fileName}" are both given; one is enough`);
      const value = inPlace ?? (file ? secretFile(file, fileName, refuse) : undefined);
      if (!value) return refuse(name, `is missing (or "${path}${fileName}", the path of a file)`);
      return value.length >= minLength
        ? value
        : refuse(name, `is shorter than ${minLength} characters`);
    },
    part: (name) => {
      read.add(name);
      const value = given[name];
      return value === undefined ? null : readFields(value, { ...place, part: `${path}${name}.` });
    },
    nothingElse: () => {
      const unknown = Object.keys(given).find((name) => !read.has(name));
      if (unknown) refuse(unknown, 'is no field of a source of this kind');
    },
  };
}

function secretFile(file: string, name: string, refuse: Fields['refuse']): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    return refuse(name, `cannot be read: ${(error as Error).message}`);
  }
}
