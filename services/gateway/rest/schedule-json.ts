import { ScheduleAct } from '../../../proto/gen/floorcast/schedule/v1/schedule_decision.ts';
import { DomainError } from '../../domain/domain-error.ts';
import { plainJson, withoutNulls } from '../plain-json.ts';

type Json = Record<string, unknown>;

/** An act off JSON, `{"swapProposed": {...}}`, as the message; fields left out are empty. */
export function fromJsonAct(json: Json): ScheduleAct {
  const [[name, fields] = ['', {}]] = Object.entries(withoutNulls(json));
  const value = withInstants(name === 'setupDecided' ? withChoice(fields as Json) : fields);
  try {
    const act = ScheduleAct.fromPartial({ what: { $case: name, value } as ScheduleAct['what'] });
    // A day where an instant belongs, or the other way, shows here.
    return ScheduleAct.decode(ScheduleAct.encode(act).finish());
  } catch (error) {
    throw new DomainError('invalid', `act "${name}" cannot be read: ${(error as Error).message}`);
  }
}

/** Any answer of scheduling as JSON; an act in it is one name with its fields. */
export function scheduleJson(message: object): Json {
  const json = plainJson(message) as Json;
  const act = json.act as { what: unknown } | null | undefined;
  return act ? { ...json, act: act.what } : json;
}

/** Names of fields that hold an instant in some messages and a local day in others. */
const instantNames = new Set(['from', 'to', 'start', 'at', 'expiresAt', 'closesAt']);
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

/** What one thing of the setup is: `value: {template: {...}}`, or the name beside the rest. */
const choices = ['template', 'contract', 'employee', 'rule', 'preset', 'noticeDays'];

function withChoice({ value, ...fields }: Json): Json {
  const given = Object.entries({ ...(value as Json | undefined), ...fields });
  const chosen = given.find(([name]) => choices.includes(name));
  const rest = Object.fromEntries(given.filter(([name]) => !choices.includes(name)));
  return chosen ? { ...rest, value: { $case: chosen[0], value: chosen[1] } } : rest;
}
