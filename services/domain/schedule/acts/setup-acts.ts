import { DomainError } from '../../domain-error.ts';
import { checkRule } from '../rules/check-rule.ts';
import type { SetupChange } from '../schedule-act.ts';
import { placedBreaks } from '../shift-of-template.ts';
import { checkDay } from '../site-calendar.ts';
import type { Deed, Setup, SetupVersion, SiteSchedule } from '../site-schedule.ts';
import type { Acting, Decided } from './acting.ts';
import { put } from './apply-map.ts';
import { only } from './decided.ts';
import { mustStand } from './permission.ts';

/** Things of one kind, and versions of one thing, at most. */
const limits = { things: 3_000, versions: 200 };

type SetupAct = { kind: 'setup-decided' } & SetupChange;

/** A template, contract, employee or rule is set or removed. */
export function decideSetup(state: SiteSchedule, act: SetupAct, acting: Acting): Decided {
  mustStand(acting, 'plans');
  checkSetup(state, act, acting);
  return only(act);
}

/** The state with a thing of the setup set. */
export function applySetup(
  state: SiteSchedule,
  change: SetupChange,
  deed: Deed,
  importId = '',
): SiteSchedule {
  return { ...state, setup: withChange(state.setup, change, deed, importId) };
}

/** Refuses what no shift could be made from, naming the value. */
export function checkSetup(
  state: SiteSchedule,
  { effectiveFrom, removed, value }: SetupChange,
  { rulesOfPreset }: Pick<Acting, 'rulesOfPreset'>,
): void {
  checkDay(effectiveFrom, 'effectiveFrom');
  const id = idOf(value);
  if (id === '') throw new DomainError('invalid', `the ${value.of} has no id`);
  const known = versionsOf(state.setup, value);
  if (known.length >= limits.versions) {
    throw new DomainError('invalid', `${value.of} "${id}" has ${limits.versions} versions already`);
  }
  if (removed) return;
  switch (value.of) {
    case 'template': {
      const { startMinute, spanMinutes } = value.template;
      inRange('startMinute', startMinute, 0, 1_439);
      inRange('spanMinutes', spanMinutes, 15, 2_160);
      placedBreaks(value.template);
      return;
    }
    case 'contract': {
      const { minWeekMinutes, maxWeekMinutes } = value.contract;
      inRange('maxWeekMinutes', maxWeekMinutes, 0, 10_080);
      inRange('minWeekMinutes', minWeekMinutes, 0, maxWeekMinutes);
      return;
    }
    case 'employee': {
      const { since, until, groups, available, contractId } = value.employee;
      if (contractId === '') throw new DomainError('invalid', `"${id}" has no contract`);
      if (since !== '') checkDay(since, 'since');
      if (until !== '') checkDay(until, 'until');
      for (const { efficiency } of groups) inRange('efficiency', efficiency, 0.01, 100);
      for (const { weekday, fromMinute, toMinute } of available) {
        inRange('weekday', weekday, 1, 7);
        inRange('toMinute', toMinute, fromMinute, 2_880);
      }
      return;
    }
    case 'rule':
      checkRule(value.rule);
      return;
    case 'preset':
      if (rulesOfPreset(value.preset).length > 0) return;
      throw new DomainError('invalid', `"${value.preset}" is no preset of rules: cn or eu`);
    case 'notice-days':
      inRange('noticeDays', value.noticeDays, 0, 60);
  }
}

function withChange(
  setup: Setup,
  { effectiveFrom, removed, value }: SetupChange,
  decided: Deed,
  importId: string,
): Setup {
  const version = <Value>(of: Value): SetupVersion<Value> => ({
    effectiveFrom,
    value: removed ? null : of,
    importId,
    decided,
  });
  const more = <Value>(
    things: ReadonlyMap<string, readonly SetupVersion<Value>[]>,
    id: string,
    of: Value,
  ) => put(things, id, [...(things.get(id) ?? []), version(of)]);
  const id = idOf(value);
  switch (value.of) {
    case 'template':
      return { ...setup, templates: more(setup.templates, id, value.template) };
    case 'contract':
      return { ...setup, contracts: more(setup.contracts, id, value.contract) };
    case 'employee':
      return { ...setup, employees: more(setup.employees, id, value.employee) };
    case 'rule':
      return { ...setup, rules: more(setup.rules, id, value.rule) };
    case 'preset':
      return { ...setup, presets: more(setup.presets, id, value.preset) };
    case 'notice-days':
      return { ...setup, noticeDays: [...setup.noticeDays, version(value.noticeDays)] };
  }
}

function versionsOf(setup: Setup, value: SetupChange['value']): readonly { decided: Deed }[] {
  const id = idOf(value);
  switch (value.of) {
    case 'template':
      return setup.templates.get(id) ?? [];
    case 'contract':
      return setup.contracts.get(id) ?? [];
    case 'employee':
      return setup.employees.get(id) ?? [];
    case 'rule':
      return setup.rules.get(id) ?? [];
    case 'preset':
      return setup.presets.get(id) ?? [];
    case 'notice-days':
      return setup.noticeDays;
  }
}

/** Where the last version of a thing stands in the log; 0 = there is none. */
export function positionOfSetup(setup: Setup, value: SetupChange['value']): number {
  return versionsOf(setup, value).at(-1)?.decided.position ?? 0;
}

function idOf(value: SetupChange['value']): string {
  switch (value.of) {
    case 'template':
      return value.template.templateId;
    case 'contract':
      return value.contract.contractId;
    case 'employee':
      return value.employee.person;
    case 'rule':
      return value.rule.ruleId;
    case 'preset':
      return value.preset;
    case 'notice-days':
      return 'notice-days';
  }
}

function inRange(field: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return;
  throw new DomainError('invalid', `${field} is ${value}, but must be ${least} to ${most}`);
}
