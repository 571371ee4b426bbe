import { ScheduleAct } from '../../../proto/gen/floorcast/schedule/v1/schedule_decision.ts';
import { actJson, type Json, readJsonAct } from './act-json.ts';

/** An act off JSON, `{"swapProposed": {...}}`, as the message; fields left out are empty. */
export function fromJsonAct(json: Json): ScheduleAct {
  return readJsonAct(ScheduleAct, json, (name, fields) =>
    name === 'setupDecided' ? withChoice(fields) : fields,
  );
}

/** Any answer of scheduling as JSON; an act in it is one name with its fields. */
export const scheduleJson = actJson;

/** What one thing of the setup is: `value: {template: {...}}`, or the name beside the rest. */
const choices = ['template', 'contract', 'employee', 'rule', 'preset', 'noticeDays'];

function withChoice({ value, ...fields }: Json): Json {
  const given = Object.entries({ ...(value as Json | undefined), ...fields });
  const chosen = given.find(([name]) => choices.includes(name));
  const rest = Object.fromEntries(given.filter(([name]) => !choices.includes(name)));
  return chosen ? { ...rest, value: { $case: chosen[0], value: chosen[1] } } : rest;
}
