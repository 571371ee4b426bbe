/** Who decides in planning, and who may look on. */
export const planning = ['planner', 'administrator'] as const;

/** Who may read what is planned. */
export const readingPlans = ['planner', 'administrator', 'supervisor', 'team-lead'] as const;

/** A queue's key. */
export const queueKey = { type: 'string', minLength: 3, maxLength: 265 } as const;

/** A local day. */
export const day = {
  type: 'string',
  pattern: '^(\\d{4}-\\d{2}-\\d{2})?$',
  default: '',
  description: 'A local day of the site, 2026-11-23',
} as const;

/** Chosen by the caller so that a repeat changes nothing. */
export const commandId = { type: 'string', minLength: 1, maxLength: 100 } as const;

/** The position read before deciding. */
export const seenPosition = { type: ['integer', 'null'], minimum: 0 } as const;

/** JSON or a table. */
export const format = { type: 'string', enum: ['json', 'csv'], default: 'json' } as const;

const ratio = { type: ['number', 'null'], minimum: 0, maximum: 1 } as const;
const seconds = { type: ['number', 'null'], minimum: 0, maximum: 1_000_000 } as const;

const models = [
  'erlang-b',
  'erlang-c',
  'erlang-a',
  'measured-patience',
  'chat',
  'deferred',
] as const;

/** Models a requirement may name. */
export const model = { type: 'string', enum: ['', ...models], default: '' } as const;

/** The share of the distribution staffed for. */
export const quantile = {
  type: ['number', 'null'],
  exclusiveMinimum: 0,
  exclusiveMaximum: 1,
} as const;

/** What staffing must reach. */
export const goals = {
  type: ['object', 'null'],
  additionalProperties: false,
  properties: {
    serviceLevel: ratio,
    withinS: seconds,
    rule: { type: 'string', maxLength: 40, default: '' },
    asaS: seconds,
    pWait: ratio,
    occupancy: ratio,
    blocking: ratio,
    abandonment: ratio,
    minimumAgents: { type: 'integer', minimum: 0, maximum: 100_000, default: 0 },
  },
} as const;

/** What a scenario or a what-if changes. */
export const change = {
  volumePercent: { type: 'number', minimum: -100, maximum: 10_000, default: 0 },
  ahtPercent: { type: 'number', minimum: -99, maximum: 10_000, default: 0 },
  patienceS: seconds,
  shrinkage: { type: ['string', 'number', 'null'], maxLength: 40, default: '' },
} as const;

/** Weekdays and minutes of the local day that something holds for. */
const window = {
  weekdays: {
    type: 'array',
    maxItems: 7,
    default: [],
    items: { type: 'integer', minimum: 1, maximum: 7 },
  },
  fromMinute: { type: 'integer', minimum: 0, maximum: 1_439, default: 0 },
  toMinute: { type: 'integer', minimum: 0, maximum: 1_440, default: 0 },
} as const;

/** Paid time that is not available for contacts. */
const shrinkage = {
  type: 'object',
  required: ['kind', 'share'],
  additionalProperties: false,
  properties: {
    kind: { type: 'string', minLength: 1, maxLength: 60 },
    share: { type: ['string', 'number'], maxLength: 40 },
    ...window,
  },
} as const;

/** Work that may wait until a deadline: mail, orders, callbacks. */
const deferred = {
  type: ['object', 'null'],
  required: ['withinMinutes'],
  additionalProperties: false,
  description: 'To be done within so many minutes of working time, and when that is',
  properties: {
    withinMinutes: { type: 'integer', minimum: 1, maximum: 43_200 },
    ...window,
  },
} as const;

/** What a queue is forecast from while it is new. */
const similar = {
  type: ['object', 'null'],
  required: ['queue'],
  additionalProperties: false,
  description: 'Forecast from another queue until 28 own days have contacts: its share or a volume',
  properties: {
    queue: queueKey,
    share: { type: ['number', 'null'], exclusiveMinimum: 0, maximum: 1_000 },
    callsPerDay: { type: ['number', 'null'], exclusiveMinimum: 0, maximum: 10_000_000 },
  },
} as const;

/** By what a queue is staffed. */
export const rules = {
  type: 'object',
  required: ['model', 'goals', 'effectiveFrom'],
  additionalProperties: false,
  properties: {
    model: { type: 'string', enum: models },
    goals: { ...goals, type: 'object' },
    ahtSource: { type: 'string', enum: ['forecast', 'fixed'], default: 'forecast' },
    ahtS: seconds,
    patienceS: seconds,
    shrinkage: { type: 'array', maxItems: 20, default: [], items: shrinkage },
    calendar: { type: 'string', maxLength: 20, default: 'auto' },
    quantile,
    carriedLoad: {
      type: 'string',
      enum: ['auto', 'off'],
      default: 'auto',
      description: 'Load carried over from earlier slots: where it matters, or never',
    },
    redialShare: {
      type: 'number',
      minimum: 0,
      maximum: 0.95,
      default: 0,
      description: 'Share of those who hang up that calls again',
    },
    chatHandleS: {
      type: 'array',
      maxItems: 20,
      default: [],
      description: 'Handling time of a chat while its agent holds 1, 2 ... at once',
      items: { type: 'number', exclusiveMinimum: 0, maximum: 1_000_000 },
    },
    deferred,
    similar,
    effectiveFrom: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
  },
} as const;

/** A query by these properties and no others. */
export function query(properties: object, required: readonly string[] = []) {
  return { type: 'object', additionalProperties: false, required, properties } as const;
}

/** Summary and checks of one route of planning. */
export function route(summary: string, rest: object = {}) {
  return { schema: { tags: ['planning'], summary, ...rest } };
}
