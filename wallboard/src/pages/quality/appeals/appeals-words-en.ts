/** Words of the appeals desk in English. */
import type { TimeLeft } from './appeals-view.ts';

/** Words in English. */
export const en = {
  parts: { queue: 'Contests', outcomes: 'Outcomes', flags: 'Questioned rules' },
  partsLabel: 'Parts of appeals',
  mine: 'Yours to decide',
  others: 'Open with others',
  over: 'Decided and taken back',
  showOver: 'Show what is over',
  noneMine: 'Nothing waits for you.',
  noneOthers: 'Nothing else is open.',
  nothing:
    'Nobody contests anything. People contest an evaluation, a line or minutes on "My schedule".',
  kinds: { evaluation: 'Evaluation', line: 'Score line', adherence: 'Minutes' } as Record<
    string,
    string
  >,
  states: {
    open: '○ open',
    warned: '▲ due soon',
    overdue: '■ overdue',
    accepted: '● accepted',
    partly: '◐ accepted in part',
    refused: '○ refused',
    withdrawn: '– taken back',
  } as Record<string, string>,
  left: ({ days, hours, minutes, over }: TimeLeft) => {
    const said =
      days > 0
        ? `${days} d ${hours} h`
        : hours > 0
          ? `${hours} h ${minutes} min`
          : `${minutes} min`;
    return over ? `${said} late` : `${said} left`;
  },
  promised: (at: string) => `promised by ${at}`,
  decidedIn: (inTime: boolean): string =>
    inTime ? 'within the promised time' : 'later than promised',
  byWhom: (name: string) => `decided by ${name}`,
  withWhom: (name: string) => `with ${name}`,
  withYou: 'with you',
  waits: {
    nobody: '▲ Nobody else may decide it: give somebody the duty in the directory.',
    assigning: 'It is being assigned.',
  } as Record<string, string>,
  directory: 'Directory',
  choose: 'Choose a contest to see what it is about.',
  close: 'Close',
  saidBy: (name: string, at: string) => `${name}, ${at}`,
  firstMarker: (name: string) => `first marked by ${name}`,
  formOf: (form: string, version: number) => `${form}, version ${version}`,
  lineOf: (measure: string, period: string) => `${measure}, ${period}`,
  minutesOf: (day: string, from: string, to: string, n: number) =>
    `${day}, ${from} to ${to}: ${n} min`,
  claimed: (cause: string) => `The person sees the cause in: ${cause}.`,
  causes: {
    customer: 'the customer',
    system: 'the system',
    supervisor: 'the supervisor',
  } as Record<string, string>,
  assignHead: 'Who decides',
  assignWhy:
    'Never the person and never who marked first. Who may decide is a duty in the directory.',
  marker: 'Second marker',
  fewest: 'who has fewest open',
  openWith: (name: string, n: number) => `${name}, ${n} open`,
  assign: 'Assign',
  assigned: 'Assigned.',
  decideHead: 'Decide',
  blind:
    'You mark blind: by the same version of the form, without seeing the first marks, who made them, or the card of the person. One of the two evaluations will count.',
  noForm: 'The form of this evaluation is not known any more.',
  outcome: 'Outcome',
  outcomes: {
    evaluation: {
      accepted: 'Accept: my marks count',
      partly: 'Accept in part: my marks count',
      refused: 'Refuse: the first marks count',
    },
    line: {
      accepted: 'Accept: this figure holds',
      partly: 'Accept in part: this figure holds',
      refused: 'Refuse: the figure stays',
    },
    adherence: {
      accepted: 'Accept: all minutes are excused',
      partly: 'Accept in part',
      refused: 'Refuse: the minutes stay',
    },
  } as Record<string, Record<'accepted' | 'partly' | 'refused', string>>,
  reason: 'Reason, in words for the person',
  decide: 'Decide',
  decided: {
    accepted: 'Accepted. Closes that it touches are made anew.',
    partly: 'Accepted in part. Closes that it touches are made anew.',
    refused: 'Refused.',
  },
  unanswered: (n: number) => `${n} ${n === 1 ? 'question is' : 'questions are'} not answered yet.`,
  figure: 'Figure that holds instead',
  figurePercent: 'Figure that holds instead, in %',
  figureNow: 'Figure as it stands',
  openLine: 'Open the line with all that it was made from',
  excused: (most: number) => `Minutes excused, of ${most}`,
  cause: 'Cause that counts',
  dayAway: 'The day cannot be shown:',
  effect: 'What came of it',
  beforeAfter: (before: string, after: string) => `Total ${before} → ${after}`,
  noEffectYet: 'The card is not worked out anew yet.',
  openPeriod: 'No close was touched: it counts in the period that is still open.',
  touched: (period: string, version: number) => `${period}, version ${version}`,
  touchedHead: 'Closed anew',
  minutesExcused: (n: string) => `${n} min are excused`,
  figureHolds: (figure: string) => `${figure} holds instead`,
  secondMarks: 'Open the marks that count',
  outcomesHead: 'How contests ended',
  outcomesWhy:
    'Open to the whole team. Teams of fewer than 8 are told only together with all others.',
  wholeSite: 'Whole site',
  noStatistics: 'The site has fewer than 8 people: nothing is told.',
  lodged: 'Contested',
  accepted: 'Accepted',
  refused: 'Refused',
  open: 'Open',
  inTime: 'In promised time',
  median: 'Median time to decide',
  hours: (n: string) => `${n} h`,
  noneDecided: 'none decided',
  flagsHead: 'Questioned rules',
  flagsWhy: 'Anybody may question a rule. Quality answers, and says whether the rule is changed.',
  noFlags: 'Nobody has questioned a rule.',
  flagKinds: {
    form: 'Form',
    question: 'Question',
    definition: 'Scorecard',
    measure: 'Measure',
    ladder: 'The ladder',
  } as Record<string, string>,
  unansweredFlag: '▲ not answered',
  changes: '● the rule is changed',
  stays: '○ the rule stays',
  answer: 'Answer',
  changesBox: 'The rule is changed',
  answered: 'Answered.',
  change: 'Change the rule',
  answerWords: 'Answer in words',
  anonymous: 'somebody',
};

/** The words of one language. */
export type AppealsWords = typeof en;
