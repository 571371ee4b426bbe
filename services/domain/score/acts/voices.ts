import { DomainError } from '../../domain-error.ts';
import { put } from '../../schedule/acts/apply-map.ts';
import type { SurveyAnswer } from '../evaluation.ts';
import { periodDays } from '../period.ts';
import type { FiguresRecorded, OutsideFigure, TestRecorded } from '../quality-act.ts';
import type { VoiceAct } from '../score-act.ts';
import type { Deed, Placed, SiteScores } from '../site-scores.ts';
import { type Acting, type Decided, only } from './acting.ts';
import { checkWords, mustKnow, mustStand } from './permission.ts';

type RecordAct = Extract<
  VoiceAct,
  { kind: 'surveys-recorded' | 'test-recorded' | 'figures-recorded' }
>;

const mostSurveys = 5_000;
const mostFigures = 10_000;
/** Kept of a person; of who is not known the same. */
const mostSurveysOfPerson = 5_000;
const mostFiguresOfPerson = 2_000;
const mostTests = 300;
const mostResults = 5_000;

/** What customers answered, what tests showed, figures from outside. */
export function decideRecord(_state: SiteScores, act: RecordAct, acting: Acting): Decided {
  mustStand(acting, 'records');
  switch (act.kind) {
    case 'surveys-recorded':
      checkCount(act.answers.length, mostSurveys, 'answers');
      for (const answer of act.answers) checkSurvey(answer);
      return only(act);
    case 'test-recorded':
      checkTest(act, acting);
      return only({ ...act, testId: acting.newId() });
    case 'figures-recorded':
      checkFigures(act, acting);
      return only(act);
  }
}

/** The state after it. A survey that is known already changes nothing. */
export function applyRecord(state: SiteScores, act: RecordAct, deed: Deed): SiteScores {
  switch (act.kind) {
    case 'surveys-recorded':
      return { ...state, surveys: withSurveys(state.surveys, act.answers, deed) };
    case 'test-recorded': {
      const { kind: _, ...test } = act;
      const tests = put(state.tests, act.testId, { ...test, decided: deed });
      return { ...state, tests: new Map([...tests].slice(-mostTests)) };
    }
    case 'figures-recorded': {
      let outside = state.outside;
      for (const [person, figures] of Map.groupBy(act.figures, (one) => one.person)) {
        outside = put(outside, person, merged(outside.get(person) ?? [], figures, deed));
      }
      return { ...state, outside };
    }
  }
}

function withSurveys(
  surveys: SiteScores['surveys'],
  answers: readonly SurveyAnswer[],
  { position }: Deed,
): SiteScores['surveys'] {
  const next = new Map(surveys);
  for (const [person, of] of Map.groupBy(answers, (one) => one.person)) {
    const known = next.get(person) ?? [];
    const ids = new Set(known.map(({ surveyId }) => surveyId));
    const fresh = of.filter(({ surveyId }) => !ids.has(surveyId) && ids.add(surveyId));
    const placed = fresh.map((answer) => ({ ...answer, position }));
    next.set(person, [...known, ...placed].slice(-mostSurveysOfPerson));
  }
  return next;
}

/** Of one name and period the last holds. */
function merged(
  known: readonly Placed<OutsideFigure>[],
  figures: readonly OutsideFigure[],
  { position }: Deed,
): readonly Placed<OutsideFigure>[] {
  const byKey = new Map(known.map((one) => [`${one.period} ${one.name}`, one]));
  for (const one of figures) byKey.set(`${one.period} ${one.name}`, { ...one, position });
  return [...byKey.values()].slice(-mostFiguresOfPerson);
}

function checkSurvey({ surveyId, satisfaction }: SurveyAnswer): void {
  if (surveyId === '') throw new DomainError('invalid', 'an answer of a survey has no id');
  const whole = satisfaction === null || (Number.isInteger(satisfaction) && satisfaction >= 1);
  if (whole && (satisfaction ?? 1) <= 5) return;
  throw new DomainError('invalid', `survey "${surveyId}": ${satisfaction} is not 1 to 5`);
}

function checkTest({ name, most, pass, results }: TestRecorded, acting: Acting): void {
  checkWords(name, 'name', 200);
  checkCount(results.length, mostResults, 'results');
  if (!(most > 0 && pass >= 0 && pass <= most)) {
    throw new DomainError('invalid', `test "${name}": passed from ${pass} of ${most} cannot be`);
  }
  for (const { person, points } of results) {
    mustKnow(acting, person);
    if (points >= 0 && points <= most) continue;
    throw new DomainError('invalid', `"${person}" has ${points} points of ${most}`);
  }
}

function checkFigures({ figures }: FiguresRecorded, acting: Acting): void {
  checkCount(figures.length, mostFigures, 'figures');
  for (const { person, period, name, figure } of figures) {
    mustKnow(acting, person);
    periodDays(period);
    if (name !== '' && Number.isFinite(figure)) continue;
    throw new DomainError('invalid', `figure "${name}" of "${person}" is ${figure}`);
  }
}

function checkCount(count: number, most: number, what: string): void {
  if (count >= 1 && count <= most) return;
  throw new DomainError('invalid', `${count} ${what}, but must be 1 to ${most}`);
}
