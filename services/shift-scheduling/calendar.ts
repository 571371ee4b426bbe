import { createHash } from 'node:crypto';
import ical, { type ICalCalendar, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { Activity, ActivityKind, Shift, ShiftTemplate } from '../domain/schedule/shift.ts';
import { sharded, shiftsOfPerson } from '../domain/schedule/shift-book.ts';
import type { SiteSchedule } from '../domain/schedule/site-schedule.ts';
import { calendarZone } from './calendar-zone.ts';

/** Whose calendar, of which schedule. */
export interface CalendarOf {
  schedule: SiteSchedule;
  person: string;
  /** IANA zone of the site. */
  zone: string;
  /** Templates that stand, for names. */
  templates: ReadonlyMap<string, ShiftTemplate>;
  /** Names of queues in both languages. */
  groups: ReadonlyMap<string, { en: string; zh: string }>;
  language: 'zh' | 'en';
  nowMs: number;
}

/** Shifts that ended longer ago are left out. */
const backMs = 60 * 86_400_000;

/**
 * One person's published shifts as iCalendar text (RFC 5545).
 *
 * An event keeps its UID for as long as shift and person are the same, its SEQUENCE is the version
 * of the schedule that last changed it, and a shift taken away stays as cancelled: a phone that
 * asks again changes what it has and doubles nothing.
 *
 * @returns the text, and a tag that changes whenever it does.
 */
export function personCalendar(of: CalendarOf): { calendar: string; etag: string } {
  const { schedule, person, zone, language, nowMs } = of;
  const { name, asked } = words[language];
  const year = new Date(nowMs).getUTCFullYear();
  // Whole years: the text changes when the schedule does, not with each time it is asked for.
  const span = { fromMs: Date.UTC(year - 1, 0), toMs: Date.UTC(year + 2, 0) };
  const calendar = ical({
    name,
    description: asked,
    prodId: { company: 'Floorcast', product: 'Schedule', language: language.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    // Without a zone of its own its stamps are in UTC, as RFC 5545 wants them; events name theirs.
    timezone: { name: null, generator: (named) => calendarZone(named, span) },
    x: { 'X-WR-TIMEZONE': zone },
    ttl: 30 * 60,
  });
  const held = shiftsOfPerson(schedule.published, person);
  for (const shift of held) if (shift.toMs > nowMs - backMs) addShift(calendar, of, shift);
  const ids = new Set(held.map(({ shiftId }) => shiftId));
  for (const { shift, version, atMs } of schedule.gone.get(person) ?? []) {
    if (ids.has(shift.shiftId) || shift.toMs <= nowMs - backMs) continue;
    addGone(calendar, of, { shift, version, atMs });
  }
  const text = calendar.toString();
  return { calendar: text, etag: createHash('sha256').update(text).digest('hex').slice(0, 32) };
}

function addShift(calendar: ICalCalendar, of: CalendarOf, shift: Shift): void {
  const { schedule, zone, language } = of;
  const last = sharded(schedule.history, shift.shiftId)?.at(-1);
  const { asOf } = words[language];
  const [version, atMs] = [last?.version ?? schedule.version, last?.atMs ?? 0];
  const parts = shift.activities.map((one) => activityLine(of, one));
  const at = Temporal.Instant.fromEpochMilliseconds(atMs);
  calendar.createEvent({
    ...spanOf(shift, zone),
    id: uidOf(shift),
    sequence: version,
    stamp: at,
    lastModified: at,
    summary: summaryOf(of, shift),
    description: [...parts, asOf(version, timeOf(atMs, zone, 'date'))].join('\n'),
    status: ICalEventStatus.CONFIRMED,
  });
}

function addGone(
  calendar: ICalCalendar,
  of: CalendarOf,
  { shift, version, atMs }: { shift: Shift; version: number; atMs: number },
): void {
  const { zone, language } = of;
  const { cancelled, asOf } = words[language];
  const at = Temporal.Instant.fromEpochMilliseconds(atMs);
  calendar.createEvent({
    ...spanOf(shift, zone),
    id: uidOf(shift),
    sequence: version,
    stamp: at,
    lastModified: at,
    summary: `${cancelled}: ${summaryOf(of, shift)}`,
    description: asOf(version, timeOf(atMs, zone, 'date')),
    status: ICalEventStatus.CANCELLED,
  });
}

/** The same shift of another person is another event; the person is not to be read from it. */
function uidOf({ shiftId, person }: Shift): string {
  const holder = createHash('sha256').update(`${shiftId} ${person}`).digest('hex').slice(0, 12);
  return `${shiftId}-${holder}@floorcast`;
}

function spanOf({ fromMs, toMs }: Shift, zone: string) {
  return { start: zoned(fromMs, zone), end: zoned(toMs, zone), timezone: zone };
}

function summaryOf({ templates, language }: CalendarOf, shift: Shift): string {
  const away = shift.activities.find(({ kind }) => kind === 'leave' || kind === 'sick');
  if (away) return words[language].kinds[away.kind];
  const template = templates.get(shift.templateId);
  const name = language === 'zh' ? template?.nameZh || template?.nameEn : template?.nameEn;
  return name || words[language].shift;
}

function activityLine({ groups, language, zone }: CalendarOf, activity: Activity): string {
  const { kind, group, note, fromMs, toMs } = activity;
  const queue = groups.get(group);
  const what = (queue && (language === 'zh' ? queue.zh : queue.en)) || words[language].kinds[kind];
  const span = `${timeOf(fromMs, zone, 'time')}–${timeOf(toMs, zone, 'time')}`;
  return `${span} ${what}${note ? ` (${note})` : ''}`;
}

function zoned(atMs: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
}

function timeOf(atMs: number, zone: string, form: 'time' | 'date'): string {
  const [date = '', time = ''] = zoned(atMs, zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
    .split('T');
  return form === 'time' ? time : `${date} ${time}`;
}

interface Words {
  name: string;
  asked: string;
  shift: string;
  cancelled: string;
  asOf: (version: number, at: string) => string;
  kinds: Record<ActivityKind, string>;
}

const words: Record<'en' | 'zh', Words> = {
  en: {
    name: 'Shifts',
    asked: 'Published shifts; asked anew by the calendar itself.',
    shift: 'Shift',
    cancelled: 'Cancelled',
    asOf: (version, at) => `As of version ${version}, ${at}`,
    kinds: {
      work: 'On queue',
      break: 'Break',
      meal: 'Meal',
      training: 'Training',
      meeting: 'Meeting',
      coaching: 'Coaching',
      leave: 'Leave',
      sick: 'Sick',
      'on-call': 'On call',
      split: 'Free time',
      other: 'Off queue',
    },
  },
  zh: {
    name: '班表',
    asked: '已发布的班次，日历会自动更新。',
    shift: '班次',
    cancelled: '已取消',
    asOf: (version, at) => `第 ${version} 版，截至 ${at}`,
    kinds: {
      work: '在线',
      break: '小休',
      meal: '用餐',
      training: '培训',
      meeting: '会议',
      coaching: '辅导',
      leave: '休假',
      sick: '病假',
      'on-call': '待命',
      split: '间歇',
      other: '线下工作',
    },
  },
};
