import type {
  ScheduleAct as WireAct,
  ApprovalRule as WireApprovalRule,
} from '../../proto/gen/floorcast/schedule/v1/schedule_decision.ts';
import { DomainError } from '../domain/domain-error.ts';
import type {
  ActivityPlaced,
  ApprovalRule,
  FileImported,
  PlanAct,
} from '../domain/schedule/schedule-act.ts';
import { fromWireKind, toWireKind } from '../lib/shift-wire.ts';
import { chosen, pick } from '../lib/wire-words.ts';
import { fromWireCurveSlot, toWireCurveSlot } from './convert.ts';
import {
  fromWireEdit,
  fromWireScore,
  fromWireSetup,
  toWireEdit,
  toWireScore,
  toWireSetup,
} from './edit-wire.ts';
import { fromWireImportedLeave, toWireImportedLeave } from './leave-wire.ts';

type What = NonNullable<WireAct['what']>;
/** Acts of those who plan, on the wire. */
export type WirePlanAct = Extract<
  What,
  {
    $case:
      | 'setupDecided'
      | 'draftBegun'
      | 'draftEdited'
      | 'draftOptimised'
      | 'draftDiscarded'
      | 'draftPublished'
      | 'scheduleChanged'
      | 'consentAnswered'
      | 'activityPlaced'
      | 'approvalRulesDecided'
      | 'fileImported'
      | 'fileImportUndone'
      | 'requirementDecided';
  }
>;

const planCases: Record<WirePlanAct['$case'], true> = {
  setupDecided: true,
  draftBegun: true,
  draftEdited: true,
  draftOptimised: true,
  draftDiscarded: true,
  draftPublished: true,
  scheduleChanged: true,
  consentAnswered: true,
  activityPlaced: true,
  approvalRulesDecided: true,
  fileImported: true,
  fileImportUndone: true,
  requirementDecided: true,
};

/** Is it an act of those who plan? */
export function isPlanCase(what: What): what is WirePlanAct {
  return Object.hasOwn(planCases, what.$case);
}

/** An act of those who plan for the wire; `undefined` for any other. */
export function toWirePlanAct(act: PlanAct): WirePlanAct | undefined {
  switch (act.kind) {
    case 'setup-decided':
      return { $case: 'setupDecided', value: toWireSetup(act) };
    case 'draft-begun':
      return { $case: 'draftBegun', value: pick(act) };
    case 'draft-edited':
      return { $case: 'draftEdited', value: { ...pick(act), edits: act.edits.map(toWireEdit) } };
    case 'draft-optimised': {
      const { people, days, score } = act;
      const lists = { people: [...people], days: [...days], score: toWireScore(score) };
      return { $case: 'draftOptimised', value: { ...pick(act), ...lists } };
    }
    case 'draft-discarded':
      return { $case: 'draftDiscarded', value: pick(act) };
    case 'draft-published':
      return { $case: 'draftPublished', value: pick(act) };
    case 'schedule-changed': {
      const lists = { edits: act.edits.map(toWireEdit), consents: [...act.consents] };
      return { $case: 'scheduleChanged', value: { ...pick(act), ...lists } };
    }
    case 'consent-answered':
      return { $case: 'consentAnswered', value: pick(act) };
    case 'activity-placed':
      return { $case: 'activityPlaced', value: toWirePlaced(act) };
    case 'approval-rules-decided':
      return {
        $case: 'approvalRulesDecided',
        value: { rules: act.rules.map(toWireApprovalRule) },
      };
    case 'file-imported':
      return { $case: 'fileImported', value: toWireImported(act) };
    case 'file-import-undone':
      return { $case: 'fileImportUndone', value: pick(act) };
    case 'requirement-decided':
      return {
        $case: 'requirementDecided',
        value: { ...pick(act), slots: act.slots.map(toWireCurveSlot) },
      };
    default:
      return undefined;
  }
}

