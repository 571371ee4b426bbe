import { seenPosition } from './planning-schemas.ts';

/** Who decides about schedules, and who may look on. */
export const scheduling = ['planner', 'administrator'] as const;
/** Who steers the day. */
export const steering = ['planner', 'supervisor', 'administrator'] as const;
/** Who may read what is planned and asked for. */
export const readingSchedules = ['planner', 'administrator', 'supervisor', 'team-lead'] as const;
/** Everybody with shifts of their own, too; the service tells each what they may see. */
export const everybody = [...readingSchedules, 'quality', 'agent'] as const;

/** A site. */
export const site = { type: 'string', minLength: 1, maxLength: 64 } as const;
/** A local day, or none. */
export const day = {
  type: 'string',
  pattern: '^(\\d{4}-\\d{2}-\\d{2})?$',
  default: '',
  description: 'A local day of the site, 2026-11-28',
} as const;
/** Chosen by the caller so that a repeat changes nothing. */
export const commandId = { type: 'string', minLength: 1, maxLength: 100 } as const;
/** An id of something, or none. */
export const id = { type: 'string', maxLength: 100, default: '' } as const;
/** People or days, parted by commas. */
export const list = { type: 'string', maxLength: 60_000, default: '' } as const;
/** People. */
export const people = {
  type: 'array',
  maxItems: 3_000,
  default: [],
  items: { type: 'string', minLength: 1, maxLength: 200 },
} as const;
/** Local days. */
export const someDays = {
  type: 'array',
  maxItems: 92,
  default: [],
  items: { ...day, pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
} as const;
/** An instant. */
export const instant = {
  type: ['string', 'null'],
  format: 'date-time',
  description: 'ISO 8601 with its offset',
} as const;
/** How many days. */
export const days = { type: 'integer', minimum: 0, maximum: 92, default: 0 } as const;

/** An object of these properties and no others. */
export function strict(properties: object, required: readonly string[] = []) {
  return { type: 'object', additionalProperties: false, required, properties } as const;
}

/** What asks for an act, of schedules or of scores. */
export interface ActBody {
  commandId?: string;
  seenPosition?: number | null;
  preview: boolean;
  act: Record<string, unknown>;
}

/** Its form, with that of the acts there are. */
export function actBody(act: object) {
  const preview = { type: 'boolean', default: false, description: 'Only say what it would do' };
  return strict({ commandId, seenPosition, preview, act }, ['act']);
}

/** Summary and checks of one route of scheduling. */
export function route(summary: string, rest: object = {}) {
  return { schema: { tags: ['schedule'], summary, ...rest } };
}

const text = (maxLength: number) => ({ type: 'string', maxLength }) as const;
const flag = { type: 'boolean' } as const;
const whole = { type: 'integer', minimum: 0 } as const;
const array = (items: object, maxItems: number) => ({ type: 'array', maxItems, items }) as const;
const open = (description: string, properties: object, required: readonly string[] = []) =>
  ({ type: 'object', description, required, properties }) as const;

const activity = open('A stretch of a shift; they fill it without gap', {
  kind: { ...whole, maximum: 11, description: '1 work, 2 break, 3 meal, 4 training, 5 meeting, …' },
  from: instant,
  to: instant,
  paid: flag,
  group: text(265),
  note: text(500),
});
const shift = {
  ...open("One person's work that begins on one local day", {
    shiftId: text(100),
    person: text(200),
    day: text(10),
    templateId: text(100),
    from: instant,
    to: instant,
    activities: array(activity, 60),
    origin: { ...whole, maximum: 8 },
    pinned: flag,
  }),
  type: ['object', 'null'],
};
const edits = array(
  open('A change to one shift; without `after` it is taken away', {
    shiftId: text(100),
    after: shift,
  }),
  5_000,
);
const part = open('Gives a shift, or a stretch of it; without a taker it goes to the market', {
  giver: text(200),
  taker: text(200),
  shiftId: text(100),
  from: instant,
  to: instant,
});
const swap = { swapId: text(100) };
const draft = { draftId: text(100) };

/** What can be done, each with what it says; what the service fills in may be left out. */
const acts = {
  setupDecided: open('A template, contract, employee, rule, preset or the notice', {
    effectiveFrom: text(10),
    removed: flag,
    value: open('One of them', {
      template: { type: 'object' },
      contract: { type: 'object' },
      employee: { type: 'object' },
      rule: { type: 'object' },
      preset: { type: 'string', enum: ['cn', 'eu'] },
      noticeDays: { ...whole, maximum: 92 },
    }),
  }),
  draftBegun: open('A draft is begun', {
    name: text(100),
    from: text(10),
    days: { ...whole, maximum: 92 },
    slotMinutes: { type: 'integer', enum: [0, 15, 30] },
    forecastId: text(100),
    copyOf: { ...text(100), description: 'Empty, "published" or the id of a draft' },
  }),
  draftEdited: open('Shifts of a draft are edited', { ...draft, edits }),
  draftDiscarded: open('A draft is thrown away', draft),
  draftPublished: open('Days of a draft become the schedule', {
    ...draft,
    from: text(10),
    days: whole,
    inSpite: { ...text(500), description: 'Published although hard rules are broken: why' },
  }),
  scheduleChanged: open('What is published is changed', { edits, reason: text(500) }),
  consentAnswered: open('A change within the notice is agreed to or not', {
    changeId: text(100),
    agreed: flag,
  }),
  swapProposed: open('A swap of two or three, or an offer to the market', {
    parts: array(part, 6),
    message: text(500),
    expiresAt: instant,
  }),
  swapAnswered: open('A party answers', { ...swap, agreed: flag, parts: array(part, 6) }),
  swapDecided: open('Approved or refused', { ...swap, approved: flag, reason: text(500) }),
  swapWithdrawn: open('Taken back', swap),
  leaveAsked: open('Leave is asked for', {
    person: text(200),
    kind: text(60),
    from: text(10),
    to: text(10),
    fromMinute: whole,
    toMinute: whole,
    reason: text(500),
  }),
  leaveDecided: open('Approved or refused', {
    leaveId: text(100),
    approved: flag,
    reason: text(500),
  }),
  leaveCancelled: open('Given back', { leaveId: text(100) }),
  wishSet: open('A wish for a day or weekday', {
    person: text(200),
    day: text(10),
    weekday: { ...whole, maximum: 7 },
    work: flag,
    templateId: text(100),
    strength: { type: 'integer', minimum: 1, maximum: 3 },
  }),
  wishRemoved: open('Taken back', { wishId: text(100) }),
  bidRoundOpened: open('A round of bidding for lines', {
    name: text(100),
    from: text(10),
    lines: array({ type: 'object' }, 1_000),
    order: { type: 'string', enum: ['seniority', 'score', 'rotation'] },
    scores: { type: 'object' },
    people,
    closesAt: instant,
  }),
  bidsPlaced: open('Bids, the dearest first', {
    roundId: text(100),
    lineIds: array(text(100), 1_000),
  }),
  bidRoundClosed: open('The round ends, lines are given', { roundId: text(100) }),
  openShiftPosted: open('A shift without a person is put up', {
    shift,
    groups: array(text(265), 60),
    closesAt: instant,
  }),
  openShiftClaimed: open('It is taken', { openId: text(100) }),
  openShiftClosed: open('It is taken down', { openId: text(100) }),
  offerMade: open('Overtime or early leave is offered', {
    kind: { type: 'string', enum: ['overtime', 'early-leave'] },
    from: instant,
    to: instant,
    places: whole,
    people,
    mode: { type: 'string', enum: ['first-come', 'ranked', 'lottery'] },
    closesAt: instant,
    message: text(500),
  }),
  offerAnswered: open('Taken or declined', { offerId: text(100), agreed: flag }),
  offerClosed: open('The offer ends; places are given or drawn', { offerId: text(100) }),
  sicknessReported: open('Somebody is away sick', {
    person: text(200),
    from: text(10),
    to: text(10),
  }),
  standInAssigned: open('Somebody stands in', { shiftId: text(100), person: text(200) }),
  activityPlaced: open('Training or a meeting is placed where it costs least', {
    kind: { ...whole, maximum: 11 },
    note: text(500),
    people,
    minutes: whole,
    from: instant,
    to: instant,
    together: flag,
  }),
  noteWritten: open('A note for the next shift', {
    at: instant,
    team: text(200),
    text: text(2_000),
    open: flag,
  }),
  noteAnswered: open('Taken note of, or done', {
    noteId: text(100),
    done: flag,
    text: text(2_000),
  }),
  approvalRulesDecided: open('When no person needs to decide', {
    rules: array({ type: 'object' }, 100),
  }),
  fileImportUndone: open('An import falls back to what stood before', { importId: text(100) }),
  calendarFeedDecided: open('A calendar address is made or revoked', { make: flag }),
  requirementDecided: open('Requirement of a draft: of a forecast, or by hand', {
    ...draft,
    forecastId: text(100),
    slots: array({ type: 'object' }, 200_000),
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
