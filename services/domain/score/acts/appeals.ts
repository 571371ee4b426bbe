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
      checkSecond(appeal, marker);
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
      const { outcome, reason, figure, evaluation } = act;
      const takes = outcome !== 'refused' && evaluation ? evaluation.evaluationId : '';
      const next = changed((appeal) => ({
        ...{ ...appeal, state: outcome, reason, figure, decided: deed, last: deed },
        newEvaluation: takes,
      }));
      const target = state.appeals.get(act.appealId)?.target ?? '';
      return evaluation ? withSecond(next, { evaluation, target, deed, takes }) : next;
    }
  }
}

const undecided: Pick<
  Appeal,
  'secondMarker' | 'state' | 'reason' | 'decided' | 'figure' | 'newEvaluation'
> = {
  ...{ secondMarker: '', state: 'open', reason: '', decided: null, figure: null },
  newEvaluation: '',
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
  const { sinceMs, firstMarker } = contested(state, act, person, acting);
  const { appealDays, decideDays } = windowNow(state);
  if (acting.nowMs > sinceMs + appealDays * dayMs) {
    throw new DomainError('invalid', `"${act.target}" could be contested for ${appealDays} days`);
  }
  const dueAtMs = acting.nowMs + decideDays * dayMs;
  return { ...act, appealId: acting.newId(), person, dueAtMs, firstMarker };
}

/** Days to contest and to decide: of the definitions that stand the ones best for the person. */
export function windowNow(state: Pick<SiteScores, 'definitions'>): {
  appealDays: number;
  decideDays: number;
} {
  const standing = [...state.definitions.values()]
    .flatMap((versions) => versions.at(-1)?.value ?? [])
    .filter(({ removed }) => !removed)
    .map(({ definition }) => definition);
  if (standing.length === 0) return { appealDays: 14, decideDays: 3 };
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
  { zone, nowMs }: Acting,
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
      const { day } = adherenceStretch(target);
      const sinceMs = siteCalendar(zone).instant(laterDay(day, 1), 0);
      return { sinceMs, firstMarker: '' };
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

/** Who has fewest open, of those who may decide. */
function leastLoaded(state: SiteScores, appeal: Appeal, { markers }: Acting): string {
  const marked = [...state.evaluations.values()].flat().map(({ evaluation }) => evaluation.marker);
  const load = new Map([...markers, ...marked].map((marker) => [marker, 0]));
  for (const { state: open, secondMarker } of state.appeals.values()) {
    const known = load.get(secondMarker);
    if (open === 'open' && known !== undefined) load.set(secondMarker, known + 1);
  }
  const [least] = [...load]
    .filter(([marker]) => marker !== '' && ![appeal.person, appeal.firstMarker].includes(marker))
    .sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1));
  if (least) return least[0];
  throw new DomainError('invalid', 'nobody else marks: name who decides');
}

function checkSecond({ person, firstMarker }: Appeal, marker: string): void {
  if (marker !== person && marker !== firstMarker) return;
  const why = marker === person ? 'lodged it' : 'marked first';
  throw new DomainError('invalid', `"${marker}" ${why} and cannot decide`);
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
      return { ...act, figure: null, evaluation: second(state, appeal, act.evaluation, acting) };
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
      return { ...act, evaluation: null, figure: act.outcome === 'refused' ? null : figure };
    }
    case 'line': {
      if (act.outcome === 'refused') return { ...act, evaluation: null, figure: null };
      if (act.figure !== null && Number.isFinite(act.figure)) return { ...act, evaluation: null };
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
