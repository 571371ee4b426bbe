// What a hand does to shifts, and what the grid makes of time. Expected figures are worked out by
// hand; changes of the clock are those of Europe/Berlin in 2026 (29 March, 25 October).
import t from 'tap';
import { axisOf, spotAt, xOf } from '../../wallboard/src/pages/schedule/grid/axis.ts';
import { burdenOf } from '../../wallboard/src/pages/schedule/grid/burden.ts';
import {
  missesOf,
  shifted,
  shiftingOf,
  slotsOf,
} from '../../wallboard/src/pages/schedule/grid/curve.ts';
import { edited, inverseOf, merged } from '../../wallboard/src/pages/schedule/grid/edit-list.ts';
import {
  clockOf,
  instantAt,
  localAt,
  mondayOf,
  startOfDay,
} from '../../wallboard/src/pages/schedule/local-time.ts';
import { digestOf } from '../../wallboard/src/pages/schedule/requests/lottery.ts';
import type {
  CurveSlot,
  Employee,
  Template,
} from '../../wallboard/src/pages/schedule/schedule-api.ts';
import { windowLines, windowsFrom } from '../../wallboard/src/pages/schedule/setup/setup-form.ts';
import {
  moved,
  partMoved,
  partRemoved,
  shiftOf,
  stretched,
} from '../../wallboard/src/pages/schedule/shift-edits.ts';
import {
  fromWire,
  paidMinutes,
  type Shift,
  toWire,
} from '../../wallboard/src/pages/schedule/shift-view.ts';

const zone = 'Europe/Berlin';
const template: Template = {
  ...{ templateId: 'early', nameEn: 'Early', nameZh: '', startMinute: 480, spanMinutes: 510 },
  ...{ weekdays: [], minWorkMinutes: 45, family: 1, groups: [] },
  breaks: [
    { kind: 2, minutes: 15, earliestMinute: 90, latestMinute: 150, paid: true },
    { kind: 3, minutes: 30, earliestMinute: 200, latestMinute: 300, paid: false },
  ],
};

function early(day: string, shiftId = 's'): Shift {
  return shiftOf(template, { shiftId, person: 'ada', day, zone });
}

/** "08:00 work 10:00 break 10:15 work ..." */
function told({ parts, toMs }: Shift): string {
  const each = parts.map(({ fromMs, kind }) => `${clockOf(fromMs, zone)} ${kind}`);
  return `${each.join(' ')} ${clockOf(toMs, zone)}`;
}

t.test('a template makes a shift, its breaks in the middle of their windows', async (t) => {
  const shift = early('2026-12-07');
  t.equal(told(shift), '08:00 work 10:00 break 10:15 work 12:15 meal 12:45 work 16:30');
  t.equal(paidMinutes(shift), 480, 'the meal is unpaid');
  t.same(fromWire(toWire(shift)), shift, 'to the wire and back');
});

t.test(
  'moved over a change of the clock, a shift keeps its time of day and its length',
  async (t) => {
    const friday = early('2026-10-23');
    const monday = moved(friday, { days: 3 }, zone);
    t.equal(told(monday), told(friday));
    t.equal(
      monday.fromMs - friday.fromMs,
      73 * 3_600_000,
      'three days and the hour that came twice',
    );
    t.equal(moved(friday, { minutes: -540 }, zone).day, '2026-10-22', 'the day it begins on');
  },
);

t.test('stretched it works longer, cut it loses what lies outside', async (t) => {
  const shift = early('2026-12-07');
  const at = (minute: number) => instantAt('2026-12-07', minute, zone);
  t.match(told(stretched(shift, at(480), at(1080), zone)), /12:45 work 18:00$/);
  t.equal(
    told(stretched(shift, at(480), at(740), zone)),
    '08:00 work 10:00 break 10:15 work 12:15 meal 12:20',
  );
  t.equal(told(stretched(shift, at(360), at(600), zone)), '06:00 work 10:00');
});

