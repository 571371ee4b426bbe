import ICAL from 'ical.js';
import nodeIcal from 'node-ical';
import t from 'tap';
import type { Shift, ShiftTemplate } from '../../../services/domain/schedule/shift.ts';
import { bookOf, emptyShards, withEntries } from '../../../services/domain/schedule/shift-book.ts';
import {
  emptySchedule,
  type SiteSchedule,
  type VersionSummary,
} from '../../../services/domain/schedule/site-schedule.ts';
import { personCalendar } from '../../../services/shift-scheduling/calendar.ts';

// A night of work over the end of summer time: in Paris 2026-10-25 has 25 hours. Two parsers that
// know nothing of each other must read the same instants out of the feed.
const paris = 'Europe/Paris';
const beganMs = Date.parse('2026-10-24T20:00:00Z');
const endedMs = Date.parse('2026-10-25T05:00:00Z');
const decidedMs = Date.parse('2026-10-20T09:30:00Z');
const long = 'bring the folder; ask for Mr. Wang, second floor — then call back, before six';

t.test(
  'two parsers read the same shift, nine hours long across the change of the clock',
  async (t) => {
    const { calendar } = feed([night()]);
    const [ours] = byIcalJs(calendar);
    const [other] = byNodeIcal(calendar);
    t.match(ours, { startMs: beganMs, endMs: endedMs, status: 'CONFIRMED' });
    t.match(other, { startMs: beganMs, endMs: endedMs, status: 'CONFIRMED' });
    t.equal(ours?.uid, other?.uid);
    t.match(ours?.description, long, 'a long note with separators is read back whole');
    t.match(
      ours?.description,
      'As of version 7, 2026-10-20 11:30',
      'as of, by the clock of the site',
    );
  },
);

t.test('lines are folded at 75 bytes and end as RFC 5545 wants them', async (t) => {
  const { calendar } = feed([night()], { language: 'zh' });
  for (const line of calendar.split('\r\n')) t.ok(Buffer.byteLength(line) <= 75, line);
  t.notMatch(calendar.replaceAll('\r\n', ''), /[\r\n]/);
});

t.test('the zone stands in it with its changes; stamps are in UTC', async (t) => {
  const { calendar } = feed([night()]);
  const zone = new ICAL.Component(ICAL.parse(calendar)).getFirstSubcomponent('vtimezone');
  t.equal(zone?.getFirstPropertyValue('tzid'), paris);
  const changes = zone?.getAllSubcomponents('standard').map(startOf) ?? [];
  // Directive 2000/84/EC: summer time ends at 01:00 UTC on the last Sunday of October.
  t.ok(changes.includes('2026-10-25T03:00:00'), 'the clock showed 03:00 when it was put back');
  t.match(calendar, /DTSTAMP:20261020T093000Z/);
});

t.test('a change keeps the event and raises its sequence; a loss stays, cancelled', async (t) => {
  const [before] = byIcalJs(feed([night()]).calendar);
  const later = { ...night(), fromMs: beganMs + 3_600_000 };
  const [changed] = byIcalJs(feed([later], { version: 8 }).calendar);
  t.equal(changed?.uid, before?.uid);
  t.ok((changed?.sequence ?? 0) > (before?.sequence ?? 0));
  const gone = { shift: later, version: 9, author: 'planner', atMs: decidedMs, position: 40 };
  const lost = feed([], { version: 9, gone: new Map([['p1', [gone]]]) }).calendar;
  const [cancelled] = byIcalJs(lost);
  t.match(cancelled, { uid: before?.uid, status: 'CANCELLED', sequence: 9 });
  t.equal(byNodeIcal(lost)[0]?.status, 'CANCELLED');
});

t.test('a shift that comes back is one event, no longer cancelled', async (t) => {
  const gone = { shift: night(), version: 8, author: '', atMs: decidedMs, position: 41 };
  const events = byIcalJs(
    feed([night()], { version: 9, gone: new Map([['p1', [gone]]]) }).calendar,
  );
  t.equal(events.length, 1);
  t.match(events[0], { status: 'CONFIRMED', sequence: 9 });
});

t.test('the tag changes with the schedule, not with each time it is asked for', async (t) => {
  const first = feed([night()]);
  const again = feed([night()], { nowMs: decidedMs + 3_600_000 });
  t.equal(first.etag, again.etag);
  t.not(first.etag, feed([night()], { version: 8 }).etag);
});

t.test('nothing in it tells the person’s id', async (t) => {
  t.notMatch(feed([{ ...night(), person: 'wang-fang' }], {}, 'wang-fang').calendar, 'wang-fang');
});

function night(): Shift {
  const half = (beganMs + endedMs) / 2;
  const rest = { paid: true, group: '', note: '' };
  return {
    ...{ shiftId: 's1', person: 'p1', day: '2026-10-24', templateId: 'night' },
    ...{ fromMs: beganMs, toMs: endedMs, origin: 'planner', pinned: false },
    activities: [
      { ...rest, kind: 'work', fromMs: beganMs, toMs: half, group: 'repair', note: long },
      { ...rest, kind: 'work', fromMs: half, toMs: endedMs },
    ],
  };
}

interface Given {
  version?: number;
  gone?: SiteSchedule['gone'];
  language?: 'zh' | 'en';
  nowMs?: number;
}

function feed(shifts: readonly Shift[], given: Given = {}, person = 'p1') {
  const { version = 7, gone = new Map(), language = 'en', nowMs = decidedMs } = given;
  const at = { author: 'planner', atMs: decidedMs, position: 30 };
  const made = {
    ...at,
    version,
    act: 'schedule-changed',
    reason: '',
    from: '',
    to: '',
    changes: 1,
  };
  const history = withEntries(
    emptyShards,
    shifts.map(({ shiftId }) => [shiftId, [made as VersionSummary]] as const),
  );
  const template = { nameEn: 'Night', nameZh: '夜班' } as ShiftTemplate;
  return personCalendar({
    schedule: { ...emptySchedule, version, published: bookOf(shifts), history, gone },
    ...{ person, zone: paris, language, nowMs },
    templates: new Map([['night', template]]),
    groups: new Map([['repair', { en: 'Fault repair', zh: '故障报修' }]]),
  });
}

interface Read {
  uid: string;
  startMs: number;
  endMs: number;
  status: string;
  sequence: number;
  description: string;
}

function byIcalJs(text: string): Read[] {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const zone = calendar.getFirstSubcomponent('vtimezone');
  if (zone) ICAL.TimezoneService.register(zone);
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      startMs: event.startDate.toJSDate().getTime(),
      endMs: event.endDate.toJSDate().getTime(),
      status: String(component.getFirstPropertyValue('status')),
      sequence: event.sequence,
      description: event.description ?? '',
    };
  });
}

function byNodeIcal(text: string): Pick<Read, 'uid' | 'startMs' | 'endMs' | 'status'>[] {
  return Object.values(nodeIcal.sync.parseICS(text)).flatMap((event) =>
    event?.type === 'VEVENT'
      ? [
          {
            uid: event.uid,
            startMs: event.start.getTime(),
            endMs: event.end?.getTime() ?? 0,
            status: String(event.status),
          },
        ]
      : [],
  );
}

function startOf(component: ICAL.Component): string {
  return String(component.getFirstPropertyValue('dtstart'));
}
