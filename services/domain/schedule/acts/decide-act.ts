import { DomainError } from '../../domain-error.ts';
import type { ScheduleAct } from '../schedule-act.ts';
import { siteCalendar } from '../site-calendar.ts';
import type { SiteSchedule } from '../site-schedule.ts';
import type { Acting, Decided, WantedContents } from './acting.ts';
import { decideActivity } from './activities.ts';
import { checkApprovalRules } from './approval.ts';
import { decideBid } from './bids.ts';
import { decideFeed } from './calendar-feed.ts';
import { decideChange, decideConsent } from './changes.ts';
import { requirementsAround } from './cover-of-change.ts';
import { only } from './decided.ts';
import { contentsOfDraft } from './draft-shifts.ts';
import { decideDraft } from './drafts.ts';
import { decideImport } from './imports.ts';
import { decideLeave } from './leave.ts';
import { decideNote } from './notes.ts';
import { decideOffer } from './offers.ts';
import { decideOpenShift } from './open-shifts.ts';
import { mustStand } from './permission.ts';
import { decidePublication } from './publishing.ts';
import { lastPositionOf } from './seen-position.ts';
import { decideSetup } from './setup-acts.ts';
import { decideSickness, decideStandIn } from './sickness.ts';
import { decideSwap } from './swaps.ts';
import { decideWish } from './wishes.ts';

/** Contents that deciding this act looks at. */
export function contentsWanted(
  state: SiteSchedule,
  act: ScheduleAct,
  { nowMs, zone }: Pick<Acting, 'nowMs' | 'zone'>,
): WantedContents {
  const draftIds = [
    'draftId' in act ? act.draftId : '',
    act.kind === 'draft-begun' ? act.copyOf : '',
  ];
  const drafts = draftIds.flatMap((draftId) => state.drafts.get(draftId) ?? []);
  const today = siteCalendar(zone).dayOf(nowMs);
  const required = drafts.map(({ requirement }) => requirement).filter(Boolean);
  return {
    shifts: [...new Set(drafts.flatMap(contentsOfDraft))],
    curves: [...new Set([...required, ...requirementsAround(state, today)])],
  };
}

/**
 * Decides an act on what stands: fills it in, or refuses it with a `DomainError`.
 *
 * @param seenPosition - what its maker had seen; `null` = whatever stands. Refused as `conflict`
 *   when the draft, thing of the setup or shift concerned was changed after it.
 */
export function decideAct(
  state: SiteSchedule,
  act: ScheduleAct,
  acting: Acting,
  seenPosition: number | null,
): Decided {
  const last = lastPositionOf(state, act);
  if (seenPosition !== null && last.position > seenPosition) {
    throw new DomainError('conflict', `somebody else changed it meanwhile: ${last.author}`);
  }
  switch (act.kind) {
    case 'setup-decided':
      return decideSetup(state, act, acting);
    case 'draft-begun':
    case 'draft-edited':
    case 'draft-optimised':
    case 'draft-discarded':
    case 'requirement-decided':
      return decideDraft(state, act, acting);
    case 'draft-published':
      return decidePublication(state, act, acting);
    case 'schedule-changed':
      return decideChange(state, act, acting);
    case 'consent-answered':
      return decideConsent(state, act, acting);
    case 'swap-proposed':
    case 'swap-answered':
    case 'swap-decided':
    case 'swap-withdrawn':
      return decideSwap(state, act, acting);
    case 'leave-asked':
    case 'leave-decided':
    case 'leave-cancelled':
      return decideLeave(state, act, acting);
    case 'wish-set':
    case 'wish-removed':
      return decideWish(state, act, acting);
    case 'bid-round-opened':
    case 'bids-placed':
    case 'bid-round-closed':
      return decideBid(state, act, acting);
    case 'open-shift-posted':
    case 'open-shift-claimed':
    case 'open-shift-closed':
      return decideOpenShift(state, act, acting);
    case 'offer-made':
    case 'offer-answered':
    case 'offer-closed':
      return decideOffer(state, act, acting);
    case 'sickness-reported':
      return decideSickness(state, act, acting);
    case 'stand-in-assigned':
      return decideStandIn(state, act, acting);
    case 'activity-placed':
      return decideActivity(state, act, acting);
    case 'note-written':
    case 'note-answered':
      return decideNote(state, act, acting);
    case 'approval-rules-decided':
      mustStand(acting, 'plans');
      checkApprovalRules(act.rules);
      return only(act);
    case 'file-imported':
    case 'file-import-undone':
      return decideImport(state, act, acting);
    case 'calendar-feed-decided':
      return decideFeed(act, acting);
  }
}
