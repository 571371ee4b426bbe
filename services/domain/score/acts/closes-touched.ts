import { adherenceStretch, contestedLine } from '../appeal-target.ts';
import { periodDays, periodSpan } from '../period.ts';
import type { Definition } from '../scorecard.ts';
import type { Appeal, Close, SiteScores } from '../site-scores.ts';
import type { PeriodClosed } from '../work-act.ts';
import { definitionOfClose } from './cards.ts';
import { evaluationById } from './evaluations.ts';

/** What else is known when corrections are looked for. */
export interface CorrectionGround {
  /** IANA zone of the site. */
  zone: string;
  /** Local day → position of the last count of anybody's adherence on it. */
  recounts: ReadonlyMap<string, number>;
}

/** A close that is to be made anew. */
export interface Correction extends Pick<PeriodClosed, 'period' | 'definitionId' | 'cause'> {
  /** Position of the close that it corrects. */
  after: number;
}

/** Causes that are named in one close; of more it is said how many. */
const mostCauses = 12;
const parted = '; ';

/**
 * Closed periods whose figures were changed after their newest close: each is to be closed anew,
 * with the causes. Only what a measure of the definition looks at is one. A contest that is
 * accepted has its effect on scores at once that way. A 360-degree round counts when it ends, so
 * it never comes late.
 */
export function correctionsDue(state: SiteScores, ground: CorrectionGround): Correction[] {
  return [...state.closes.values()].flatMap((versions): Correction[] => {
    const close = versions.at(-1);
    const definition = close && definitionOfClose(state, close.definitionId, close.period)?.value;
    if (!close || !definition) return [];
    const causes = causesAfter(lateOf(state, { close, definition, ...ground }));
    if (causes.length === 0) return [];
    const { period, definitionId, closed } = close;
    return [{ period, definitionId, cause: causeOf(causes), after: closed.position }];
  });
}

/** Causes of a close, each a kind and what it is about: "appeal ID", "surveys 3". */
export function causesOf(cause: string): string[] {
  return cause === '' ? [] : cause.split(parted);
}

/** Cause of a close that follows a contest. */
export function appealCause(appealId: string): string {
  return `appeal ${appealId}`;
}

/** Contents of the closes before and after a contest, to tell what it changed; `null` = none yet. */
export function closesOfAppeal(
  state: SiteScores,
  appealId: string,
): { before: string; after: string } | null {
  for (const versions of state.closes.values()) {
    const at = versions.findIndex(({ cause }) => causesOf(cause).includes(appealCause(appealId)));
    const [before, after] = [versions[at - 1], versions[at]];
    if (before && after) return { before: before.content, after: after.content };
  }
  return null;
}

interface Late {
  state: SiteScores;
  close: Close;
  definition: Definition;
  zone: string;
  recounts: ReadonlyMap<string, number>;
  /** First and last local day of the period. */
  from: string;
  to: string;
  fromMs: number;
  toMs: number;
  kinds: ReadonlySet<string>;
}

function lateOf(
  state: SiteScores,
  of: Pick<Late, 'close' | 'definition' | 'zone' | 'recounts'>,
): Late {
  const { period } = of.close;
  const kinds = new Set(of.definition.measures.map(({ kind }) => kind));
  return { state, kinds, ...of, ...periodDays(period), ...periodSpan(period, of.zone) };
}

/** Contests first: who lodged one looks for its effect. */
function causesAfter(late: Late): string[] {
  return [
    ...appeals(late),
    ...evaluations(late),
    ...surveys(late),
    ...tests(late),
    ...visits(late),
    ...figures(late),
    ...counts(late),
  ];
}

function causeOf(causes: readonly string[]): string {
  const more = causes.length - mostCauses;
  const named = causes.slice(0, mostCauses);
  return (more > 0 ? [...named, `more ${more}`] : named).join(parted);
}

