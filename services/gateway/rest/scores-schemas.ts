/** Who works for the centre; the service tells each what they may see and do. */
export const everybody = [
  ...['administrator', 'planner', 'supervisor', 'team-lead', 'quality', 'agent'],
] as ('administrator' | 'planner' | 'supervisor' | 'team-lead' | 'quality' | 'agent')[];

/** A site. */
export const site = { type: 'string', minLength: 1, maxLength: 64 } as const;
/** A person, or all, or who asks. */
export const person = { type: 'string', maxLength: 200, default: '' } as const;
/** A week, "2026-W48", or a month, "2026-11"; empty = see the route. */
export const period = {
  type: 'string',
  pattern: '^(\\d{4}-(W\\d{2}|\\d{2}))?$',
  default: '',
  description: 'A week, 2026-W48, or a month, 2026-11',
} as const;
/** Version of a close. */
export const version = {
  type: 'integer',
  minimum: 0,
  default: 0,
  description: '0 = the newest, or the open one',
} as const;

/** Summary and checks of one route of scores. */
export function route(summary: string, rest: object = {}) {
  return { schema: { tags: ['scores'], summary, ...rest } };
}

const text = (maxLength: number) => ({ type: 'string', maxLength }) as const;
const flag = { type: 'boolean' } as const;
const list = (maxItems: number, items: object = { type: 'object' }) =>
  ({ type: 'array', maxItems, items }) as const;
const open = (description: string, properties: object, required: readonly string[] = []) =>
  ({ type: 'object', description, required, properties }) as const;
const instant = { type: ['string', 'null'], format: 'date-time' } as const;
const answers = list(500);
/** An id of something decided. */
export const id = text(100);
const named = { person: text(200) };

/** What can be done, each with what it says; what the service fills in may be left out. */
const acts = {
  formDecided: open('A form, as its next version', { formId: id, groups: list(100) }, ['formId']),
  samplingDecided: open('How contacts are drawn', { rules: list(100), period: text(10) }),
  samplingBegun: open('A period begins: the digest of its seed is published', { period: text(10) }),
  samplingDrawn: open('It is over: list, seed and what is drawn are published', {
    period: text(10),
  }),
  evaluated: open('A contact is marked', {
    ...{ formId: id, contact: text(300), ...named, purpose: text(20), of: text(100) },
    ...{ answers, comment: text(5_000), contactAt: instant, queue: text(265) },
  }),
  calibrationBegun: open('Several mark the same contact, blind', {
    ...{ contact: text(300), ...named, formId: id, markers: list(50, text(200)) },
    closesAt: instant,
  }),
  calibrationEnded: open('It ends: all see all', { calibrationId: id }),
  surveysRecorded: open('Customers answered', { answers: list(5_000) }),
  roundBegun: open('A 360-degree round begins', {
    ...{ name: text(200), formId: id, ratings: list(10_000), closesAt: instant },
  }),
  roundAnswered: open('A rater answers', { roundId: id, ...named, answers }),
  roundEnded: open('The round ends', { roundId: id }),
  mysteryBegun: open('A round of mystery shoppers begins', {
    ...{ name: text(200), quarter: text(10), formId: id },
  }),
  mysteryVisited: open('One of its visits', {
    ...{ roundId: id, ...named, marker: text(200), at: instant, answers },
  }),
  testRecorded: open("A knowledge test's results", {
    ...{ name: text(200), most: { type: 'number' }, pass: { type: 'number' } },
    results: list(5_000),
  }),
  definitionDecided: open('How people are scored from a day on', {
    ...{ definition: { type: 'object' }, removed: flag },
  }),
  figuresRecorded: open('Figures from outside', { figures: list(10_000), fileName: text(200) }),
  periodClosed: open('A period is closed, or closed anew with its cause', {
    ...{ period: text(10), definitionId: id, cause: text(1_000) },
  }),
  appealLodged: open('An evaluation, a minute or a line is contested', {
    ...{ of: text(20), target: text(300), words: text(5_000), claimed: text(20) },
  }),
  appealWithdrawn: open('It is taken back', { appealId: id }),
  appealAssigned: open('Who decides', { appealId: id, marker: text(200) }),
  appealDecided: open('It is decided', {
    ...{ appealId: id, outcome: text(20), reason: text(5_000), cause: text(20) },
    figure: { type: ['number', 'null'] },
    evaluation: { type: ['object', 'null'] },
  }),
  ruleFlagged: open('A rule itself is questioned', { about: text(200), words: text(5_000) }),
  flagAnswered: open('What comes of it', { flagId: id, changes: flag, words: text(5_000) }),
  ladderDecided: open('The ladder from a day on', { rules: { type: 'object' } }),
  holdingDecided: open('Somebody is put on a rung', {
    ...{ holding: { type: 'object' }, reason: text(1_000) },
  }),
  faultRecorded: open("A serious fault of one's own", {
    ...{ ...named, day: text(10), words: text(5_000) },
  }),
  reviewDone: open('A review moves people', { month: text(10) }),
  planWritten: open("One person's week: plan, done, summary", {
    ...{ ...named, week: text(10), items: list(100), summary: text(5_000), checkedBy: text(200) },
  }),
  coachingNoted: open('A talk about work', {
    ...{ noteId: id, ...named, text: text(5_000), followUp: text(10), done: flag },
    evaluationId: id,
  }),
  praised: open('Praise that may be posted', { ...named, words: text(500), until: text(10) }),
  topicSet: open('The quality topic of a week', {
    ...{ week: text(10), titleEn: text(200), titleZh: text(200), words: text(2_000) },
  }),
};

/** An act as JSON: one name with its fields. */
export const act = {
  type: 'object',
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: false,
  properties: acts,
} as const;
