import t from 'tap';
import type { AgentRow } from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';
import { floorGroups } from '../../wallboard/src/floor.ts';
import { clock, count, elapsed, share, shortKey, targetTime } from '../../wallboard/src/format.ts';
import {
  columnsOf,
  csvOf,
  dateIn,
  laterDate,
  midnightIn,
  stamp,
  sumsOf,
} from '../../wallboard/src/pages/history-view.ts';
import { readScreen, screenQuery } from '../../wallboard/src/screen.ts';
import { levelStanding, queueStanding, waitStanding } from '../../wallboard/src/standing.ts';
import { fitLines, textEms } from '../../wallboard/src/text-width.ts';
import { trendShape } from '../../wallboard/src/trend.ts';
import { agentRow, queueRow } from '../helpers/wall-scene.ts';

t.test('nothing is a dash, zero is zero, and 99.99 % is not 100', async (t) => {
  t.equal(count(null, 'en'), '–');
  t.equal(count(0, 'en'), '0');
  t.equal(count(12_345, 'zh'), '12,345');
  t.equal(share(undefined), '–');
  t.equal(share(0), '0.0');
  t.equal(share(0.9999), '99.9');
  t.equal(share(0.783), '78.3');
  t.equal(share(1), '100');
});

t.test('times are read in the width they are given', async (t) => {
  t.equal(elapsed(8_900, 'en'), '0:08');
  t.equal(elapsed(84_000, 'zh'), '1:24');
  t.equal(elapsed(99 * 60_000, 'en'), '99:00');
  t.equal(elapsed(100 * 60_000, 'en'), '1h40');
  t.equal(elapsed(100 * 60_000, 'zh'), '1时40');
  t.equal(elapsed(-500, 'en'), '0:00', 'clocks differ; a wait is never negative');
  t.equal(elapsed(null, 'en'), '–');
  t.equal(targetTime(20_000, 'zh'), '20 秒');
  t.equal(targetTime(120_000, 'en'), '2 min');
  t.equal(clock(Date.UTC(2026, 10, 23, 3, 32, 7), 'Asia/Shanghai'), '11:32:07');
  t.equal(clock(Date.UTC(2026, 10, 23, 0, 0, 0), 'Asia/Kathmandu'), '05:45:00');
});

t.test('where there is no name, a short key', async (t) => {
  t.equal(shortKey('pbx-1/PJSIP/1001'), '1001');
  t.equal(shortKey('pbx-1/Local/1002@agents/n'), 'n');
  t.equal(shortKey('pbx-1/Agent 12'), 'Agent 12');
});

t.test('a wait is near its target from three quarters on, and beyond it missed', async (t) => {
  t.equal(waitStanding(14_999, 20_000), 'none');
  t.equal(waitStanding(15_000, 20_000), 'near');
  t.equal(waitStanding(20_000, 20_000), 'near', 'at the target it is still met');
  t.equal(waitStanding(20_001, 20_000), 'missed');
  t.equal(waitStanding(null, 20_000), 'none');
  t.equal(waitStanding(90_000, null), 'none', 'no target, no judgement');
});

t.test('a service level is judged against its own goal, once a few contacts count', async (t) => {
  const level = { rule: 3, met: 8, counted: 10, ratio: 0.8, targetMs: 20_000, goal: 0.8 } as const;
  t.equal(levelStanding(level), 'none');
  t.equal(levelStanding({ ...level, ratio: 0.79 }), 'near');
  t.equal(levelStanding({ ...level, ratio: 0.74 }), 'missed');
  t.equal(levelStanding({ ...level, ratio: 0, counted: 4 }), 'none');
  t.equal(levelStanding({ ...level, ratio: undefined }), 'none');
  t.equal(levelStanding(undefined), 'none');
  t.equal(queueStanding(queueRow(2, 0), 0), 'none');
  t.equal(queueStanding(queueRow(0, 0), 0), 'missed');
});

