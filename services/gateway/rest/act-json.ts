import { DomainError } from '../../domain/domain-error.ts';
import { plainJson, withoutNulls } from '../plain-json.ts';

/** What came in as JSON, or goes out. */
export type Json = Record<string, unknown>;

/** A generated message of acts, one of which is chosen. */
interface ActMessage<Act> {
  fromPartial: (object: never) => Act;
  encode: (act: Act) => { finish: () => Uint8Array };
  decode: (bytes: Uint8Array) => Act;
}

/**
 * An act off JSON, `{"swapProposed": {...}}`, as the message; fields left out are empty.
 *
 * @param shaped - brings the fields of an act into the message's shape, by its name.
 * @throws DomainError invalid when it cannot be read.
 */
export function readJsonAct<Act>(
  message: ActMessage<Act>,
  json: Json,
  shaped: (name: string, fields: Json) => Json = (_, fields) => fields,
): Act {
  const [[name, fields] = ['', {}]] = Object.entries(withoutNulls(json));
  const value = withInstants(shaped(name, fields as Json));
  try {
    const act = message.fromPartial({ what: { $case: name, value } } as never);
    // A day where an instant belongs, or the other way, shows here.
    return message.decode(message.encode(act).finish());
  } catch (error) {
    throw new DomainError('invalid', `act "${name}" cannot be read: ${(error as Error).message}`);
  }
}

/** Any answer of a service of acts as JSON; an act in it is one name with its fields. */
export function actJson(message: object): Json {
  const json = plainJson(message) as Json;
  const act = json.act as { what: unknown } | null | undefined;
  return act ? { ...json, act: act.what } : json;
}

/** Names of fields that hold an instant; some of them hold a local day in other messages. */
const instantNames = new Set([
  ...['from', 'to', 'start', 'at', 'expiresAt', 'closesAt', 'contactAt'],
]);
const isoInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

function withInstants(value: unknown, name = ''): unknown {
  if (typeof value === 'string') {
    return instantNames.has(name) && isoInstant.test(value) ? new Date(value) : value;
  }
  if (Array.isArray(value)) return value.map((each) => withInstants(each, name));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, withInstants(field, key)]),
  );
}
