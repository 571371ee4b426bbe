import type { LeaveAsked } from '../request-act.ts';
import { daysBetween } from '../site-calendar.ts';
import type { Deed, Leave, SiteSchedule } from '../site-schedule.ts';
import { change, pruned, put } from './apply-map.ts';
import { type LeaveAct, placeOf } from './leave.ts';
import { withVersion } from './versions.ts';

/** Leave stays known for two years and more, for allowances and the ledger. */
const kept = { days: 800, most: 100_000 };

/** The state after an act about leave. */
export function applyLeave(state: SiteSchedule, act: LeaveAct, deed: Deed): SiteSchedule {
  switch (act.kind) {
    case 'leave-asked': {
      const leaves = put(prunedLeaves(state, deed), act.leaveId, newLeave(act, deed));
      return withVersion({ ...state, leaves }, making(act), deed);
    }
    case 'leave-decided': {
      const leaves = change(state.leaves, act.leaveId, (leave) => ({
        ...leave,
        state: act.approved ? ('approved' as const) : ('refused' as const),
        place: 0,
        decided: deed,
        decisionReason: act.reason,
        edits: act.edits,
        version: act.version,
      }));
      return withVersion(withPlaces({ ...state, leaves }), making(act), deed);
    }
    case 'leave-cancelled': {
      const leaves = new Map(state.leaves);
      const leave = leaves.get(act.leaveId);
      if (leave) leaves.set(act.leaveId, { ...leave, state: 'cancelled', place: 0, decided: deed });
      for (const leaveId of act.movedUp) {
        const waiting = leaves.get(leaveId);
        if (!waiting) continue;
        const edits = act.edits.filter(({ before }) => before?.person === waiting.person);
        leaves.set(leaveId, {
          ...waiting,
          state: 'approved',
          place: 0,
          decided: deed,
          edits,
          version: act.version,
        });
      }
      return withVersion(withPlaces({ ...state, leaves }), making(act), deed);
    }
  }
}

function making(act: LeaveAct) {
  const { version, edits, kind } = act;
  // Why somebody is away is seen only by who decides leave.
  return { version, edits, act: kind, reason: '' };
}

function newLeave(act: LeaveAsked, deed: Deed): Leave {
  const { kind: _, ...asked } = act;
  const isDecided = act.state === 'approved' || act.state === 'refused';
  return {
    ...asked,
    decided: isDecided ? deed : null,
    decisionReason: '',
    importId: '',
    asked: deed,
  };
}

function withPlaces(state: SiteSchedule): SiteSchedule {
  const leaves = new Map(state.leaves);
  for (const leave of state.leaves.values()) {
    if (leave.state !== 'waiting-list') continue;
    leaves.set(leave.leaveId, { ...leave, place: placeOf(state, leave) });
  }
  return { ...state, leaves };
}

function prunedLeaves({ leaves }: SiteSchedule, { atMs }: Deed): SiteSchedule['leaves'] {
  const today = new Date(atMs).toISOString().slice(0, 10);
  return pruned(leaves, ({ to }) => daysBetween(to, today) <= kept.days, kept.most);
}