t.test('a break moves within its shift, never out of it; taken out, it is work', async (t) => {
  const shift = early('2026-12-07');
  const at = (minute: number) => instantAt('2026-12-07', minute, zone);
  t.equal(
    told(partMoved(shift, 1, at(570))),
    '08:00 work 09:30 break 09:45 work 12:15 meal 12:45 work 16:30',
  );
  t.match(told(partMoved(shift, 1, at(2_000))), /work 16:15 break 16:30$/);
  t.equal(told(partRemoved(shift, 1)), '08:00 work 12:15 meal 12:45 work 16:30');
});

t.test('days of 23 and 25 hours are as wide as others, and their clock is right', async (t) => {
  const axis = axisOf('2026-03-28', 3, 240, zone);
  t.equal((axis.starts[2] ?? 0) - (axis.starts[1] ?? 0), 23 * 3_600_000);
  t.equal(xOf(axis, startOfDay('2026-03-30', zone)), 480);
  const noon = instantAt('2026-03-29', 720, zone);
  t.equal(clockOf(noon, zone), '12:00');
  t.same(spotAt(axis, xOf(axis, noon) + 1, 15), { day: '2026-03-29', minute: 720 });
  t.same(
    localAt(instantAt('2026-03-29', 150, zone), zone).day,
    '2026-03-29',
    'an hour that is not',
  );
  t.equal(mondayOf('2026-03-29'), '2026-03-23');
});

t.test('the curve follows edits: one of two groups counts by half in each', async (t) => {
  const start = (minute: number) => new Date(instantAt('2026-12-07', minute, zone)).toISOString();
  const slot = (group: string, minute: number): CurveSlot => ({
    ...{ group, start: start(minute), required: 1, scheduled: 0 },
  });
  const curves = [slot('a', 480), slot('b', 480), slot('a', 600), slot('b', 600)];
  const groups = ['a', 'b'].map((group) => ({ group, priority: 1, efficiency: 1 }));
  const employees = new Map([['ada', { person: 'ada', groups } as unknown as Employee]]);
  const edits = [{ before: null, after: early('2026-12-07') }];
  const by = { employees, slotMs: 1_800_000, anchorMs: instantAt('2026-12-07', 480, zone) };
  const seen = (group: string) =>
    shifted(slotsOf(curves, group), shiftingOf(edits, { ...by, group }));
  t.same(
    seen('a').map(({ scheduled }) => scheduled),
    [0.5, 0.25],
    'a break takes half of a slot',
  );
  t.same(
    seen('').map(({ scheduled }) => scheduled),
    [1, 0.5],
  );
  t.same(missesOf(seen(''), 30), { under: 75, over: 0 });
});

t.test('several edits of a shift are one, and none when it came and went', async (t) => {
  const [one, two] = [early('2026-12-07'), early('2026-12-08')];
  const edits = [
    { shiftId: 's', before: null, after: one },
    { shiftId: 's', before: one, after: two },
  ];
  t.same(merged(edits), [{ shiftId: 's', before: null, after: two }]);
  t.same(merged([...edits, { shiftId: 's', before: two, after: null }]), []);
  t.same([...edited(edited(new Map(), edits), inverseOf(edits))], [], 'taken back');
});

t.test('a burden is said when it is a quarter off the middle', async (t) => {
  const line = (burden: number, typical: number) => ({ burden, typical }) as never;
  t.equal(burdenOf(line(12, 10)).level, 'usual');
  t.equal(burdenOf(line(12.6, 10)).level, 'more');
  t.equal(burdenOf(line(7.4, 10)).level, 'less');
  t.equal(burdenOf(line(0, 0)).level, 'none');
});

t.test('windows of a week are read as they are written; an end after midnight too', async (t) => {
  const windows = [
    { weekday: 1, fromMinute: 480, toMinute: 1080 },
    { weekday: 6, fromMinute: 1320, toMinute: 1800 },
  ];
  t.equal(windowLines(windows), '1 08:00-18:00\n6 22:00-06:00');
  t.same(windowsFrom(windowLines(windows)), windows);
  t.throws(() => windowsFrom('8 08:00-18:00'), { message: '8 08:00-18:00' });
});

t.test('a lottery’s seed is checked by the SHA-256 of FIPS 180-2, "abc"', async (t) => {
  t.equal(
    await digestOf('abc'),
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});