function appeals(late: Late): string[] {
  return [...late.state.appeals.values()]
    .filter(({ state, decided }) => {
      const isAccepted = state === 'accepted' || state === 'partly';
      return isAccepted && decided !== null && isLate(late, decided.position);
    })
    .filter((appeal) => isTouched(late, appeal))
    .map(({ appealId }) => appealCause(appealId));
}

function isTouched({ state, kinds, definition, ...late }: Late, { of, target }: Appeal): boolean {
  switch (of) {
    case 'evaluation': {
      const first = evaluationById(state, target);
      if (!first || !kinds.has('evaluation-score')) return false;
      return isWithin(late, first.evaluation.contactAtMs ?? first.marked.atMs);
    }
    case 'adherence': {
      const { day } = adherenceStretch(target);
      return kinds.has('own-adherence') && day >= late.from && day <= late.to;
    }
    case 'line': {
      const { period, measureId } = contestedLine(target);
      const isOf = definition.measures.some((one) => one.measureId === measureId);
      return isOf && period === late.close.period;
    }
  }
}

/** The second marker's evaluation comes with the contest. */
function evaluations(late: Late): string[] {
  return [...late.state.evaluations.values()].flat().flatMap(({ evaluation, marked, ...one }) => {
    const { purpose, score, evaluationId, contactAtMs } = evaluation;
    const counts = score !== null && one.replacedBy === '' && isLate(late, marked.position);
    if (!counts || purpose === 'calibration' || purpose === 'appeal') return [];
    const kind = purpose === 'mystery' ? 'mystery' : 'evaluation-score';
    if (!late.kinds.has(kind) || !isWithin(late, contactAtMs ?? marked.atMs)) return [];
    return [`evaluation ${evaluationId}`];
  });
}

function surveys(late: Late): string[] {
  const [csat, resolved] = [late.kinds.has('csat'), late.kinds.has('resolved-share')];
  if (!csat && !resolved) return [];
  const known = [...late.state.surveys].flatMap(([person, of]) => (person === '' ? [] : of));
  const found = known.filter((one) => {
    const counts = (csat && one.satisfaction !== null) || (resolved && one.resolved !== null);
    return counts && isLate(late, one.position) && isWithin(late, one.atMs);
  });
  return found.length === 0 ? [] : [`surveys ${found.length}`];
}

function tests(late: Late): string[] {
  if (!late.kinds.has('knowledge-test')) return [];
  return [...late.state.tests.values()].flatMap(({ testId, results, decided }) => {
    const found = results.some(({ atMs }) => isWithin(late, atMs));
    return found && isLate(late, decided.position) ? [`test ${testId}`] : [];
  });
}

function visits(late: Late): string[] {
  if (!late.kinds.has('mystery')) return [];
  return [...late.state.mystery.values()].flatMap((round) =>
    round.visits.flatMap(({ visitId, person, score, atMs, position }) => {
      const counts = person !== '' && score !== null && isLate(late, position);
      return counts && isWithin(late, atMs) ? [`visit ${visitId}`] : [];
    }),
  );
}

function figures(late: Late): string[] {
  const { definition, state, close } = late;
  const outside = definition.measures.filter(({ kind }) => kind === 'outside');
  const all = [...state.outside.values()].flat();
  return outside.flatMap(({ measureId }) => {
    const found = all.some(
      ({ name, period, position }) =>
        name === measureId && period === close.period && isLate(late, position),
    );
    return found ? [`figures ${measureId}`] : [];
  });
}

function counts(late: Late): string[] {
  if (!late.kinds.has('own-adherence') && !late.kinds.has('conformance')) return [];
  return [...late.recounts]
    .filter(([day, position]) => day >= late.from && day <= late.to && isLate(late, position))
    .map(([day]) => `adherence ${day}`)
    .sort();
}

function isLate({ close }: Pick<Late, 'close'>, position: number): boolean {
  return position > close.closed.position;
}

function isWithin({ fromMs, toMs }: Pick<Late, 'fromMs' | 'toMs'>, atMs: number): boolean {
  return atMs >= fromMs && atMs < toMs;
}
