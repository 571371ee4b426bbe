/** Words of what can be done about the own scores, in English. */
import type { LeverStep } from './lever-step.ts';

const one = (n: number, single: string, many: string) => `${n} ${n === 1 ? single : many}`;

/** What is counted by a measure: one, many; what a good and a clean one is. */
const counted: Record<string, { one: string; many: string; good?: string; clean?: string }> = {
  'evaluation-score': { one: 'evaluation', many: 'evaluations' },
  csat: { one: 'answer of a customer', many: 'answers of customers' },
  'resolved-share': { one: 'customer', many: 'customers', good: 'whose matter is resolved' },
  'knowledge-test': { one: 'test', many: 'tests' },
  mystery: { one: 'visit', many: 'visits' },
  'own-adherence': { one: 'minute', many: 'minutes', good: 'as planned, none lost' },
  'order-on-time': { one: 'order', many: 'orders', good: 'on time' },
  'transfer-share': { one: 'contact', many: 'contacts', clean: 'without handing on' },
  'short-hang-up-share': { one: 'contact', many: 'contacts', clean: 'not ended in haste' },
  'repeat-share': { one: 'contact', many: 'contacts', clean: 'resolved at first' },
  'released-while-ringing-share': { one: 'call', many: 'calls', clean: 'taken, none rung out' },
};

