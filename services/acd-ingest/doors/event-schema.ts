import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';

/** Milliseconds since 1970, or RFC 3339. */
export type Instant = number | string;

/** An event that the published schema admits. */
export interface ValidEvent {
  id: string;
  source: string;
  type: string;
  time?: string;
  sequence?: number | string;
  data: object;
}

/** Why an event is not admitted. */
export interface Objection {
  /** The event's id, when it has one. */
  id: string | null;
  /** Where, for example "data.queue". */
  field: string;
  /** What is wrong there, for example "is missing". */
  why: string;
}

/** The schema as it is published at `GET /v1/schema`. */
export const schemaText = readFileSync(new URL('events.schema.json', import.meta.url), 'utf8');

const schema = JSON.parse(schemaText) as { $id: string; $defs: Record<string, object> };

const ajv = new Ajv2020({
  strict: true,
  strictRequired: false,
  strictTypes: false,
  formats: { 'date-time': isInstant },
});
ajv.addSchema(schema);
const envelope = compiled('envelope');

/** One checker per type, compiled once: the data alone is checked, so that an error has one cause. */
const dataOf = new Map(
  Object.keys(schema.$defs)
    .filter((name) => name.startsWith('floorcast.'))
    .map((name) => [name, compiled(name)]),
);

function compiled(name: string): ValidateFunction {
  const found = ajv.getSchema(`${schema.$id}#/$defs/${name}`);
  if (!found) throw new Error(`the event schema has no definition "${name}"`);
  return found;
}

/** The first thing wrong with an event; null when it is a `ValidEvent`. */
export function objection(event: unknown): Objection | null {
  if (!envelope(event)) return describe(event, envelope.errors ?? [], '');
  const { type, data } = event as ValidEvent;
  const check = dataOf.get(type);
  if (!check || check(data)) return null;
  return describe(event, check.errors ?? [], 'data');
}

function describe(event: unknown, errors: readonly ErrorObject[], within: string): Objection {
  const given = (event as { id?: unknown } | null)?.id;
  const id = typeof given === 'string' ? given.slice(0, 256) : null;
  // A choice that fails lists each of its branches first and itself last.
  const choice = errors.find(({ keyword }) => keyword === 'anyOf');
  const error = choice ?? errors[0];
  const base = `${within}${(error?.instancePath ?? '').replaceAll('/', '.')}`.replace(/^\./, '');
  if (choice) return { id, ...choiceObjection(choice, errors, base) };
  if (error?.keyword === 'required') {
    return { id, field: joined(base, error.params.missingProperty), why: 'is missing' };
  }
  if (error?.keyword === 'enum') {
    return { id, field: base, why: `must be one of ${error.params.allowedValues.join(', ')}` };
  }
  return { id, field: base || '(event)', why: plain(error) };
}

function choiceObjection(choice: ErrorObject, errors: readonly ErrorObject[], base: string) {
  const missing = errors
    .filter(
      ({ keyword, instancePath }) => keyword === 'required' && instancePath === choice.instancePath,
    )
    .map(({ params }) => String(params.missingProperty));
  if (missing.length > 0) {
    return {
      field: joined(base, missing[0] ?? ''),
      why: `is missing (or ${missing.slice(1).join(', ')})`,
    };
  }
  const digits = base.endsWith('sequence');
  return {
    field: base,
    why: digits
      ? 'must be a whole number'
      : 'must be RFC 3339 with an offset, or milliseconds since 1970',
  };
}

function joined(base: string, name: string): string {
  return base ? `${base}.${name}` : name;
}

function plain(error: ErrorObject | undefined): string {
  if (error?.keyword === 'format') return 'must be RFC 3339 with an offset';
  if (error?.keyword === 'const') return `must be ${JSON.stringify(error.params.allowedValue)}`;
  return error?.message ?? 'is not valid';
}

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** A local time without its offset is no instant. */
function isInstant(text: string): boolean {
  return rfc3339.test(text) && !Number.isNaN(Date.parse(text));
}
