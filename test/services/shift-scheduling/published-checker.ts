// What is published, looked at from outside: rules by the independent checker, cover counted minute
// by minute. Shares no code with the service but the reading of its answers.
import type {
  ActResponse,
  ShiftSchedulingServiceClient,
} from '../../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import type { Shift } from '../../../services/domain/schedule/shift.ts';
import { laterDay } from '../../../services/domain/schedule/site-calendar.ts';
import { ask } from '../../../services/lib/grpc.ts';
import { fromWireShift } from '../../../services/lib/shift-wire.ts';
import {
  fromWireContract,
  fromWireEmployee,
  fromWireRule,
  fromWireTemplate,
} from '../../../services/shift-scheduling/convert.ts';
import { checkSchedule, kindsChecked } from '../../domain/schedule/rules/schedule-checker.ts';
import { by, read, site, tenant } from './scheduler.ts';

/** Which days are looked at. */
export interface CheckedDays {
  from: string;
  days: number;
}

/** Who breaks which hard rule in what is published now, as "rule person"; refuses unknown rules. */
export async function brokenRules(
  client: ShiftSchedulingServiceClient,
  { from, days }: CheckedDays,
): Promise<string[]> {
  const setup = await ask(client, client.getSetup, { tenant, site, on: '' }, by('ann'));
  const shifts = await shiftsAt(client, { from, days }, 0);
  const rules = setup.rules.map(fromWireRule);
  const unknown = rules.find(({ kind }) => !kindsChecked.includes(kind));
  if (unknown) throw new Error(`the checker knows no rule "${unknown.kind}"`);
  const broken = checkSchedule({
    ...{ zone: 'UTC', from, days, knownFrom: from, knownTo: laterDay(from, days - 1) },
    ...{ rules, holidays: new Map(), slotMinutes: 30, nowMs: null },
    templates: setup.templates.map(fromWireTemplate),
    contracts: setup.contracts.map(fromWireContract),
    people: setup.employees.map(fromWireEmployee).map((employee) => ({
      ...{ employee, absences: [], stood: null },
      shifts: shifts.filter(({ person }) => person === employee.person),
    })),
  });
  return broken.map(({ ruleId, person }) => `${ruleId} ${person}`);
}

async function shiftsAt(
  client: ShiftSchedulingServiceClient,
  of: CheckedDays,
  version: number,
): Promise<Shift[]> {
  const { shifts } = await read(client, { ...of, version, shiftsOnly: true });
  return shifts.map(fromWireShift);
}

/**
 * Slots in which what an act told of cover differs from what the versions before and after it hold;
 * for people who all serve one group, each as one agent.
 */
export async function untoldCover(
  client: ShiftSchedulingServiceClient,
  of: CheckedDays,
  { before, after }: ActResponse,
  version: number,
): Promise<string[]> {
  const [was, is] = await Promise.all([
    shiftsAt(client, of, version - 1),
    shiftsAt(client, of, version),
  ]);
  const told = (curve: ActResponse['after']) =>
    new Map(curve.map(({ start, scheduled }) => [start?.getTime() ?? 0, scheduled]));
  const [toldBefore, toldAfter] = [told(before), told(after)];
  const first = Date.parse(`${of.from}T00:00Z`);
  return Array.from({ length: of.days * 48 }, (_, slot) => first + slot * 1_800_000).flatMap(
    (startMs) => {
      const [had, has] = [agentsAt(was, startMs), agentsAt(is, startMs)];
      const [saidHad, saidHas] = [toldBefore.get(startMs), toldAfter.get(startMs)];
      // A slot that is not told is one in which nothing changes.
      const isTrue =
        saidHad === undefined && saidHas === undefined
          ? Math.abs(had - has) < 1e-9
          : Math.abs(had - (saidHad ?? -1)) < 1e-9 && Math.abs(has - (saidHas ?? -1)) < 1e-9;
      const at = new Date(startMs).toISOString();
      return isTrue ? [] : [`${at}: ${had} to ${has}, told ${saidHad} to ${saidHas}`];
    },
  );
}

/** Minutes of work in half an hour, as agents. */
function agentsAt(shifts: readonly Shift[], startMs: number): number {
  let minutes = 0;
  for (const { activities, fromMs, toMs } of shifts) {
    if (fromMs >= startMs + 1_800_000 || toMs <= startMs) continue;
    for (let at = startMs; at < startMs + 1_800_000; at += 60_000) {
      const doing = activities.find((one) => one.fromMs <= at && at < one.toMs);
      if (doing?.kind === 'work') minutes += 1;
    }
  }
  return minutes / 30;
}
