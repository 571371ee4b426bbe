import type { LeaveAsked as WireLeaveAsked } from '../../proto/gen/floorcast/schedule/v1/schedule_decision.ts';
import type { LeaveAsked } from '../domain/schedule/request-act.ts';
import type { ImportedLeave } from '../domain/schedule/schedule-act.ts';
import { chosen, pick } from '../lib/wire-words.ts';
import { fromWireEdit, toWireEdit } from './edit-wire.ts';

const states = ['asked', 'approved', 'waiting-list', 'refused'] as const;

/** Leave that is asked for, for the wire. */
export function toWireLeave({ leaveKind, edits, ...leave }: LeaveAsked): WireLeaveAsked {
  return { ...pick(leave), kind: leaveKind, edits: edits.map(toWireEdit) };
}

/** Leave that is asked for, off the wire. */
export function fromWireLeave({ kind, state, edits, ...leave }: WireLeaveAsked): LeaveAsked {
  return {
    kind: 'leave-asked',
    ...leave,
    leaveKind: kind,
    state: chosen(state || 'asked', states, 'state of a leave'),
    edits: edits.map(fromWireEdit),
  };
}

/** Leave that a file tells of, for the wire: approved, of whole days. */
export function toWireImportedLeave({ leaveKind, ...leave }: ImportedLeave): WireLeaveAsked {
  const empty = { fromMinute: 0, toMinute: 0, reason: '', place: 0, approvalRule: '', version: 0 };
  return { ...empty, ...leave, kind: leaveKind, state: 'approved', edits: [] };
}

/** Leave that a file tells of, off the wire. */
export function fromWireImportedLeave(wire: WireLeaveAsked): ImportedLeave {
  const { leaveId, person, kind, from, to, minutes } = wire;
  return { leaveId, person, leaveKind: kind, from, to, minutes };
}
