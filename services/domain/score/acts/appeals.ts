import { DomainError } from '../../domain-error.ts';
import { change, pruned, put } from '../../schedule/acts/apply-map.ts';
import { laterDay, siteCalendar } from '../../schedule/site-calendar.ts';
import { adherenceStretch, contestedLine } from '../appeal-target.ts';
import type { Evaluation } from '../evaluation.ts';
import { markEvaluation } from '../mark-evaluation.ts';
import type { AppealAct } from '../score-act.ts';
import type { Appeal, Deed, SiteScores } from '../site-scores.ts';
import type { AppealDecided, AppealLodged } from '../work-act.ts';
import { type Acting, type Decided, only } from './acting.ts';
import { evaluationById, withEvaluation } from './evaluations.ts';
import { formOf } from './forms.ts';
import { asker, checkWords, mustKnow, mustStand } from './permission.ts';

type ContestAct = Exclude<AppealAct, { kind: 'rule-flagged' | 'flag-answered' }>;

const dayMs = 86_400_000;
const mostAppeals = 5_000;
/** Decided ones are kept for so long. */
const keptMs = 800 * dayMs;

/** A contest: lodged by the person, decided by somebody who did not mark first. */
export function decideAppeal(state: SiteScores, act: ContestAct, acting: Acting): Decided {
  switch (act.kind) {
    case 'appeal-lodged':
      return only(lodged(state, act, acting));
    case 'appeal-withdrawn': {
      const { person } = openAppeal(state, act.appealId);
      if (person === asker(acting)) return only(act);
      throw new DomainError('not-allowed', 'only who lodged an appeal may take it back');
    }
    case 'appeal-assigned': {
      mustStand(acting, 'quality');
      const appeal = openAppeal(state, act.appealId);
      const marker = act.marker || leastLoaded(state, appeal, acting);
      checkSecond(appeal, marker, acting);
      return only({ ...act, marker });
    }
    case 'appeal-decided':
      return only(decidedAppeal(state, act, acting));
  }
}

/** The state after it. */
export function applyAppeal(state: SiteScores, act: ContestAct, deed: Deed): SiteScores {
  const changed = (appeal: (known: Appeal) => Appeal) => ({
    ...{ ...state, appeals: change(state.appeals, act.appealId, appeal) },
  });
  switch (act.kind) {
    case 'appeal-lodged': {
      const { kind: _, ...lodging } = act;
      const appeal = { ...lodging, ...undecided, lodged: deed, last: deed };
      const kept = ({ state, last }: Appeal) => state === 'open' || deed.atMs - last.atMs < keptMs;
      return {
        ...state,
        appeals: pruned(put(state.appeals, act.appealId, appeal), kept, mostAppeals),
      };
    }
    case 'appeal-withdrawn':
      return changed((appeal) => ({ ...appeal, state: 'withdrawn', last: deed }));
    case 'appeal-assigned':
      return changed((appeal) => ({ ...appeal, secondMarker: act.marker, last: deed }));
    case 'appeal-decided': {
      const { outcome, reason, figure, cause, evaluation } = act;
      const takes = outcome !== 'refused' && evaluation ? evaluation.evaluationId : '';
      const next = changed((appeal) => ({
        ...{ ...appeal, state: outcome, reason, figure, cause, decided: deed, last: deed },
        newEvaluation: takes,
      }));
      const target = state.appeals.get(act.appealId)?.target ?? '';
      return evaluation ? withSecond(next, { evaluation, target, deed, takes }) : next;
    }
  }
}

const undecided: Pick<
  Appeal,
  'secondMarker' | 'state' | 'reason' | 'decided' | 'figure' | 'cause' | 'newEvaluation'
> = {
  ...{ secondMarker: '', state: 'open', reason: '', decided: null, figure: null },
  ...{ cause: '', newEvaluation: '' },
};

function openAppeal(state: SiteScores, appealId: string): Appeal {
  const appeal = state.appeals.get(appealId);
  if (!appeal) throw new DomainError('not-found', `there is no appeal "${appealId}"`);
  if (appeal.state === 'open') return appeal;
  throw new DomainError('conflict', `appeal "${appealId}" is ${appeal.state} already`);
}