/** Words of what can be done. */
export const en = {
  levers: {
    title: 'What would change my score',
    titleClosed: 'What would have changed my score',
    why: 'Each by itself, all else as it is. The greatest gain first.',
    none: 'Every scored line has its full points.',
    noTotal:
      'Without a total nothing can be added to it: it begins once enough is known of quality.',
    goal: (figure: string) => `Up to ${figure}`,
    goalDown: (figure: string) => `Down to ${figure}`,
    oneMore: (kind: string) =>
      kind === 'own-adherence'
        ? 'One more hour as planned'
        : `One more good ${counted[kind]?.one ?? 'one'}`,
    step: (kind: string, step: LeverStep, amount: string): string => {
      const { one: single = 'one', many = 'more', good = '', clean = '' } = counted[kind] ?? {};
      switch (step.of) {
        case 'good':
          return `${one(step.count, `more ${single}`, `more ${many}`)} ${good}`;
        case 'clean':
          return `${one(step.count, `more ${single}`, `more ${many}`)} ${clean}`;
        case 'full':
          return `${one(step.count, `more ${single}`, `more ${many}`)} with full marks`;
        case 'mark':
          return `1 more ${single} with at least ${amount}`;
        case 'more':
          return `${one(step.count, 'more contact', 'more contacts')} answered`;
        case 'less':
          return `${amount} less on average`;
      }
    },
  },
  trend: {
    title: 'My trend',
    why: 'Totals of closed periods, and this one.',
    one: 'One period so far. A line needs two.',
    none: 'No period is closed yet.',
    period: 'Period',
    change: (from: string, to: string) => `from ${from} to ${to}`,
    now: 'so far',
  },
  post: {
    title: 'My post',
    since: (day: string) => `since ${day}`,
    none: 'You hold no post of the ladder.',
    ladder: 'The ladder, from the top',
    mine: 'mine',
    review: (months: number) =>
      months === 1 ? 'A review looks at one month.' : `A review looks at ${months} months.`,
    reviewDue: (day: string) => `Next review: ${day}.`,
    up: (share: string, total: string, months: number) =>
      `Up: the best ${share} of a post with a mean of at least ${total}, after ${one(months, 'month', 'months')} in it.`,
    down: (share: string, total: string) =>
      `Down: the last ${share} of a post with a mean below ${total}.`,
    onFault: 'A serious fault of one’s own leads down too.',
    warnFirst: 'A warning comes before every step down, at the review before.',
    dryRun: (month: string) => `If the rules of today were applied to ${month}:`,
    dryRunLast: 'If the rules of today were applied to the last closed month:',
    kinds: {
      up: 'you would move up',
      down: 'you would move down',
      warned: 'you would be warned',
      stays: 'you would stay',
    } as Record<string, string>,
    moved: {
      up: 'moved up',
      down: 'moved down',
      warned: 'warned',
      stays: 'stayed',
    } as Record<string, string>,
    whys: {
      'top-share': 'among the best of the post',
      'last-share': 'among the last of the post',
      fault: 'a serious fault',
      'too-few-months': 'not long enough in the post',
      'total-too-low': 'the mean is below what a step up needs',
      'total-high-enough': 'the mean is high enough to stay',
      'group-too-small': 'too few people hold the post',
      'no-rung': 'there is no rung beyond',
      'no-scores': 'no scores of these months',
      middle: 'neither among the best nor the last',
    } as Record<string, string>,
    mean: (total: string) => `mean ${total}`,
    place: (place: number, of: number) => `place ${place} of ${of}`,
    warned: 'You were warned at the last review: the next one may lead a step down.',
    wouldWarn: 'A review by these figures would warn you. No step down comes without it.',
    reviews: 'Reviews so far',
    faults: 'Faults',
  },
  contest: {
    title: 'My contests',
    none: 'You contest nothing.',
    start: 'Contest',
    until: (day: string) => `Can be contested until ${day}.`,
    over: 'The time to contest it is over.',
    words: 'What is not right, and why?',
    claimed: 'What was it?',
    how: 'Somebody who did not mark first decides, without seeing the first marks.',
    send: 'Send contest',
    sent: 'Contested.',
    takeBack: 'Take back',
    takenBack: 'Taken back.',
    states: {
      open: 'open',
      warned: 'open',
      overdue: 'open',
      accepted: 'accepted',
      partly: 'accepted in part',
      refused: 'refused',
      withdrawn: 'taken back',
    } as Record<string, string>,
    shapes: {
      ...{ open: '◷', warned: '▲', overdue: '⬣', accepted: '✓', partly: '◐' },
      ...{ refused: '×', withdrawn: '–' },
    } as Record<string, string>,
    due: (day: string) => `Decided by ${day}.`,
    warned: 'The promised time is nearly over; whoever decides has been told.',
    overdue: 'The promised time is over. It is not forgotten: it stands first in the list.',
    nobody: 'Nobody may decide it yet: somebody else has to be named.',
    assigning: 'Who decides is being chosen.',
    decided: (day: string) => `Decided ${day}`,
    points: (before: string, after: string) => `Total ${before} → ${after}`,
    newEvaluation: 'The new evaluation',
    figure: (figure: string) => `The figure that holds: ${figure}`,
    minutes: (n: string) => `${n} minutes excused`,
    of: { evaluation: 'Evaluation', line: 'Line', adherence: 'Adherence' } as Record<
      string,
      string
    >,
    causes: {
      customer: 'a contact ran over',
      system: 'the system',
      supervisor: 'asked for by the supervisor',
    } as Record<string, string>,
  },
  outcomes: {
    title: 'How contests of my team ended',
    titleAll: 'How contests of the whole site ended',
    small: 'Teams of fewer than 8 people are told only together with all others.',
    none: 'Too few people to tell without naming anybody.',
    lodged: 'contested',
    accepted: 'accepted, in whole or in part',
    refused: 'refused',
    open: 'open',
    inTime: 'decided in time',
    hours: (n: string) => `half of them within ${n} hours`,
  },
  flag: {
    start: 'Question the rule itself',
    why: 'Not your figure but the rule seems wrong: quality answers, and all can read it.',
    words: 'What is wrong with the rule?',
    send: 'Send question',
    sent: 'The rule is questioned.',
    title: 'Questioned rules',
    none: 'Nobody has questioned a rule.',
    mine: 'my question',
    other: 'a colleague',
    waiting: 'No answer yet.',
    changes: 'The rule changes',
    stays: 'The rule stays',
    about: {
      ...{ form: 'Form', question: 'Question', definition: 'Scorecard', measure: 'Measure' },
      ladder: 'Ladder',
    } as Record<string, string>,
  },
  rounds: {
    toRate: 'Whom I rate',
    none: 'Nobody to rate just now.',
    anonymous:
      'Your answers are kept without your name; that you have answered is kept as a digest only. Words can give you away: write none that only you could write.',
    until: (day: string) => `until ${day}`,
    open: (name: string) => `Rate ${name}`,
    send: 'Send answers',
    sent: 'Thank you. Your answers are kept without your name.',
    choose: 'choose',
    comment: 'A word on it (optional)',
    results: 'What others say of me',
    noResults: 'Results come when a round has ended.',
    hidden: (n: number) => `${n} answered: groups of fewer than 5 are not shown, to protect them.`,
    raters: (n: number) => `${n} answered`,
    relations: {
      superior: 'Superiors',
      customer: 'Customers',
      peer: 'Colleagues',
      subordinate: 'Own staff',
    } as Record<string, string>,
    mystery: 'Mystery shoppers',
  },
  plan: {
    title: 'My plan',
    none: 'Nothing planned for this week.',
    add: 'Add',
    item: 'What I want to do',
    note: 'What came of it',
    summary: 'Summary of the week',
    save: 'Save',
    saved: 'Saved.',
    remove: 'Remove',
    tick: (text: string) => `done: ${text}`,
    doneOf: (done: number, all: number) => `${done} of ${all} done`,
    checked: (name: string) => `Looked at by ${name}.`,
    before: 'Week before',
    after: 'Week after',
    unsaved: 'Not saved yet.',
  },
  coaching: {
    title: 'Coaching',
    none: 'No notes.',
    follow: (day: string) => `looked at again ${day}`,
    due: (day: string) => `was to be looked at again ${day}`,
    done: 'done',
    by: (name: string) => `by ${name}`,
    about: 'The evaluation it is about',
  },
  praise: { title: 'Praise', none: 'None yet.', until: (day: string) => `posted until ${day}` },
  topic: { title: 'Topic of the week', none: 'No topic this week.' },
  posted: {
    title: 'Posted of the teams',
    why: 'All that is posted, on walls too. Nobody’s score, and never a list of the last.',
    mine: 'mine',
    people: (n: number) => `${n} people scored`,
    before: (total: string) => `month before ${total}`,
    best: 'best',
    bestOf: (month: string) => `Named for ${month}`,
    none: 'Nothing is posted just now.',
    parts: {
      'team-means': 'Means of teams',
      best: 'The best',
      praise: 'Praise',
      topic: 'Topic',
    } as Record<string, string>,
    whys: {
      preset: 'the privacy preset names nobody',
      setting: 'not chosen for this site',
      notice: 'people were not told yet',
      'small-groups': 'groups under 8 are not told',
      'not-closed': 'no month is closed yet',
      missing: 'figures do not answer just now',
    } as Record<string, string>,
  },
};

/** Words of what can be done. */
export type ActWords = typeof en;
