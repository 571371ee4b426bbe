import { DomainError } from '../../domain-error.ts';
import { pruned, put } from '../../schedule/acts/apply-map.ts';
import { checkDay } from '../../schedule/site-calendar.ts';
import { lengthOf, periodDays } from '../period.ts';
import type { NoteAct } from '../score-act.ts';
import type { Deed, SiteScores } from '../site-scores.ts';
import type { CoachingNote, WorkPlan } from '../work-act.ts';
import { type Acting, type Decided, only } from './acting.ts';
import { asker, checkWords, mustKnow, mustLead, mustStand, stands } from './permission.ts';

const mostNotes = 20_000;
const mostTopics = 200;
const mostItems = 50;
const keptMs = 800 * 86_400_000;

/** Plans of weeks, coaching, praise, topics. */
export function decideNote(state: SiteScores, act: NoteAct, acting: Acting): Decided {
  switch (act.kind) {
    case 'plan-written':
      return only(planned(state, act, acting));
    case 'coaching-noted':
      return only(coached(state, act, acting));
    case 'praised':
      mustStand(acting, 'leads');
      mustLead(acting, act.person);
      mustKnow(acting, act.person);
      checkWords(act.words, 'words', 500);
      checkDay(act.until, 'until');
      return only({ ...act, praiseId: acting.newId(), author: acting.author });
    case 'topic-set':
      mustStand(acting, 'quality');
      checkWeek(act.week);
      checkWords(act.titleEn, 'title', 200);
      return only(act);
  }
}

/** The state after it. */
export function applyNote(state: SiteScores, act: NoteAct, decided: Deed): SiteScores {
  const kept = (one: { decided: Deed }) => decided.atMs - one.decided.atMs < keptMs;
  switch (act.kind) {
    case 'plan-written': {
      const { kind: _, ...plan } = act;
      const plans = put(state.plans, planKey(act), { ...plan, decided });
      return { ...state, plans: pruned(plans, kept, mostNotes) };
    }
    case 'coaching-noted': {
      const { kind: _, ...note } = act;
      const coaching = put(state.coaching, act.noteId, { ...note, decided });
      return { ...state, coaching: pruned(coaching, kept, mostNotes) };
    }
    case 'praised': {
      const { kind: _, ...praise } = act;
      const praises = put(state.praises, act.praiseId, { ...praise, decided });
      return { ...state, praises: pruned(praises, kept, mostNotes) };
    }
    case 'topic-set': {
      const { kind: _, ...topic } = act;
      const topics = put(state.topics, act.week, { ...topic, decided });
      return { ...state, topics: pruned(topics, kept, mostTopics) };
    }
  }
}

/** Key of one person's plan of one week. */
export function planKey({ week, person }: Pick<WorkPlan, 'week' | 'person'>): string {
  return `${week} ${person}`;
}

/** The person writes; who leads checks, which changes nothing of what is written. */
function planned(state: SiteScores, act: WorkPlan, acting: Acting): WorkPlan {
  const person = act.person || asker(acting);
  checkWeek(act.week);
  if (act.items.length > mostItems)
    throw new DomainError('invalid', `more than ${mostItems} items`);
  for (const { text } of act.items) checkWords(text, 'item', 500);
  if (act.summary !== '') checkWords(act.summary, 'summary');
  const known = state.plans.get(planKey({ week: act.week, person }));
  if (person === acting.author) return { ...act, person, checkedBy: '' };
  mustStand(acting, 'leads');
  mustLead(acting, person);
  if (!known) throw new DomainError('not-found', `"${person}" has no plan of ${act.week}`);
  const { items, summary } = known;
  return { ...act, person, items, summary, checkedBy: acting.author };
}

function coached(state: SiteScores, act: CoachingNote, acting: Acting): CoachingNote {
  mustStand(acting, 'leads');
  mustLead(acting, act.person);
  mustKnow(acting, act.person);
  checkWords(act.text, 'text');
  if (act.followUp !== '') checkDay(act.followUp, 'follow-up');
  const filled = { author: acting.author, atMs: acting.nowMs };
  if (act.noteId === '') return { ...act, ...filled, noteId: acting.newId() };
  const known = state.coaching.get(act.noteId);
  if (known?.person !== act.person) {
    throw new DomainError('not-found', `there is no note "${act.noteId}" about "${act.person}"`);
  }
  const own = known.author === acting.author || stands(acting, 'quality');
  if (!own) throw new DomainError('not-allowed', `"${known.author}" wrote this note`);
  return { ...act, author: known.author, atMs: known.atMs };
}

function checkWeek(week: string): void {
  periodDays(week);
  if (lengthOf(week) !== 'week') throw new DomainError('invalid', `"${week}" is no week`);
}
