import type { FastifyReply } from 'fastify';
import { ActivityKind, type Shift } from '../../../proto/gen/floorcast/schedule/v1/shift.ts';
import type { GetScheduleResponse } from '../../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import { toCsv } from '../csv.ts';

const kinds = [
  ...['', 'work', 'break', 'meal', 'training', 'meeting', 'coaching', 'leave', 'sick'],
  ...['on-call', 'split', 'other'],
];

/** Shifts as a table that ImportFile reads again; times by the wall clock of the site. */
export function shiftTable(reply: FastifyReply, answer: GetScheduleResponse): FastifyReply {
  const { shifts, names, zone } = answer;
  const rows = shifts.map((shift) => {
    const { person, day, templateId, from, to, paidMinutes } = shift;
    const times = { start: clock(from, zone), end: clock(to, zone) };
    const name = names[person] ?? '';
    return {
      person,
      name,
      day,
      ...times,
      template: templateId,
      ...breaksOf(shift, zone),
      paidMinutes,
    };
  });
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', 'attachment; filename="floorcast-shifts.csv"')
    .send(toCsv(rows));
}

/** "10:00-10:15 break; 12:00-12:30 meal": everything but work. */
function breaksOf({ activities }: Shift, zone: string): { activities: string } {
  const told = activities.filter(({ kind }) => kind !== ActivityKind.WORK);
  const text = told.map(({ kind, from, to }) => {
    return `${clock(from, zone)}-${clock(to, zone)} ${kinds[kind] ?? 'other'}`;
  });
  return { activities: text.join('; ') };
}

function clock(at: Date | undefined, zone: string): string {
  if (!at) return '';
  return Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(zone || 'UTC')
    .toPlainTime()
    .toString({ smallestUnit: 'minute' });
}