t.test('a floor: by state, then longest first, and honest about who found no place', async (t) => {
  const agents = Array.from({ length: 120 }, (_, i) => agentRow(i, 2_000_000));
  const groups = floorGroups(agents, null, { columns: 6, rows: 10 });
  t.same(
    groups.map((view) => view.group),
    ['contact', 'ready', 'acw', 'break'],
  );
  t.same(
    groups.map((view) => view.columns),
    [3, 1, 1, 1],
    'spare columns go where most wait',
  );
  const [contact] = groups;
  if (!contact) return t.fail('no group');
  t.equal(contact.count, 80);
  t.equal(contact.shown.length + contact.more, 80);
  t.equal(contact.shown.length, 29, 'the last place says how many more');
  const since = contact.shown.map((agent: AgentRow) => agent.sinceMs);
  t.same(
    since,
    [...since].sort((a, b) => a - b),
  );
  t.same(contact.states, [
    { state: 4, count: 60 },
    { state: 5, count: 10 },
    { state: 3, count: 10 },
  ]);
});

t.test('a floor: nobody is lost when groups share a column', async (t) => {
  const agents = Array.from({ length: 60 }, (_, i) => agentRow(i, 2_000_000));
  for (const columns of [2, 3, 4, 5, 8]) {
    const groups = floorGroups(agents, null, { columns, rows: 5 });
    const all = groups.reduce((sum, view) => sum + view.count, 0);
    t.equal(all, 60, `${columns} columns`);
    t.ok(groups.reduce((sum, view) => sum + view.columns, 0) <= columns);
  }
  const unreachable = agents.map((agent) => ({ ...agent, state: 9 as const }));
  t.equal(floorGroups(unreachable, null, { columns: 4, rows: 5 }).at(-1)?.count, 60);
});

t.test('a floor: the totals count, for an agent in two queues is one person', async (t) => {
  const [view] = floorGroups([], { 4: 31, 3: 2 }, { columns: 4, rows: 5 });
  t.match(view, { group: 'contact', count: 33, shown: [], more: 0 });
});

t.test('the trend: whole steps only, and the usual up to this very minute', async (t) => {
  const trend = {
    dayStartMs: 0,
    stepS: 1_800,
    steps: 48,
    today: [10, 20, 5],
    usual: Array.from({ length: 48 }, () => 10),
    low: Array.from({ length: 48 }, () => 8),
    high: Array.from({ length: 48 }, () => 12),
    pastDays: 4,
  };
  const shape = trendShape(trend, 2.5 * 1_800_000);
  t.equal(shape.today.split('L').length, 2, 'the running step would look like a fall');
  t.equal(shape.sum, 35);
  t.equal(shape.usualSum, 25, 'two and a half steps of ten');
  t.equal(shape.nowX, 5.21);
  t.match(trendShape({ ...trend, usual: [], low: [], high: [] }, 0), { usualSum: null, band: '' });
  t.same(
    shape.hours.map(({ x }) => x),
    [25, 50, 75],
  );
  // The day on which summer time ends has 50 half hours.
  t.equal(trendShape({ ...trend, steps: 50 }, 0).hours[1]?.x, 48);
});

t.test('a screen keeps its settings, and nonsense is not taken', async (t) => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const first = readScreen('?inch=75&m=6&lang=zh&theme=light&site=hq', 'en-US', storage);
  t.match(first, { inches: 75, metres: 6, lang: 'zh', theme: 'light', site: 'hq' });
  t.match(readScreen('', 'en-US', storage), { inches: 75, metres: 6, lang: 'zh', site: '' });
  t.match(readScreen('?inch=-4&m=x&theme=pink', 'zh-CN', null), {
    inches: 55,
    metres: 5,
    lang: 'zh',
    theme: 'auto',
  });
  t.equal(screenQuery(first), 'inch=75&m=6&lang=zh&theme=light&site=hq');
  const broken = {
    getItem: () => '{',
    setItem: () => {
      throw new Error('full');
    },
  };
  t.match(readScreen('?inch=43', 'en', broken), { inches: 43 });
});

