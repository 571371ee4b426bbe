import type {
  ShiftEdit as WireEdit,
  SetupDecided as WireSetup,
} from '../../proto/gen/floorcast/schedule/v1/schedule_decision.ts';
import type { ScheduleScore as WireScore } from '../../proto/gen/floorcast/schedule/v1/shift.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { ScheduleScore, SetupChange, SetupValue } from '../domain/schedule/schedule-act.ts';
import type { ShiftEdit } from '../domain/schedule/shift-edit.ts';
import { fromWireShift, toWireShift } from '../lib/shift-wire.ts';
import {
  fromWireContract,
  fromWireEmployee,
  fromWireRule,
  fromWireTemplate,
  toWireContract,
  toWireEmployee,
  toWireRule,
  toWireTemplate,
} from './convert.ts';

/** A change to a shift for the wire. */
export function toWireEdit({ shiftId, before, after }: ShiftEdit): WireEdit {
  return {
    shiftId,
    before: before ? toWireShift(before) : undefined,
    after: after ? toWireShift(after) : undefined,
  };
}

/** A change to a shift off the wire; one that names no shift is refused. */
export function fromWireEdit({ shiftId, before, after }: WireEdit): ShiftEdit {
  if (!shiftId && !after) throw new DomainError('invalid', 'an edit names no shift');
  return {
    shiftId: shiftId || (after?.shiftId ?? ''),
    before: before ? fromWireShift(before) : null,
    after: after ? fromWireShift(after) : null,
  };
}

/** A score for the wire. */
export function toWireScore({ bound, fit, ...score }: ScheduleScore): WireScore {
  return { ...score, bound: bound ?? undefined, fit: fit ?? undefined };
}

/** A score off the wire. */
export function fromWireScore(wire: WireScore | undefined): ScheduleScore {
  if (!wire) throw new DomainError('invalid', 'the score is missing');
  return { ...wire, bound: wire.bound ?? null, fit: wire.fit ?? null };
}

/** One thing of the setup for the wire. */
export function toWireSetup({ effectiveFrom, removed, value }: SetupChange): WireSetup {
  return { effectiveFrom, removed, value: toWireValue(value) };
}

function toWireValue(value: SetupValue): WireSetup['value'] {
  switch (value.of) {
    case 'template':
      return { $case: 'template', value: toWireTemplate(value.template) };
    case 'contract':
      return { $case: 'contract', value: toWireContract(value.contract) };
    case 'employee':
      return { $case: 'employee', value: toWireEmployee(value.employee) };
    case 'rule':
      return { $case: 'rule', value: toWireRule(value.rule) };
    case 'preset':
      return { $case: 'preset', value: value.preset };
    case 'notice-days':
      return { $case: 'noticeDays', value: value.noticeDays };
  }
}

/** One thing of the setup off the wire. */
export function fromWireSetup({ effectiveFrom, removed, value }: WireSetup): SetupChange {
  return { effectiveFrom, removed, value: fromWireValue(value) };
}

function fromWireValue(value: WireSetup['value']): SetupValue {
  switch (value?.$case) {
    case 'template':
      return { of: 'template', template: fromWireTemplate(value.value) };
    case 'contract':
      return { of: 'contract', contract: fromWireContract(value.value) };
    case 'employee':
      return { of: 'employee', employee: fromWireEmployee(value.value) };
    case 'rule':
      return { of: 'rule', rule: fromWireRule(value.value) };
    case 'preset':
      return { of: 'preset', preset: value.value };
    case 'noticeDays':
      return { of: 'notice-days', noticeDays: value.value };
    case undefined:
      throw new DomainError('invalid', 'a change of the setup names nothing');
  }
}
