/** Contests as a desk works through them: mine first, the nearest deadline first. */
import { minuteWords } from '../../schedule/local-time.ts';
import type { Flag } from '../people-api.ts';
import type { Appeal, CloseSummary, Closes, Setup } from '../quality-api.ts';

const openStates = ['open', 'warned', 'overdue'];
const minuteMs = 60_000;

/** Not decided and not taken back. */
export function isOpen({ state }: Pick<Appeal, 'state'>): boolean {
  return openStates.includes(state);
}

/** Contests by who acts next: the reader, somebody else, nobody any more. */
export function queueOf(
  appeals: readonly Appeal[],
  me: string,
): { mine: Appeal[]; others: Appeal[]; over: Appeal[] } {
  const byDue = (a: Appeal, b: Appeal) => (a.dueAt ?? '').localeCompare(b.dueAt ?? '');
  const byEnd = (a: Appeal, b: Appeal) => (endOf(b) ?? '').localeCompare(endOf(a) ?? '');
  const open = appeals.filter(isOpen).sort(byDue);
  const isMine = ({ secondMarker }: Appeal) => me !== '' && secondMarker === me;
  return {
    mine: open.filter(isMine),
    others: open.filter((one) => !isMine(one)),
    over: appeals.filter((one) => !isOpen(one)).sort(byEnd),
  };
}

/** Time to a deadline in its largest two units; `over` = it has passed by so much. */
export interface TimeLeft {
  days: number;
  hours: number;
  minutes: number;
  over: boolean;
}

/** How long it is to an instant; null = there is none. */
export function timeLeft(dueAt: string | null, nowMs: number): TimeLeft | null {
  if (!dueAt) return null;
  const ms = Date.parse(dueAt) - nowMs;
  const whole = Math.floor(Math.abs(ms) / minuteMs);
  const [days, hours, minutes] = [
    Math.floor(whole / 1_440),
    Math.floor((whole % 1_440) / 60),
    whole % 60,
  ];
  return { days, hours, minutes, over: ms < 0 };
}

/** Was it decided within the promised time? null = not decided. */
export function inTime({ decidedAt, dueAt }: Pick<Appeal, 'decidedAt' | 'dueAt'>): boolean | null {
  return decidedAt && dueAt ? decidedAt <= dueAt : null;
}

/** Contested minutes of a day by the clock; a minute after midnight is of the next day. */
export function minutesOf(target: string) {
  const [day = '', span = ''] = target.split(' ');
  const [from = 0, to = 0] = span.split('-').map(Number);
  const clock = (minute: number) => minuteWords(minute % 1_440) + (minute >= 1_440 ? ' +1' : '');
  return { day, from, to, minutes: to - from, fromClock: clock(from), toClock: clock(to) };
}

/** A contested line: its period and its measure. */
export function lineOf(target: string): { period: string; measureId: string } {
  const at = target.indexOf(' ');
  return { period: target.slice(0, at), measureId: target.slice(at + 1) };
}

/** Closes that a contest made anew. */
export function closesTouched(closes: Closes | null, appealId: string): CloseSummary[] {
  return (closes?.periods ?? []).flatMap((period) =>
    period.closes.filter(({ cause }) => cause.split('; ').includes(`appeal ${appealId}`)),
  );
}

/** Who may decide a contest, who has fewest open first: never the person, never the first marker. */
export function mayDecide(
  { person, firstMarker, secondMarker }: Appeal,
  deciders: Readonly<Record<string, number>>,
): { person: string; open: number }[] {
  return Object.entries(deciders)
    .filter(([one]) => ![person, firstMarker, secondMarker].includes(one))
    .map(([one, open]) => ({ person: one, open }))
    .sort((a, b) => a.open - b.open || a.person.localeCompare(b.person));
}

/** What a questioned rule is, and where it can be changed. */
export interface FlaggedRule {
  kind: 'form' | 'question' | 'definition' | 'measure' | 'ladder';
  /** Names in English and Chinese; empty = the thing is gone, or the ladder as a whole. */
  nameEn: string;
  nameZh: string;
  step: 'forms' | 'definitions' | 'ladder';
  /** What is opened there. */
  open: string;
}

/** Finds what a flag is about. */
export function flaggedRule({ flagged }: Flag, setup: Setup | null): FlaggedRule {
  const [kind = '', id = ''] = flagged.about.split(' ');
  const none = { nameEn: id, nameZh: '' };
  if (kind === 'form' || kind === 'question') {
    const form = setup?.forms.find((one) =>
      kind === 'form' ? one.formId === id : questionIn(one, id) !== undefined,
    );
    const question = form && questionIn(form, id);
    const named = question ? { nameEn: question.textEn, nameZh: question.textZh } : (form ?? none);
    const { nameEn, nameZh } = named;
    return { kind, nameEn, nameZh, step: 'forms', open: form?.formId ?? '' };
  }
  if (kind === 'definition' || kind === 'measure') {
    const found = setup?.definitions.find((one) =>
      kind === 'definition'
        ? one.definitionId === id
        : one.measures.some(({ measureId }) => measureId === id),
    );
    const measure = found?.measures.find(({ measureId }) => measureId === id);
    const catalogued = setup?.measures.find((one) => one.kind === measure?.kind);
    const { nameEn, nameZh } = (kind === 'measure' ? catalogued : found) ?? none;
    return { kind, nameEn, nameZh, step: 'definitions', open: found?.definitionId ?? '' };
  }
  return { kind: 'ladder', nameEn: '', nameZh: '', step: 'ladder', open: '' };
}

function questionIn(form: Setup['forms'][number], id: string) {
  return form.groups.flatMap(({ questions }) => questions).find((one) => one.questionId === id);
}

function endOf({ decidedAt, at }: Appeal): string | null {
  return decidedAt ?? at;
}
