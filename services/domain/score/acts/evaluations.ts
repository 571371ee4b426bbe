import { DomainError } from '../../domain-error.ts';
import { change, put } from '../../schedule/acts/apply-map.ts';
import { agreementOf } from '../agreement.ts';
import type { Evaluation } from '../evaluation.ts';
import { markEvaluation } from '../mark-evaluation.ts';
import type { QualityAct } from '../score-act.ts';
import type { Calibration, Deed, SiteScores, StandingEvaluation } from '../site-scores.ts';
import { type Acting, type Decided, only } from './acting.ts';
import { formNow, formOf } from './forms.ts';
import { asker, mustKnow, mustLead, mustStand } from './permission.ts';

type EvaluationAct = Extract<
  QualityAct,
  { kind: 'evaluated' | 'calibration-begun' | 'calibration-ended' }
>;

const mostMarkers = 20;
/** Of a person: at two a day more than four years. */
const mostOfPerson = 2_000;
const mostCalibrations = 200;

/** Marks, and sessions in which several mark the same contact without seeing each other's. */
export function decideEvaluation(state: SiteScores, act: EvaluationAct, acting: Acting): Decided {
  switch (act.kind) {
    case 'evaluated':
      return only({ ...act, evaluation: evaluated(state, act.evaluation, acting) });
    case 'calibration-begun': {
      mustStand(acting, 'quality');
      formNow(state, act.formId);
      mustKnow(acting, act.person);
      const markers = [...new Set(act.markers)].filter(Boolean);
      const refusal = calibrationRefusal(act.person, markers);
      if (refusal) throw new DomainError('invalid', refusal);
      if (act.contact === '') throw new DomainError('invalid', 'a calibration names no contact');
      return only({ ...act, markers, calibrationId: acting.newId() });
    }
    case 'calibration-ended': {
      mustStand(acting, 'quality');
      const calibration = openCalibration(state, act.calibrationId);
      return only({ ...act, agreement: agreementNow(state, calibration) });
    }
  }
}

/** The state after it. */
export function applyEvaluation(state: SiteScores, act: EvaluationAct, deed: Deed): SiteScores {
  switch (act.kind) {
    case 'evaluated':
      return withEvaluation(state, act.evaluation, deed);
    case 'calibration-begun': {
      const { kind: _, ...begun } = act;
      const calibration = { ...begun, begun: deed, done: new Map(), ended: null, agreement: null };
      const calibrations = new Map(state.calibrations).set(act.calibrationId, calibration);
      return { ...state, calibrations: new Map([...calibrations].slice(-mostCalibrations)) };
    }
    case 'calibration-ended': {
      const { calibrationId, agreement } = act;
      const calibrations = change(state.calibrations, calibrationId, (calibration) => ({
        ...{ ...calibration, ended: deed, agreement },
      }));
      return { ...state, calibrations };
    }
  }
}

/** A marked form, filled in by the version that stands. */
export function filledIn(
  state: SiteScores,
  evaluation: Evaluation,
  acting: Pick<Acting, 'author' | 'newId'>,
): Evaluation {
  const form = formNow(state, evaluation.formId);
  return {
    ...{ ...evaluation, evaluationId: acting.newId(), formVersion: form.version },
    ...{ marker: acting.author, ...markEvaluation(form, evaluation.answers) },
  };
}

/** An evaluation added to a person's. */
export function withEvaluation(
  state: SiteScores,
  evaluation: Evaluation,
  marked: Deed,
): SiteScores {
  const { person, purpose, of, marker, evaluationId } = evaluation;
  const standing = { evaluation, marked, replacedBy: '' };
  const own = [...(state.evaluations.get(person) ?? []), standing].slice(-mostOfPerson);
  const evaluations = put(state.evaluations, person, own);
  if (purpose !== 'calibration') return { ...state, evaluations };
  const calibrations = change(state.calibrations, of, (calibration) => ({
    ...{ ...calibration, done: put(calibration.done, marker, evaluationId) },
  }));
  return { ...state, evaluations, calibrations };
}

