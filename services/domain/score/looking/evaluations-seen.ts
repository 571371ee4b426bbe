import { formOf } from '../acts/forms.ts';
import type { Evaluation, Form } from '../evaluation.ts';
import type { SiteScores, StandingEvaluation } from '../site-scores.ts';
import { leadsQuality, leadsSome, maySee, type Viewer } from './viewer.ts';

/**
 * Evaluations that somebody may see, the newest first. Hidden beside what is another's: the first
 * marks from who decides the contest of them; all marks of a contact from who has still to mark it
 * in a calibration; and calibrations from the person marked, as they never count.
 */
export function evaluationsSeen(state: SiteScores, viewer: Viewer): StandingEvaluation[] {
  const blind = blindTo(state, viewer.person);
  return [...state.evaluations.entries()]
    .filter(([person]) => maySee(viewer, person) || leadsSome(viewer))
    .flatMap(([person, own]) => own.filter((one) => maySeeOne(state, viewer, blind, person, one)))
    .sort((a, b) => b.marked.position - a.marked.position);
}

/** Marks of a calibration that somebody may see: after its end all, before it the own. */
export function calibrationMarks(
  state: SiteScores,
  calibrationId: string,
  viewer: Viewer,
): Evaluation[] {
  const calibration = state.calibrations.get(calibrationId);
  if (!calibration) return [];
  const partOf = leadsQuality(viewer) || calibration.markers.includes(viewer.person);
  const ids = new Set(calibration.done.values());
  return (state.evaluations.get(calibration.person) ?? [])
    .map(({ evaluation }) => evaluation)
    .filter(({ evaluationId, marker }) => {
      return ids.has(evaluationId) && (calibration.ended ? partOf : marker === viewer.person);
    });
}

/** Forms, in their versions, by which evaluations were marked. */
export function formsOf(state: SiteScores, evaluations: readonly Evaluation[]): Form[] {
  const forms = evaluations.flatMap(({ formId, formVersion }) => {
    return formOf(state, formId, formVersion) ?? [];
  });
  return [...new Set(forms)];
}

interface Blind {
  evaluations: ReadonlySet<string>;
  contacts: ReadonlySet<string>;
}

function blindTo(state: SiteScores, person: string): Blind {
  const deciding = [...state.appeals.values()].filter(
    (appeal) => appeal.state === 'open' && appeal.secondMarker === person && person !== '',
  );
  const toMark = [...state.calibrations.values()].filter(
    ({ ended, markers, done }) => !ended && markers.includes(person) && !done.has(person),
  );
  return {
    evaluations: new Set(deciding.map(({ target }) => target)),
    contacts: new Set(toMark.map(({ contact }) => contact)),
  };
}

function maySeeOne(
  state: SiteScores,
  viewer: Viewer,
  blind: Blind,
  person: string,
  { evaluation }: StandingEvaluation,
): boolean {
  const { evaluationId, contact, purpose, of, marker } = evaluation;
  if (blind.evaluations.has(evaluationId) || blind.contacts.has(contact)) return false;
  if (marker === viewer.person && marker !== '') return true;
  if (purpose !== 'calibration') return maySee(viewer, person);
  return leadsQuality(viewer) && state.calibrations.get(of)?.ended !== null;
}
