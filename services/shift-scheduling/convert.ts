import {
  type Contract as WireContract,
  type CurveSlot as WireCurveSlot,
  type Employee as WireEmployee,
  ShiftFamily as WireFamily,
  type Rule as WireRule,
  type ShiftTemplate as WireTemplate,
  type Violation as WireViolation,
} from '../../proto/gen/floorcast/schedule/v1/shift.ts';
import { DomainError } from '../domain/domain-error.ts';
import type {
  BreakPlan,
  Contract,
  CurveSlot,
  Employee,
  ScheduleRule,
  ShiftFamily,
  ShiftTemplate,
  Violation,
} from '../domain/schedule/shift.ts';
import { fromWireKind, toWireKind } from '../lib/shift-wire.ts';
import { invert } from '../lib/wire-values.ts';

const familyToWire: Record<ShiftFamily, WireFamily> = {
  early: WireFamily.EARLY,
  day: WireFamily.DAY,
  late: WireFamily.LATE,
  night: WireFamily.NIGHT,
  split: WireFamily.SPLIT,
  'on-call': WireFamily.ON_CALL,
};
const families = invert(familyToWire);
const scopes = ['all', 'contract', 'team', 'group', 'person', 'protection'] as const;
const windows: readonly ScheduleRule['window'][] = [
  'day',
  'calendar-week',
  'rolling-days',
  'month',
  'reference-period',
  '',
];

/** A template for the wire. */
export function toWireTemplate({ family, breaks, ...template }: ShiftTemplate): WireTemplate {
  return {
    ...template,
    weekdays: [...template.weekdays],
    groups: [...template.groups],
    breaks: breaks.map(({ kind, ...plan }) => ({ ...plan, kind: toWireKind(kind) })),
    family: familyToWire[family],
  };
}

/** A template off the wire; what it says is checked where it is decided. */
export function fromWireTemplate({ family, breaks, ...template }: WireTemplate): ShiftTemplate {
  const of = `template "${template.templateId}"`;
  return {
    ...template,
    breaks: breaks.map(({ kind, ...plan }): BreakPlan => {
      const known = fromWireKind(kind, of);
      if (known !== 'break' && known !== 'meal' && known !== 'split') {
        throw new DomainError('invalid', `${of} has a break of kind "${known}"`);
      }
      return { ...plan, kind: known };
    }),
    family: families.get(family) ?? 'day',
  };
}

/** A contract for the wire. */
export function toWireContract({ leaveMinutes, ...contract }: Contract): WireContract {
  return {
    ...contract,
    templateIds: [...contract.templateIds],
    leaveMinutes: Object.fromEntries(leaveMinutes),
  };
}

/** A contract off the wire. */
export function fromWireContract({ leaveMinutes, ...contract }: WireContract): Contract {
  return { ...contract, leaveMinutes: new Map(Object.entries(leaveMinutes)) };
}

/** An employee for the wire. */
export function toWireEmployee(employee: Employee): WireEmployee {
  return {
    ...employee,
    groups: employee.groups.map((group) => ({ ...group })),
    available: employee.available.map((window) => ({ ...window })),
    standInFor: [...employee.standInFor],
    protections: [...employee.protections],
  };
}

/** An employee off the wire; an efficiency or priority not given is 1. */
export function fromWireEmployee({ groups, ...employee }: WireEmployee): Employee {
  return {
    ...employee,
    groups: groups.map(({ group, priority, efficiency }) => {
      return { group, priority: priority || 1, efficiency: efficiency || 1 };
    }),
  };
}

/** A rule for the wire. */
export function toWireRule({ numbers, words, ...rule }: ScheduleRule): WireRule {
  return {
    ...rule,
    scopeIds: [...rule.scopeIds],
    numbers: Object.fromEntries(numbers),
    words: Object.fromEntries(words),
  };
}

/** A rule off the wire; its kind, numbers and words are checked where it is decided. */
export function fromWireRule({ numbers, words, scope, window, ...rule }: WireRule): ScheduleRule {
  const named = scopes.find((one) => one === (scope || 'all'));
  if (!named) {
    const known = scopes.join(', ');
    throw new DomainError('invalid', `scope of a rule is "${scope}", but must be of ${known}`);
  }
  const over = windows.find((one) => one === window);
  if (over === undefined) {
    const known = windows.filter(Boolean).join(', ');
    throw new DomainError('invalid', `window of a rule is "${window}", but must be of ${known}`);
  }
  return {
    ...rule,
    scope: named,
    window: over,
    numbers: new Map(Object.entries(numbers)),
    words: new Map(Object.entries(words)),
  };
}

/** A broken rule for the wire. */
export function toWireViolation({ facts, ...violation }: Violation): WireViolation {
  return { ...violation, facts: Object.fromEntries(facts) };
}

/** A broken rule off the wire. */
export function fromWireViolation({ facts, unit, ...violation }: WireViolation): Violation {
  const known = (['minutes', 'days', 'shifts', 'people'] as const).find((one) => one === unit);
  return { ...violation, unit: known ?? 'minutes', facts: new Map(Object.entries(facts)) };
}

/** A slot of a curve for the wire. */
export function toWireCurveSlot({ startMs, required, ...slot }: CurveSlot): WireCurveSlot {
  return { ...slot, start: new Date(startMs), required: required ?? undefined };
}

/** A slot of a curve off the wire. */
export function fromWireCurveSlot({ start, required, ...slot }: WireCurveSlot): CurveSlot {
  if (!start) throw new DomainError('invalid', `a slot of group "${slot.group}" has no start`);
  return { ...slot, startMs: start.getTime(), required: required ?? null };
}
