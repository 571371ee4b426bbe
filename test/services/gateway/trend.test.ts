import t from 'tap';
import { localDay } from '../../../services/domain/time/local-day.ts';
import {
  intervalLengthS,
  type OfferedAt,
  pastDay,
  sameWeekday,
  stepMs,
  trendOf,
} from '../../../services/gateway/trend.ts';

const at = (iso: string) => Date.parse(iso);

/** One contact an hour into every half-hour whose local label is given. */
function offeredEvery(day: { startMs: number; endMs: number }, count: number): OfferedAt[] {
  const offered: OfferedAt[] = [];
  for (let startMs = day.startMs; startMs < day.endMs; startMs += stepMs) {
    offered.push({ startMs, offered: count });
  }
  return offered;
}

// Tallinn, 2026: clocks forward on 29 March 03:00 -> 04:00, back on 25 October 04:00 -> 03:00 (IANA).
t.test('a day has 46, 48 or 50 half-hours', async (t) => {
  const steps = (now: string) => {
    const day = localDay(at(now), 'Europe/Tallinn');
    return trendOf({ day, zone: 'Europe/Tallinn', nowMs: at(now) }, [], []).steps;
  };
  t.equal(steps('2026-03-29T12:00:00Z'), 46);
  t.equal(steps('2026-03-30T12:00:00Z'), 48);
  t.equal(steps('2026-10-25T12:00:00Z'), 50);
});

t.test('the same weekday of past weeks begins at its own local midnight', async (t) => {
  const day = sameWeekday(at('2026-04-05T12:00:00Z'), 'Europe/Tallinn', 1);
  t.equal(new Date(day.startMs).toISOString(), '2026-03-28T22:00:00.000Z');
  t.equal(day.endMs - day.startMs, 23 * 3_600_000);
  const before = sameWeekday(at('2026-04-05T12:00:00Z'), 'Europe/Tallinn', 2);
  t.equal(new Date(before.startMs).toISOString(), '2026-03-21T22:00:00.000Z');
});

t.test('half-hours are matched by the wall clock, not by hours since midnight', async (t) => {
  const zone = 'Europe/Tallinn';
  // Today is an ordinary Sunday; a week ago the clock skipped 03:00 to 04:00.
  const nowMs = at('2026-04-05T09:00:00Z');
  const short = sameWeekday(nowMs, zone, 1);
  const nine = at('2026-03-29T06:00:00Z');
  const past = pastDay(short, zone, [...offeredEvery(short, 1), { startMs: nine, offered: 99 }]);
  if (!past) throw new Error('the day was recorded');
  const trend = trendOf({ day: localDay(nowMs, zone), zone, nowMs }, [], [past]);
  t.equal(trend.usual[18], 100, '09:00 local stands at the 19th half-hour of an ordinary day');
  t.equal(trend.usual[17], 1);
  t.equal(trend.usual[6], 1, 'the skipped 03:00 borrows from the half-hour before it');
  t.equal(trend.usual.length, 48);
});

t.test('mean, lowest and highest of the past, and today up to now', async (t) => {
  const zone = 'Asia/Shanghai';
  const nowMs = at('2026-06-10T02:10:00Z');
  const day = localDay(nowMs, zone);
  const pasts = [1, 2, 3].map((week) => {
    const then = sameWeekday(nowMs, zone, week);
    return pastDay(then, zone, offeredEvery(then, week * 10));
  });
  t.equal(pastDay(sameWeekday(nowMs, zone, 4), zone, []), null, 'a day without a record is none');
  const today = [
    { startMs: day.startMs, offered: 4 },
    { startMs: day.startMs + 20 * stepMs, offered: 7 },
  ];
  const known = pasts.filter((past) => past !== null);
  const trend = trendOf({ day, zone, nowMs }, today, known);
  t.match(trend, { pastDays: 3, stepS: 1_800, steps: 48 });
  t.same([trend.usual[5], trend.low[5], trend.high[5]], [20, 10, 30]);
  t.equal(trend.today.length, 21, '10:10 lies in the 21st half-hour');
  t.same([trend.today[0], trend.today[1], trend.today[20]], [4, 0, 7]);
});

t.test('a zone at a quarter of an hour is summed from quarters', async (t) => {
  const day = localDay(at('2026-06-10T12:00:00Z'), 'Asia/Kathmandu');
  t.equal(intervalLengthS(day), 900);
  t.equal(intervalLengthS(localDay(at('2026-06-10T12:00:00Z'), 'Asia/Kolkata')), 1_800);
  const quarters = [0, 15, 30].map((minute) => ({
    startMs: day.startMs + minute * 60_000,
    offered: 1,
  }));
  const zone = 'Asia/Kathmandu';
  const trend = trendOf({ day, zone, nowMs: day.startMs + stepMs }, quarters, []);
  t.same(trend.today, [2, 1]);
});