function lodged(state: SiteScores, act: AppealLodged, acting: Acting): AppealLodged {
  const person = asker(acting);
  mustKnow(acting, person);
  checkWords(act.words, 'words');
  const same = [...state.appeals.values()].find(
    (appeal) => appeal.target === act.target && appeal.person === person,
  );
  if (same && same.state !== 'withdrawn') {
    throw new DomainError('conflict', `"${act.target}" is contested already: it is ${same.state}`);
  }
  if (act.of === 'adherence') checkMinutes(state, act, acting);
  const { sinceMs, firstMarker } = contested(state, act, person, acting);
  const { appealDays, decideDays } = windowNow(state);
  if (acting.nowMs > sinceMs + appealDays * dayMs) {
    throw new DomainError('invalid', `"${act.target}" could be contested for ${appealDays} days`);
  }
  const dueAtMs = acting.nowMs + decideDays * dayMs;
  const claimed = act.of === 'adherence' ? act.claimed || 'supervisor' : '';
  return { ...act, appealId: acting.newId(), person, dueAtMs, firstMarker, claimed };
}

/** Minutes are contested once they are over, and each of them once. */
function checkMinutes(state: SiteScores, { target }: AppealLodged, acting: Acting): void {
  const { day, from, to } = adherenceStretch(target);
  if (siteCalendar(acting.zone).instant(day, to) > acting.nowMs) {
    throw new DomainError('invalid', `"${target}" is still to come`);
  }
  const twin = [...state.appeals.values()].find((one) => {
    if (one.of !== 'adherence' || one.person !== acting.author) return false;
    const other = adherenceStretch(one.target);
    const meets = other.day === day && other.from < to && other.to > from;
    return meets && one.state !== 'withdrawn';
  });
  if (!twin) return;
  const said = `"${twin.target}" covers a part of it: it is ${twin.state}`;
  throw new DomainError('conflict', `"${target}" is contested already: ${said}`);
}

/** Days to contest and to decide where no definition stands. */
export const unsetWindow = { appealDays: 14, decideDays: 3 };

/** Days to contest and to decide: of the definitions that stand the ones best for the person. */
export function windowNow(state: Pick<SiteScores, 'definitions'>): {
  appealDays: number;
  decideDays: number;
} {
  const standing = [...state.definitions.values()]
    .flatMap((versions) => versions.at(-1)?.value ?? [])
    .filter(({ removed }) => !removed)
    .map(({ definition }) => definition);
  if (standing.length === 0) return unsetWindow;
  return {
    appealDays: Math.max(...standing.map(({ appealDays }) => appealDays)),
    decideDays: Math.min(...standing.map(({ decideDays }) => decideDays)),
  };
}

/** When what is contested was first told, and by whom. */
function contested(
  state: SiteScores,
  { of, target }: AppealLodged,
  person: string,
  { zone, nowMs, minutesMarkedBy }: Acting,
): { sinceMs: number; firstMarker: string } {
  switch (of) {
    case 'evaluation': {
      const first = evaluationById(state, target);
      if (!first || first.evaluation.person !== person) {
        throw new DomainError('not-found', `there is no evaluation "${target}" of "${person}"`);
      }
      if (first.replacedBy !== '' || first.evaluation.purpose === 'calibration') {
        throw new DomainError('invalid', `evaluation "${target}" does not count`);
      }
      return { sinceMs: first.marked.atMs, firstMarker: first.evaluation.marker };
    }
    case 'adherence': {
      const { day, from, to } = adherenceStretch(target);
      const calendar = siteCalendar(zone);
      const span = { fromMs: calendar.instant(day, from), toMs: calendar.instant(day, to) };
      const sinceMs = calendar.instant(laterDay(day, 1), 0);
      return { sinceMs, firstMarker: minutesMarkedBy(person, span) };
    }
    case 'line': {
      const { period, measureId } = contestedLine(target);
      const known = [...state.definitions.values()].some((versions) =>
        versions.some(({ value }) =>
          value.definition.measures.some((one) => one.measureId === measureId),
        ),
      );
      if (!known) throw new DomainError('not-found', `there is no measure "${measureId}"`);
      const closes = [...state.closes.values()].map((versions) => versions.at(-1));
      const closed = closes.filter((close) => close?.period === period).at(-1)?.closed;
      return { sinceMs: closed?.atMs ?? nowMs, firstMarker: closed?.author ?? '' };
    }
  }
}

/** Who of those who may decide neither lodged it nor marked first. */
export function secondMarkers(
  { person, firstMarker }: Pick<Appeal, 'person' | 'firstMarker'>,
  { markers }: Pick<Acting, 'markers'>,
): string[] {
  return markers.filter((marker) => ![person, firstMarker, ''].includes(marker));
}

