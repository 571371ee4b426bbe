import type { ScheduleAct } from '../schedule-act.ts';
import type { Deed, SiteSchedule } from '../site-schedule.ts';
import { positionOfSetup } from './setup-acts.ts';
import { historyOf } from './versions.ts';

/**
 * Where what an act is about was last changed, and by whom: its draft, its shifts, its thing of
 * the setup. Requests and offers carry their own state, so two answers cannot both win anyhow.
 */
export function lastPositionOf(
  state: SiteSchedule,
  act: ScheduleAct,
): Pick<Deed, 'position' | 'author'> {
  switch (act.kind) {
    case 'setup-decided':
      return { position: positionOfSetup(state.setup, act.value), author: '' };
    case 'draft-edited':
    case 'draft-optimised':
    case 'draft-discarded':
    case 'draft-published':
    case 'requirement-decided':
      return state.drafts.get(act.draftId)?.last ?? none;
    case 'schedule-changed':
      return act.edits
        .map(({ shiftId }) => historyOf(state, shiftId).at(-1) ?? none)
        .reduce((last, one) => (one.position > last.position ? one : last), none);
    default:
      return none;
  }
}

const none: Pick<Deed, 'position' | 'author'> = { position: 0, author: '' };
