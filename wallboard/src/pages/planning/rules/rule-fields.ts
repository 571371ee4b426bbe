/** Between staffing rules and a form: shares in percent, null as an empty field. */
import type { DeferredRules, Model, Shrinkage, StaffingRules } from '../planning-api.ts';

/** Fields that hold a number. */
export type NumberField =
  | 'serviceLevel'
  | 'withinS'
  | 'asaS'
  | 'occupancy'
  | 'blocking'
  | 'abandonment'
  | 'minimumAgents'
  | 'ahtS'
  | 'patienceS'
  | 'redialShare'
  | 'quantile';

/** Rules as fields. */
export interface RuleFields extends Record<NumberField, number | null> {
  model: Model;
  calendar: string;
  carried: boolean;
  /** Seconds with 1, 2 ... chats, separated by commas. */
  chats: string;
  deferred: DeferredRules;
  shrinkage: Shrinkage[];
  /** A queue like this one; none = empty. Its share in percent, or contacts a day. */
  similar: { queue: string; share: number | null; callsPerDay: number | null };
  effectiveFrom: string;
}

const waits: NumberField[] = ['serviceLevel', 'withinS', 'asaS', 'occupancy'];
const always: NumberField[] = ['minimumAgents', 'quantile'];
const impatient: NumberField[] = [...waits, 'abandonment', 'patienceS', 'redialShare', ...always];

/** Which numbers a model knows; the others are neither shown nor sent. */
export const numbersOf: Record<Model, readonly NumberField[]> = {
  'erlang-c': [...waits, 'ahtS', ...always],
  'erlang-a': ['ahtS', ...impatient],
  'measured-patience': ['ahtS', ...impatient],
  'erlang-b': ['blocking', 'occupancy', 'ahtS', 'redialShare', ...always],
  chat: impatient,
  deferred: ['occupancy', 'ahtS', ...always],
};

/** Working hours until somebody says other ones: four of them for each piece of work. */
const workday = { withinMinutes: 240, weekdays: [1, 2, 3, 4, 5], fromMinute: 480, toMinute: 1_080 };

/** Rules as a form shows them, to hold from a day on. */
export function fieldsOf(rules: StaffingRules, today: string): RuleFields {
  const { goals } = rules;
  return {
    model: rules.model,
    serviceLevel: inPercent(goals?.serviceLevel),
    withinS: goals?.withinS ?? null,
    asaS: goals?.asaS ?? null,
    occupancy: inPercent(goals?.occupancy),
    blocking: inPercent(goals?.blocking),
    abandonment: inPercent(goals?.abandonment),
    minimumAgents: goals?.minimumAgents ?? 0,
    ahtS: rules.ahtSource === 'fixed' ? rules.ahtS : null,
    patienceS: rules.patienceS,
    redialShare: inPercent(rules.redialShare || null),
    quantile: inPercent(rules.quantile),
    calendar: rules.calendar,
    carried: rules.carriedLoad !== 'off',
    chats: rules.chatHandleS.join(', '),
    deferred: { ...(rules.deferred ?? workday) },
    shrinkage: rules.shrinkage.map((one) => ({ ...one })),
    similar: {
      queue: rules.similar?.queue ?? '',
      share: inPercent(rules.similar?.share),
      callsPerDay: rules.similar?.callsPerDay ?? null,
    },
    effectiveFrom: today,
  };
}

/** What a form says; what it does not show stays as it was. */
export function rulesFrom(fields: RuleFields, before: StaffingRules): StaffingRules {
  const { model } = fields;
  const said = (name: NumberField) => (numbersOf[model].includes(name) ? fields[name] : null);
  const level = asRatio(said('serviceLevel'));
  const ahtS = said('ahtS');
  return {
    model,
    goals: {
      serviceLevel: level,
      withinS: level === null ? null : fields.withinS,
      rule: before.goals?.rule ?? '',
      asaS: said('asaS'),
      pWait: numbersOf[model].includes('asaS') ? (before.goals?.pWait ?? null) : null,
      occupancy: asRatio(said('occupancy')),
      blocking: asRatio(said('blocking')),
      abandonment: asRatio(said('abandonment')),
      minimumAgents: Math.round(fields.minimumAgents ?? 0),
    },
    ahtSource: ahtS === null ? 'forecast' : 'fixed',
    ahtS,
    patienceS: said('patienceS'),
    shrinkage: fields.shrinkage,
    calendar: fields.calendar,
    quantile: asRatio(fields.quantile),
    carriedLoad: fields.carried ? 'auto' : 'off',
    redialShare: asRatio(said('redialShare')) ?? 0,
    chatHandleS: model === 'chat' ? secondsOf(fields.chats) : before.chatHandleS,
    deferred: model === 'deferred' ? fields.deferred : before.deferred,
    similar: fields.similar.queue
      ? { ...fields.similar, share: asRatio(fields.similar.share) }
      : null,
    effectiveFrom: fields.effectiveFrom,
  };
}

/** "08:30" of a minute of the day; midnight as an end is its last minute's end. */
export function clockOf(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;
}

/** A minute of the day out of "08:30"; 0 when there is none. */
export function minuteOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Times separated by anything that is no number. */
function secondsOf(chats: string): number[] {
  return (chats.match(/\d+(\.\d+)?/g) ?? []).map(Number);
}

function inPercent(ratio: number | null | undefined): number | null {
  return ratio === null || ratio === undefined ? null : Math.round(ratio * 1e4) / 100;
}

function asRatio(percent: number | null): number | null {
  return percent === null ? null : Number((percent / 100).toFixed(6));
}