/** Who has fewest open, of those who may decide; the person's own lead comes last. */
function leastLoaded(state: SiteScores, appeal: Appeal, acting: Acting): string {
  const team = acting.people.find(({ person }) => person === appeal.person)?.team ?? '';
  const lead = acting.leads.get(team);
  const open = [...state.appeals.values()].filter((one) => one.state === 'open');
  const load = (marker: string) => open.filter((one) => one.secondMarker === marker).length;
  const [least] = secondMarkers(appeal, acting)
    .map((marker) => ({ marker, isLead: marker === lead ? 1 : 0, load: load(marker) }))
    .sort((a, b) => a.isLead - b.isLead || a.load - b.load || (a.marker < b.marker ? -1 : 1));
  if (least) return least.marker;
  throw new DomainError('invalid', 'nobody else may decide contests: give somebody the duty');
}

function checkSecond(appeal: Appeal, marker: string, acting: Acting): void {
  const { person, firstMarker } = appeal;
  if (marker === person || marker === firstMarker) {
    const why = marker === person ? 'lodged it' : 'marked first';
    throw new DomainError('invalid', `"${marker}" ${why} and cannot decide`);
  }
  if (acting.markers.includes(marker)) return;
  throw new DomainError('invalid', `"${marker}" has not the duty to decide contests`);
}

function decidedAppeal(state: SiteScores, act: AppealDecided, acting: Acting): AppealDecided {
  const appeal = openAppeal(state, act.appealId);
  const { of, target, secondMarker } = appeal;
  if (secondMarker === '' || secondMarker !== acting.author) {
    throw new DomainError('not-allowed', `"${secondMarker || 'nobody yet'}" decides this appeal`);
  }
  checkWords(act.reason, 'reason');
  switch (of) {
    case 'evaluation': {
      if (!act.evaluation) {
        throw new DomainError('invalid', 'the second marker has to mark the contact first');
      }
      const evaluation = second(state, appeal, act.evaluation, acting);
      return { ...act, figure: null, cause: '', evaluation };
    }
    case 'adherence': {
      const { minutes } = adherenceStretch(target);
      if (act.outcome === 'partly' && act.figure === null) {
        throw new DomainError('invalid', 'name the minutes that are excused');
      }
      const figure = act.outcome === 'partly' ? act.figure : minutes;
      if (figure !== null && !(figure >= 0 && figure <= minutes)) {
        throw new DomainError('invalid', `${figure} of ${minutes} minutes cannot be excused`);
      }
      if (act.outcome === 'refused') return { ...act, evaluation: null, figure: null, cause: '' };
      return { ...act, evaluation: null, figure, cause: act.cause || appeal.claimed };
    }
    case 'line': {
      const own = { ...act, evaluation: null, cause: '' as const };
      if (act.outcome === 'refused') return { ...own, figure: null };
      if (act.figure !== null && Number.isFinite(act.figure)) return own;
      throw new DomainError('invalid', 'name the figure that holds instead');
    }
  }
}

/** The second marker's own marks, by the form's version and about the contact of the first. */
function second(
  state: SiteScores,
  { target, appealId }: Appeal,
  { answers, comment }: Evaluation,
  { author, newId }: Acting,
): Evaluation {
  const first = evaluationById(state, target);
  const form = first && formOf(state, first.evaluation.formId, first.evaluation.formVersion);
  if (!first || !form) throw new DomainError('not-found', `there is no evaluation "${target}"`);
  return {
    ...{ ...first.evaluation, evaluationId: newId(), marker: author, purpose: 'appeal' },
    ...{ of: appealId, answers, comment, ...markEvaluation(form, answers) },
    contactAtMs: first.evaluation.contactAtMs ?? first.marked.atMs,
  };
}

/** Of the two evaluations one counts: the second where it takes the first one's place. */
function withSecond(
  state: SiteScores,
  {
    evaluation,
    target,
    deed,
    takes,
  }: {
    evaluation: Evaluation;
    target: string;
    deed: Deed;
    takes: string;
  },
): SiteScores {
  const next = withEvaluation(state, evaluation, deed);
  const [replaced, by] = takes === '' ? [evaluation.evaluationId, target] : [target, takes];
  const own = (next.evaluations.get(evaluation.person) ?? []).map((one) =>
    one.evaluation.evaluationId === replaced ? { ...one, replacedBy: by } : one,
  );
  return { ...next, evaluations: put(next.evaluations, evaluation.person, own) };
}
