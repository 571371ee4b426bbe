import { DomainError } from '../domain-error.ts';
import type { Name } from './settings.ts';

/** Reads one JSON value, or refuses it naming its place. */
export type Read<T> = (json: unknown, place: string) => T;

/** The fields of one JSON object, taken one by one; what is left over is refused. */
export interface Fields {
  /** One field; `otherwise` stands for an absent one, without it an absent one is refused. */
  take: <T>(field: string, read: Read<T>, otherwise?: T) => T;
  /** Refuses fields nobody took: a typing error must not pass as a default. */
  done: () => void;
}

/** A JSON object as fields to take. */
export function fields(json: unknown, place: string): Fields {
  if (json === null || typeof json !== 'object' || Array.isArray(json)) {
    throw refused(place, json, 'an object');
  }
  const object = json as Record<string, unknown>;
  const left = new Set(Object.keys(object));
  return {
    take: (field, read, otherwise) => {
      left.delete(field);
      const value = object[field];
      if (value !== undefined) return read(value, `${place}.${field}`);
      if (otherwise !== undefined) return otherwise;
      throw new DomainError('invalid', `${place}.${field} is missing`);
    },
    done: () => {
      const [unknown] = left;
      if (unknown === undefined) return;
      throw new DomainError('invalid', `${place}.${unknown} is no field of this version`);
    },
  };
}

/** Longest text in characters. */
const maxText = 200;
/** Longest list of texts, and most entries of a record. */
const maxEntries = 1_000;

/** A text of 1 to 200 characters without control characters. */
export function text(json: unknown, place: string): string {
  if (
    typeof json === 'string' &&
    json.length > 0 &&
    json.length <= maxText &&
    !/\p{Cc}/u.test(json)
  ) {
    return json;
  }
  throw refused(place, json, `a text of 1 to ${maxText} characters`);
}

/** A name in both languages; Chinese may be absent. */
export function name(json: unknown, place: string): Name {
  const value = fields(json, place);
  const both = { en: value.take('en', text), zh: value.take('zh', textOrEmpty, '') };
  value.done();
  return both;
}

/** A text that may be empty. */
export function textOrEmpty(json: unknown, place: string): string {
  return json === '' ? '' : text(json, place);
}

/** One of several words. */
export function oneOf<T extends string>(words: readonly T[]): Read<T> {
  return (json, place) => {
    const word = words.find((one) => one === json);
    if (word === undefined) throw refused(place, json, `one of ${words.join(', ')}`);
    return word;
  };
}

/** Some of several words, each once, in the order of the words. */
export function someOf<T extends string>(words: readonly T[]): Read<T[]> {
  return (json, place) => {
    const chosen = texts(json, place).map((word, i) => oneOf(words)(word, `${place}[${i}]`));
    return words.filter((word) => chosen.includes(word));
  };
}

/** A local day like "2026-11-28", or an empty text. */
export function dayOrEmpty(json: unknown, place: string): string {
  const given = textOrEmpty(json, place);
  const at = Date.parse(`${given}T00:00:00Z`);
  const isDay = !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === given;
  if (given === '' || isDay) return given;
  throw refused(place, json, 'a day like "2026-11-28"');
}

/** A whole number within limits. */
export function wholeNumber(min: number, max: number): Read<number> {
  return (json, place) => {
    if (typeof json === 'number' && Number.isInteger(json) && json >= min && json <= max) {
      return json;
    }
    throw refused(place, json, `a whole number from ${min} to ${max}`);
  };
}

/** A ratio from 0 to 1. */
export function share(json: unknown, place: string): number {
  if (typeof json === 'number' && json >= 0 && json <= 1) return json;
  throw refused(place, json, 'a ratio from 0 to 1');
}

/** A list of at most so many things, not yet read. */
export function sizedList(max: number): Read<unknown[]> {
  return (json, place) => {
    if (Array.isArray(json) && json.length <= max) return json;
    throw refused(place, json, `a list of at most ${max}`);
  };
}

/** A list of texts. */
export function texts(json: unknown, place: string): string[] {
  return sizedList(maxEntries)(json, place).map((item, i) => text(item, `${place}[${i}]`));
}

/** An object from any name to one kind of value. */
export function record<T>(read: Read<T>, max = maxEntries): Read<Record<string, T>> {
  return (json, place) => {
    if (json === null || typeof json !== 'object' || Array.isArray(json)) {
      throw refused(place, json, 'an object');
    }
    const entries = Object.entries(json);
    if (entries.length > max) throw refused(place, json, `at most ${max} entries`);
    return Object.fromEntries(
      entries.map(([key, value]) => [text(key, place), read(value, `${place}.${key}`)]),
    );
  };
}

/** An IANA zone this program knows. */
export function zone(json: unknown, place: string): string {
  const given = text(json, place);
  try {
    new Intl.DateTimeFormat('en', { timeZone: given });
    return given;
  } catch {
    throw refused(place, json, 'an IANA time zone like "Asia/Shanghai"');
  }
}

function refused(place: string, json: unknown, wanted: string): DomainError {
  const shown = JSON.stringify(json)?.slice(0, 60);
  return new DomainError('invalid', `${place} is ${shown}, but must be ${wanted}`);
}
