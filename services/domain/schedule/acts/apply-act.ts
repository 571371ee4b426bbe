import type { ScheduleAct } from '../schedule-act.ts';
import type { Deed, SiteSchedule } from '../site-schedule.ts';
import type { Contents, LoggedAct, WantedContents } from './acting.ts';
import { applyActivity } from './activities.ts';
import { applyBid } from './bids.ts';
import { applyFeed } from './calendar-feed.ts';
import { applyChange, applyConsent } from './changes.ts';
import { applyDraft } from './drafts.ts';
import { applyImport } from './imports.ts';
import { applyLeave } from './leave-apply.ts';
import { applyNote } from './notes.ts';
import { applyOffer } from './offers.ts';
import { applyOpenShift } from './open-shifts.ts';
import { applyPublication } from './publishing.ts';
import { applySetup } from './setup-acts.ts';
import { applySickness, applyStandIn } from './sickness.ts';
import { applySwap } from './swaps-apply.ts';
import { applyWish } from './wishes.ts';

/** Command ids remembered; a repeat comes within minutes. */
const mostCommands = 2_000;

/** Contents that the fold of this act looks at: of a publication its shifts, else none. */
export function contentsToApply(act: ScheduleAct): WantedContents {
  const shifts = act.kind === 'draft-published' && act.content !== '' ? [act.content] : [];
  return { shifts, curves: [] };
}

/**
 * The state after one more act. An act about what is not there, and a repeated command, change
 * nothing but the position.
 */
export function applyAct(
  state: SiteSchedule,
  { commandId, author, atMs, position, act }: LoggedAct,
  contents: Pick<Contents, 'shifts'>,
): SiteSchedule {
  if (commandId !== '' && state.commands.has(commandId)) return { ...state, position };
  const next = applied(state, act, { author, atMs, position }, contents);
  return { ...next, position, commands: withCommand(state.commands, commandId) };
}

function applied(
  state: SiteSchedule,
  act: ScheduleAct,
  deed: Deed,
  contents: Pick<Contents, 'shifts'>,
): SiteSchedule {
  switch (act.kind) {
    case 'setup-decided':
      return applySetup(state, act, deed);
    case 'draft-begun':
    case 'draft-edited':
    case 'draft-optimised':
    case 'draft-discarded':
    case 'requirement-decided':
      return applyDraft(state, act, deed);
    case 'draft-published':
      return applyPublication(state, act, deed, contents);
    case 'schedule-changed':
      return applyChange(state, act, deed);
    case 'consent-answered':
      return applyConsent(state, act, deed);
    case 'swap-proposed':
    case 'swap-answered':
    case 'swap-decided':
    case 'swap-withdrawn':
      return applySwap(state, act, deed);
    case 'leave-asked':
    case 'leave-decided':
    case 'leave-cancelled':
      return applyLeave(state, act, deed);
    case 'wish-set':
    case 'wish-removed':
      return applyWish(state, act, deed);
    case 'bid-round-opened':
    case 'bids-placed':
    case 'bid-round-closed':
      return applyBid(state, act, deed);
    case 'open-shift-posted':
    case 'open-shift-claimed':
    case 'open-shift-closed':
      return applyOpenShift(state, act, deed);
    case 'offer-made':
    case 'offer-answered':
    case 'offer-closed':
      return applyOffer(state, act, deed);
    case 'sickness-reported':
      return applySickness(state, act, deed);
    case 'stand-in-assigned':
      return applyStandIn(state, act, deed);
    case 'activity-placed':
      return applyActivity(state, act, deed);
    case 'note-written':
    case 'note-answered':
      return applyNote(state, act, deed);
    case 'approval-rules-decided':
      return { ...state, approvalRules: act.rules };
    case 'file-imported':
    case 'file-import-undone':
      return applyImport(state, act, deed);
    case 'calendar-feed-decided':
      return applyFeed(state, act);
  }
}

function withCommand(commands: ReadonlySet<string>, commandId: string): ReadonlySet<string> {
  if (commandId === '') return commands;
  const next = new Set(commands).add(commandId);
  for (const oldest of next) {
    if (next.size <= mostCommands) break;
    next.delete(oldest);
  }
  return next;
}