/** An evaluation by its id; `null` = there is none. */
export function evaluationById(state: SiteScores, id: string): StandingEvaluation | null {
  for (const own of state.evaluations.values()) {
    const found = own.find(({ evaluation }) => evaluation.evaluationId === id);
    if (found) return found;
  }
  return null;
}

function evaluated(state: SiteScores, evaluation: Evaluation, acting: Acting): Evaluation {
  const { purpose, of, contact, person } = evaluation;
  asker(acting);
  if (contact === '') throw new DomainError('invalid', 'an evaluation names no contact');
  mustKnow(acting, person);
  switch (purpose) {
    case 'appeal':
      throw new DomainError('invalid', 'a contest is decided together with its evaluation');
    case 'calibration':
      checkCalibrated(state, evaluation, acting.author);
      break;
    case 'sample':
      mustStand(acting, 'marks');
      mustLead(acting, person);
      checkSampled(state, evaluation);
      break;
    case 'mystery':
      mustStand(acting, 'quality');
      if (!state.mystery.has(of)) throw new DomainError('not-found', `there is no round "${of}"`);
      break;
    case 'spot':
      mustStand(acting, 'marks');
      mustLead(acting, person);
  }
  return filledIn(state, evaluation, acting);
}

function checkCalibrated(state: SiteScores, evaluation: Evaluation, author: string): void {
  const { of, contact, person, formId } = evaluation;
  const calibration = openCalibration(state, of);
  if (!calibration.markers.includes(author)) {
    throw new DomainError('not-allowed', `"${author}" is no marker of calibration "${of}"`);
  }
  if (calibration.done.has(author)) {
    throw new DomainError('conflict', `"${author}" has marked calibration "${of}" already`);
  }
  if (contact !== calibration.contact || person !== calibration.person) {
    throw new DomainError('invalid', `calibration "${of}" is about "${calibration.contact}"`);
  }
  if (formId === calibration.formId) return;
  throw new DomainError('invalid', `calibration "${of}" is by form "${calibration.formId}"`);
}

function checkSampled(state: SiteScores, { of, contact, person, formId }: Evaluation): void {
  const drawn = state.samples.get(of)?.drawn.find((one) => one.contact === contact);
  if (!drawn || drawn.person !== person) {
    throw new DomainError('invalid', `"${contact}" of "${person}" was not drawn in "${of}"`);
  }
  if (drawn.formId !== formId) {
    throw new DomainError('invalid', `"${contact}" is marked by form "${drawn.formId}"`);
  }
  const marked = state.evaluations
    .get(person)
    ?.some(({ evaluation: one }) => one.purpose === 'sample' && one.contact === contact);
  if (marked) throw new DomainError('conflict', `"${contact}" is marked already`);
}

function openCalibration(state: SiteScores, calibrationId: string): Calibration {
  const calibration = state.calibrations.get(calibrationId);
  if (!calibration) {
    throw new DomainError('not-found', `there is no calibration "${calibrationId}"`);
  }
  if (calibration.ended) {
    throw new DomainError('conflict', `calibration "${calibrationId}" has ended`);
  }
  return calibration;
}

function calibrationRefusal(person: string, markers: readonly string[]): string {
  if (markers.length < 2 || markers.length > mostMarkers) {
    return `a calibration has 2 to ${mostMarkers} markers, not ${markers.length}`;
  }
  return markers.includes(person) ? `"${person}" cannot mark their own contact` : '';
}

/** Of those who marked by one version of the form; `null` with fewer than two. */
function agreementNow(state: SiteScores, calibration: Calibration) {
  const ids = new Set(calibration.done.values());
  const marks = (state.evaluations.get(calibration.person) ?? [])
    .map(({ evaluation }) => evaluation)
    .filter(({ evaluationId }) => ids.has(evaluationId));
  const last = marks.at(-1);
  const form = last ? formOf(state, last.formId, last.formVersion) : null;
  const same = marks.filter(({ formVersion }) => formVersion === last?.formVersion);
  return form === null || same.length < 2 ? null : agreementOf(form, same);
}