t.test('words are measured before they are set', async (t) => {
  t.equal(textEms('通话'), 2);
  t.ok(textEms('talking') < 4);
  t.same(fitLines(['通话 251', '保持 41', '振铃 41'], 9, 2), ['通话 251  保持 41', '振铃 41']);
  t.same(fitLines(['通话 251', '保持 41', '振铃 41'], 4, 2), ['通话 251', '保持 41']);
});

t.test('history: local days of 23, 24 and 25 hours, and holes stay holes', async (t) => {
  const hours = (date: string, zone: string) =>
    (midnightIn(laterDate(date, 1), zone) - midnightIn(date, zone)) / 3_600_000;
  t.equal(hours('2026-03-29', 'Europe/Berlin'), 23);
  t.equal(hours('2026-10-25', 'Europe/Berlin'), 25);
  t.equal(hours('2026-11-23', 'Asia/Kathmandu'), 24);
  t.equal(midnightIn('2026-11-23', 'Asia/Shanghai'), Date.UTC(2026, 10, 22, 16));
  t.equal(dateIn(Date.UTC(2026, 10, 22, 17), 'Asia/Shanghai'), '2026-11-23');
  const figures = {
    offered: 4,
    answered: 3,
    abandoned: 1,
    serviceLevels: [{ rule: 'missed', ratio: 0.75 }],
  };
  const span = { fromMs: 0, toMs: 2_700_000, lengthS: 900, rule: 'missed' };
  t.same(columnsOf([{ start: '1970-01-01T00:15:00Z', lengthS: 900, figures }], span), [
    [0, 900, 1800],
    [null, 4, null],
    [null, 3, null],
    [null, 1, null],
    [null, 75, null],
  ]);
});

t.test('the day on which an hour comes twice: 25 hours, told apart by their offset', async (t) => {
  const timeZone = 'America/Toronto';
  const fromMs = midnightIn('2026-11-01', timeZone);
  const toMs = midnightIn('2026-11-02', timeZone);
  const span = { fromMs, toMs, lengthS: 1_800, rule: 'missed', timeZone };
  t.equal(columnsOf([], span)[0].length, 50);
  t.same(columnsOf([], { ...span, lengthS: 86_400, toMs: toMs + 86_400_000 })[0], [
    fromMs / 1000,
    toMs / 1000,
  ]);
  t.equal(stamp(Date.UTC(2026, 10, 1, 5, 30), timeZone), '2026-11-01 01:30 -04:00');
  t.equal(stamp(Date.UTC(2026, 10, 1, 6, 30), timeZone), '2026-11-01 01:30 -05:00');
});

t.test('a CSV says its rule and time zone; what cannot be computed is empty, not 0', async (t) => {
  const figures = {
    offered: 3,
    answered: 0,
    abandoned: 3,
    answerRate: 0,
    asaMs: null,
    ahtMs: null,
    serviceLevels: [{ rule: 'ignored', met: 0, counted: 0, ratio: null }],
  };
  const csv = csvOf([{ start: '2026-11-22T16:00:00Z', lengthS: 900, figures }], {
    rule: 'ignored',
    timeZone: 'Asia/Shanghai',
    notes: ['queue: "Sales", hq', 'time zone: Asia/Shanghai'],
  });
  t.same(csv.split('\r\n'), [
    '"# queue: ""Sales"", hq"',
    '# time zone: Asia/Shanghai',
    'start,length_s,offered,answered,abandoned,answer_rate,service_level,asa_ms,aht_ms',
    '2026-11-23T00:00:00+08:00,900,3,0,3,0,,,',
    '',
  ]);
});

t.test('the rate of a day is that of its sums, not the mean of rates', async (t) => {
  const interval = (met: number, counted: number) => ({
    start: '',
    lengthS: 900,
    figures: {
      offered: counted,
      answered: met,
      abandoned: counted - met,
      serviceLevels: [{ rule: 'missed', met, counted, ratio: met / counted }],
    },
  });
  t.match(sumsOf([interval(1, 1), interval(0, 9)], 'missed'), { offered: 10, level: 0.1 });
  t.equal(sumsOf([], 'missed').level, null);
});
