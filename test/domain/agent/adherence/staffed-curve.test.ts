import t from 'tap';
import { adherenceDay } from '../../../../services/domain/agent/adherence/adherence-day.ts';
import { staffedCurve } from '../../../../services/domain/agent/adherence/staffed-curve.ts';
import { plainShift, plainSight } from '../../../fixtures/adherence/worked-day.ts';
import { inputOf } from './tell-day.ts';

const slotMs = 1_800_000;

t.test('people on queue by half-hour, planned, seen, and to come', (t) => {
  // One works as planned, one comes at 08:15; it is 12:10.
  const day = (seen: string) =>
    inputOf({
      name: 'a day',
      shifts: [plainShift],
      seen: { pbx: seen },
      now: '12:10',
      minutes: { scheduled: 0, onQueue: 0 },
    });
  const [one, late] = [day(plainSight), day(plainSight.replace('08:00 ready', '08:15 ready'))];
  const people = [one, late].map((input) => adherenceDay(input).stretches);
  const { startMs, endMs } = one.local;
  const curve = staffedCurve(people, { fromMs: startMs, toMs: endMs, slotMs }, one.nowMs);
  const at = (hour: number) => {
    const { scheduled, staffed } = curve[hour * 2] ?? { scheduled: -1, staffed: -1 };
    return [scheduled, staffed];
  };
  t.equal(curve.length, 48);
  t.same(at(7), [0, 0]);
  t.same(at(8), [2, 1.5], 'half of a half-hour late');
  t.same(at(10), [1, 1], 'both rest for half of it');
  t.same(at(12), [0, 0], 'a meal');
  t.same(at(13), [2, null], 'to come');
  t.same(at(14.5), [2, null]);
  t.end();
});