function toWirePlaced({ activity, fromMs, toMs, leftOut, people, edits, ...act }: ActivityPlaced) {
  return {
    ...pick(act),
    kind: toWireKind(activity),
    people: [...people],
    from: new Date(fromMs),
    to: new Date(toMs),
    edits: edits.map(toWireEdit),
    leftOut: Object.fromEntries(leftOut),
  };
}

function toWireImported({ of, setup, edits, leave, ...act }: FileImported) {
  return {
    ...pick(act),
    kind: of,
    setup: setup.map(toWireSetup),
    edits: edits.map(toWireEdit),
    leave: leave.map(toWireImportedLeave),
  };
}

/** A rule of approval for the wire. */
export function toWireApprovalRule({ maxShortfall, ...rule }: ApprovalRule): WireApprovalRule {
  return { ...rule, leaveKinds: [...rule.leaveKinds], maxShortfall: maxShortfall ?? undefined };
}

/** An act of those who plan off the wire. */
export function fromWirePlanAct(what: WirePlanAct): PlanAct {
  switch (what.$case) {
    case 'setupDecided':
      return { kind: 'setup-decided', ...fromWireSetup(what.value) };
    case 'draftBegun':
      return { kind: 'draft-begun', ...what.value };
    case 'draftEdited':
      return { kind: 'draft-edited', ...what.value, edits: what.value.edits.map(fromWireEdit) };
    case 'draftOptimised':
      return { kind: 'draft-optimised', ...what.value, score: fromWireScore(what.value.score) };
    case 'draftDiscarded':
      return { kind: 'draft-discarded', ...what.value };
    case 'draftPublished':
      return { kind: 'draft-published', ...what.value };
    case 'scheduleChanged': {
      const edits = what.value.edits.map(fromWireEdit);
      return { kind: 'schedule-changed', ...what.value, edits };
    }
    case 'consentAnswered':
      return { kind: 'consent-answered', ...what.value };
    case 'activityPlaced':
      return fromWirePlaced(what.value);
    case 'approvalRulesDecided':
      return {
        kind: 'approval-rules-decided',
        rules: what.value.rules.map(fromWireApprovalRule),
      };
    case 'fileImported':
      return fromWireImported(what.value);
    case 'fileImportUndone':
      return { kind: 'file-import-undone', ...what.value };
    case 'requirementDecided': {
      const slots = what.value.slots.map(fromWireCurveSlot);
      return { kind: 'requirement-decided', ...what.value, slots };
    }
  }
}

type Value<Case extends What['$case']> = Extract<What, { $case: Case }>['value'];

function fromWirePlaced(wire: Value<'activityPlaced'>): ActivityPlaced {
  const { kind, from, to, edits, leftOut, ...act } = wire;
  if (!from || !to) {
    throw new DomainError('invalid', 'an activity to be placed needs from and to');
  }
  return {
    kind: 'activity-placed',
    ...act,
    activity: fromWireKind(kind, 'what is to be placed'),
    fromMs: from.getTime(),
    toMs: to.getTime(),
    edits: edits.map(fromWireEdit),
    leftOut: new Map(Object.entries(leftOut)),
  };
}

function fromWireImported(wire: Value<'fileImported'>): FileImported {
  const { kind, setup, edits, leave, ...act } = wire;
  return {
    kind: 'file-imported',
    ...act,
    of: chosen(kind, ['people', 'templates', 'shifts', 'leave'], 'kind of a file'),
    setup: setup.map(fromWireSetup),
    edits: edits.map(fromWireEdit),
    leave: leave.map(fromWireImportedLeave),
  };
}

function fromWireApprovalRule({ of, maxShortfall, ...rule }: WireApprovalRule): ApprovalRule {
  return {
    ...rule,
    of: chosen(of, ['swap', 'leave', 'open-shift'], 'what a rule of approval is of'),
    maxShortfall: maxShortfall ?? null,
  };
}
