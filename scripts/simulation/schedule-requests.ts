import type { ScheduleAct } from '../../proto/gen/floorcast/schedule/v1/schedule_decision.ts';
import { type Shift, ShiftOrigin } from '../../proto/gen/floorcast/schedule/v1/shift.ts';
import type { Role } from '../../services/lib/context.ts';
import type { SitePlan } from './plan.ts';
import { personOf } from './schedule-setup.ts';

/** Something that somebody of the simulated centre does about the schedule. */
export interface SimulatedAct {
  id: string;
  author: string;
  role: Role;
  what: NonNullable<ScheduleAct['what']>;
}

const dayMs = 86_400_000;

/** So that every page has something to show: wishes, leave, a swap, an open shift, an offer, notes. */
export function requestsOf(
  site: SitePlan,
  { shifts, nowMs }: { shifts: readonly Shift[]; nowMs: number },
): SimulatedAct[] {
  const at = (shift: Shift) => shift.from?.getTime() ?? 0;
  const ahead = shifts.filter((shift) => at(shift) > nowMs + 3 * dayMs);
  const ofPerson = (index: number) => ahead.find(({ person }) => person === personOf(site, index));
  const [swapped, left, taken] = [ofPerson(0), ofPerson(1), ofPerson(2)];
  const zone = site.timeZone;
  const day = (days: number) =>
    Temporal.Instant.fromEpochMilliseconds(nowMs + days * dayMs)
      .toZonedDateTimeISO(zone)
      .toPlainDate()
      .toString();
  const act = (id: string, author: string, role: Role, what: SimulatedAct['what']) => {
    return { id, author, role, what };
  };
  const supervisor = 'simulator';
  const offerFrom = new Date(Math.ceil((nowMs + dayMs) / 3_600_000) * 3_600_000);
  return [
    ...wishesOf(site, day),
    act('leave', personOf(site, 3), 'agent', {
      $case: 'leaveAsked',
      value: {
        ...{ leaveId: '', person: '', kind: 'annual', from: day(18), to: day(20), reason: '' },
        ...{ fromMinute: 0, toMinute: 0, minutes: 0, state: '', place: 0, approvalRule: '' },
        ...{ edits: [], version: 0 },
      },
    }),
    ...(swapped ? [act('swap', swapped.person, 'agent', onTheMarket(swapped))] : []),
    ...(left ? [act('note-1', left.person, 'agent', note(nowMs, openWord(site), true))] : []),
    act('note-2', supervisor, 'supervisor', note(nowMs, shiftWord(site), false)),
    ...(taken ? [act('open', supervisor, 'supervisor', openShift(taken))] : []),
    act('offer', supervisor, 'supervisor', {
      $case: 'offerMade',
      value: {
        ...{ offerId: '', kind: 'overtime', from: offerFrom },
        to: new Date(offerFrom.getTime() + 2 * 3_600_000),
        ...{ places: 2, people: [], mode: 'first-come', seedDigest: '' },
        closesAt: offerFrom,
        message: site.familyFirst
          ? '明天话务高峰，愿意加班的同事请报名。'
          : 'We expect a busy day.',
      },
    }),
  ];
}

function wishesOf(site: SitePlan, day: (days: number) => string): SimulatedAct[] {
  const wish = (index: number, value: object): SimulatedAct => ({
    id: `wish-${index}`,
    author: personOf(site, index),
    role: 'agent',
    what: {
      $case: 'wishSet',
      value: {
        ...{
          wishId: '',
          person: '',
          day: '',
          weekday: 0,
          work: false,
          templateId: '',
          strength: 2,
        },
        ...value,
      },
    },
  });
  return [
    wish(1, { day: day(17), strength: 3 }),
    wish(2, { weekday: 6 }),
    wish(4, { weekday: 3, work: true, templateId: 'early', strength: 1 }),
    wish(5, { day: day(21) }),
    wish(6, { day: day(19), work: true, templateId: 'late' }),
  ];
}

function onTheMarket(shift: Shift): SimulatedAct['what'] {
  const part = { giver: shift.person, taker: '', shiftId: shift.shiftId };
  const parts = [{ ...part, from: undefined, to: undefined }];
  return { $case: 'swapProposed', value: { swapId: '', parts, message: '', expiresAt: undefined } };
}

function openShift(like: Shift): SimulatedAct['what'] {
  const shift = { ...like, shiftId: '', person: '', origin: ShiftOrigin.OPEN_SHIFT };
  return {
    $case: 'openShiftPosted',
    value: { openId: '', shift, groups: [], closesAt: undefined },
  };
}

function note(nowMs: number, text: string, open: boolean): SimulatedAct['what'] {
  return { $case: 'noteWritten', value: { noteId: '', at: new Date(nowMs), team: '', text, open } };
}

function openWord({ familyFirst }: SitePlan): string {
  return familyFirst
    ? '客户 138****2207 的线路故障尚未恢复，维修人员预计傍晚到达，请夜班回访。'
    : 'The line of customer 2207 is still down; the engineer comes this evening. Please call back.';
}

function shiftWord({ familyFirst }: SitePlan): string {
  return familyFirst
    ? '今天账务查询排队较长，请提前打开知识库第 4 条。'
    : 'Long queues today: keep article 4 open.';
}
