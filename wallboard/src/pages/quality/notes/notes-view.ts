/** Coaching, plans and praise as they are worked through: what is due comes first. */
import { dayPlus } from '../../schedule/local-time.ts';
import type { CoachingNote, WorkPlan } from '../people-api.ts';
import { periodDays } from '../period.ts';

/** How a note stands on a local day. */
export type NoteState = 'overdue' | 'due' | 'later' | 'open' | 'done';

const order: readonly NoteState[] = ['overdue', 'due', 'later', 'open', 'done'];
/** A follow-up is due so many days before its day. */
const dueDays = 2;

/** How a note stands: its follow-up is overdue, due within two days or later; none was agreed; done. */
export function noteState(note: Pick<CoachingNote, 'done' | 'followUp'>, today: string): NoteState {
  if (note.done) return 'done';
  if (note.followUp === '') return 'open';
  if (note.followUp < today) return 'overdue';
  return note.followUp <= dayPlus(today, dueDays) ? 'due' : 'later';
}

/** Notes in the order in which they want something; among done ones and open ones the newest first. */
export function inOrder(notes: readonly CoachingNote[], today: string): CoachingNote[] {
  const place = (note: CoachingNote) => order.indexOf(noteState(note, today));
  return [...notes].sort((a, b) => {
    if (place(a) !== place(b)) return place(a) - place(b);
    const byDay = a.done ? 0 : a.followUp.localeCompare(b.followUp);
    return byDay || (b.at ?? '').localeCompare(a.at ?? '');
  });
}

/** How a week's plan stands. */
export type PlanState = 'none' | 'running' | 'no-summary' | 'to-check' | 'checked';

/** One person's week. */
export interface PlanRow {
  person: string;
  plan: WorkPlan | null;
  done: number;
  of: number;
  state: PlanState;
}

/** Everybody's plan of a week: who has none first, then what is to be checked. */
export function planRows(
  people: readonly string[],
  plans: readonly WorkPlan[],
  { week, today }: { week: string; today: string },
): PlanRow[] {
  const own = new Map(
    plans.filter((plan) => plan.week === week).map((plan) => [plan.person, plan]),
  );
  const isOver = periodDays(week).to < today;
  const rows = people.map((person): PlanRow => {
    const plan = own.get(person) ?? null;
    const [done, of] = [
      plan?.items.filter((item) => item.done).length ?? 0,
      plan?.items.length ?? 0,
    ];
    return { person, plan, done, of, state: planState(plan, isOver) };
  });
  return rows.sort((a, b) => planOrder.indexOf(a.state) - planOrder.indexOf(b.state));
}

const planOrder: readonly PlanState[] = ['to-check', 'none', 'no-summary', 'running', 'checked'];

function planState(plan: WorkPlan | null, isOver: boolean): PlanState {
  if (!plan) return 'none';
  if (plan.checkedBy !== '') return 'checked';
  if (plan.summary !== '') return 'to-check';
  return isOver ? 'no-summary' : 'running';
}
