import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import t from 'tap';

const folder = await mkdtemp(join(tmpdir(), 'floorcast-forecast-'));
t.teardown(() => rm(folder, { recursive: true, force: true }));

const header = 'origin,start,queue,calls,low80,high80,low95,high95';

interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** The command as a person runs it, from a folder that is not the project's. */
function forecast(...args: string[]): Promise<Ran> {
  return new Promise((done, reject) => {
    const child = spawn(resolve('scripts/floorcast'), ['forecast', ...args], { cwd: folder });
    const said = { out: '', err: '' };
    child.stdout.on('data', (bytes) => {
      said.out += bytes;
    });
    child.stderr.on('data', (bytes) => {
      said.err += bytes;
    });
    child.once('error', reject);
    child.once('close', (code) => done({ code, ...said }));
  });
}

/** A centre open from 08:00 to 18:00 on weekdays, its course known to the call. */
function centre(from: string, days: number, { holiday = '', after = 1 } = {}): string[] {
  const rows: string[] = [];
  for (let day = 0; day < days; day += 1) {
    const midnight = new Date(Date.parse(`${from}T00:00Z`) + day * 86_400_000);
    const closed = midnight.getUTCDay() % 6 === 0;
    for (let slot = 0; slot < 48; slot += 1) {
      const start = new Date(midnight.getTime() + slot * 1_800_000).toISOString().slice(0, 16);
      const open = !closed && slot >= 16 && slot < 36 && !start.startsWith(holiday || '-');
      const calls = open ? 40 + ((slot * 7 + day * 13) % 9) + 5 * midnight.getUTCDay() : 0;
      rows.push(`${start},${calls * after},${start.startsWith(holiday || '-') ? 1 : 0}`);
    }
  }
  return rows;
}

const file = async (name: string, rows: string[], columns = 'start,calls,holiday') => {
  await writeFile(join(folder, name), [columns, ...rows].join('\n'));
  return name;
};

const rowsOf = (csv: string) => {
  const [head, ...rows] = csv.trimEnd().split('\n');
  return { head, rows: rows.map((row) => row.split(',')) };
};

t.test(
  'every slot of every day from the origin, closed slots 0, bands around the line',
  async (t) => {
    await file('centre.csv', centre('2026-03-02', 84));
    const options = ['--in', 'centre.csv', '--slot', '30', '--zone', 'UTC', '--days', '14'];
    const { code, out, err } = await forecast(...options, '--origin', '2026-05-18');
    t.same([code, err], [0, '']);
    const { head, rows } = rowsOf(out);
    t.equal(head, header);
    t.equal(rows.length, 14 * 48);
    t.same(rows[0]?.slice(0, 3), ['2026-05-18T00:00', '2026-05-18T00:00', '']);
    t.equal(rows.at(-1)?.[1], '2026-05-31T23:30');
    const figures = rows.map((row) => row.slice(3).map(Number));
    const night = rows.findIndex(([, start]) => start === '2026-05-19T03:00');
    const sunday = rows.findIndex(([, start]) => start === '2026-05-24T12:00');
    t.same(
      [figures[night], figures[sunday]],
      [
        [0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0],
      ],
    );
    const tuesday = figures[rows.findIndex(([, start]) => start === '2026-05-19T12:00')]?.[0] ?? 0;
    t.ok(Math.abs(tuesday - 54) < 5, `Tuesday noon is about 54, forecast ${tuesday}`);
    const disordered = figures.filter(([y = 0, l80 = 0, h80 = 0, l95 = 0, h95 = 0]) => {
      return !(l95 <= l80 && l80 <= y && y <= h80 && h80 <= h95);
    });
    t.same(disordered, []);
  },
);

t.test('an origin is forecast as if the others and all later rows did not exist', async (t) => {
  const past = centre('2026-03-02', 77);
  const later = centre('2026-05-18', 28, { holiday: '2026-05-20', after: 3 });
  const flagsOnly = later.map((row) => row.replace(/,\d+,/, ',,'));
  await file('whole.csv', [...past, ...later]);
  await file('until.csv', [...past, ...flagsOnly]);
  const options = ['--slot', '30', '--zone', 'UTC', '--days', '10'];
  const origins = ['2026-05-18', '2026-04-20T12:00', '2026-05-04', '2026-05-11'];
  const several = await forecast(
    '--in',
    'whole.csv',
    ...options,
    ...origins.flatMap((o) => ['--origin', o]),
  );
  const alone = await forecast('--in', 'until.csv', ...options, '--origin', '2026-05-18');
  t.same([several.code, alone.code], [0, 0], several.err + alone.err);
  const { rows } = rowsOf(several.out);
  t.same(
    [...new Set(rows.map(([origin]) => origin))],
    [...['2026-05-18T00:00', '2026-04-20T12:00', '2026-05-04T00:00', '2026-05-11T00:00']],
    'in the order given',
  );
  t.same(rows.slice(0, 480), rowsOf(alone.out).rows);
  const noon = rows.filter(([origin]) => origin === '2026-04-20T12:00');
  t.equal(noon.length, 24 + 9 * 48);
  t.equal(noon[0]?.[1], '2026-04-20T12:00');
});

t.test('days of 23 and 25 hours, with the offset in the hour that comes twice', async (t) => {
  const hours = (from: string, days: number) =>
    Array.from({ length: days * 24 }, (_, n) => {
      const start = new Date(Date.parse(`${from}T00:00Z`) + n * 3_600_000).toISOString();
      return `${start.slice(0, 16)},${10 + (n % 24)}`;
    });
  await file('hours.csv', hours('2026-01-05', 290), 'start,calls');
  const options = ['--in', 'hours.csv', '--slot', '60', '--zone', 'Europe/Paris', '--days', '1'];
  const { code, out, err } = await forecast(
    ...options,
    '--origin',
    '2026-03-29',
    '--origin',
    '2026-10-25',
  );
  t.equal(code, 0);
  t.match(err, /1 row lies in an hour that clocks of Europe\/Paris leave out \(first: line 1996\)/);
  const starts = (day: string) =>
    rowsOf(out).rows.flatMap(([origin, start]) =>
      origin === `${day}T00:00` ? [start?.slice(11)] : [],
    );
  t.same(starts('2026-03-29').slice(0, 4), ['00:00', '01:00', '03:00', '04:00']);
  t.equal(starts('2026-03-29').length, 23);
  t.same(starts('2026-10-25').slice(1, 5), ['01:00', '02:00+02:00', '02:00+01:00', '03:00']);
  t.equal(starts('2026-10-25').length, 25);
});

t.test(
  'queues each for itself, names as they are, a calendar, and an answer in a file',
  async (t) => {
    const queues = ['售后', 'Sales, "new"'];
    const rows = queues.flatMap((queue, n) =>
      centre('2026-03-02', 56).map((row) => {
        const [start, calls] = row.split(',');
        return `${start},${Number(calls) * (n + 1)},"${queue.replaceAll('"', '""')}"`;
      }),
    );
    await file('queues.csv', rows, 'start,calls,queue');
    const options = ['--in', 'queues.csv', '--slot', '30', '--zone', 'Europe/Paris', '--days', '7'];
    const said = await forecast(
      ...options,
      '--origin',
      '2026-04-27',
      '--calendar',
      'FR',
      '--out',
      'out.csv',
    );
    t.same([said.code, said.out], [0, ''], said.err);
    const out = await readFile(join(folder, 'out.csv'), 'utf8');
    t.equal(out.split('\n').length, 2 * 7 * 48 + 2);
    const at = (queue: string, start: string) => {
      const line = out.split('\n').find((row) => row.includes(`,${start},${queue},`)) ?? '';
      return Number(line.slice(line.indexOf(`,${queue},`) + queue.length + 2).split(',')[0]);
    };
    const [single, double] = [
      at('售后', '2026-04-28T12:00'),
      at('"Sales, ""new"""', '2026-04-28T12:00'),
    ];
    t.ok(single > 40 && Math.abs(double / single - 2) < 0.2, `${single} and ${double}`);
  },
);

t.test('what cannot be done is one sentence with the value, and exit 2', async (t) => {
  await file('good.csv', centre('2026-03-02', 30));
  await file('bad.csv', ['2026-03-02T09:00,many,0'], 'start,calls,holiday');
  await file('utc.csv', ['2026-03-02T09:00Z,1'], 'start,calls');
  const good = ['--in', 'good.csv', '--slot', '30', '--zone', 'UTC', '--origin', '2026-03-30'];
  const cases: [string[], RegExp][] = [
    [['--in', 'none.csv', ...good.slice(2)], /cannot read "none.csv"/],
    [['--in', 'bad.csv', ...good.slice(2)], /"bad.csv" line 2: calls is "many"/],
    [
      ['--in', 'utc.csv', '--slot', '30', '--zone', 'Europe/Paris', '--origin', '2026-03-03'],
      /line 2: 09:00Z is UTC/,
    ],
    [[...good, '--slot', '20'], /--slot is "20"/],
    [[...good, '--zone', 'Mars/Base'], /no time zone "Mars\/Base"/],
    [[...good, '--calendar', 'XX'], /no calendar "XX"/],
    [[...good, '--days', '0'], /--days is "0"/],
    [[...good, '--origin', '2026-02-30'], /--origin "2026-02-30"/],
    [[...good, '--origin', '2026-03-30T09:10'], /does not begin an interval of 30 minutes/],
    [
      [...good, '--origin', '2026-03-01'],
      /no known count on a day before the origin 2026-03-01T00:00/,
    ],
    [[...good, '--speed', '9'], /--speed/],
    [good.slice(0, 6), /give --origin/],
  ];
  for (const [args, sentence] of cases) {
    const { code, out, err } = await forecast(...args);
    t.same([code, out, err.trimEnd().split('\n').length], [2, '', 1], args.join(' '));
    t.match(err, sentence);
  }
});

// Protocol and gates: the README beside the series. They carry licences of their own and stay there.
const series = process.env.FLOORCAST_FORECAST_SERIES ?? resolve('../shared/forecast');
const bank = {
  name: 'bank30.csv',
  origins: [80, 86, 92, 98, 104, 110, 116, 122, 128, 134, 140, 146, 152, 158],
  zone: 'America/New_York',
  gates: { 1: 4.6, 5: 6.2, 10: 6.4 },
};
const smallBank = {
  name: 'anonbank30.csv',
  origins: [120, 139, 158, 177, 196, 215, 234, 253, 272, 291, 310, 329, 348],
  zone: 'UTC',
  gates: { 1: 28.5, 7: 24.5, 14: 23.5 },
};

for (const { name, origins, zone, gates } of [bank, smallBank]) {
  const path = join(series, name);
  const skip = existsSync(path) ? false : 'the series are not here';
  t.test(`${name}: rolling origins through the command`, { skip }, async (t) => {
    const actual = rowsOf(await readFile(path, 'utf8')).rows.map(([, start = '', y, scored]) => ({
      ...{ day: start.slice(0, 10), start: start.slice(0, 16) },
      ...{ y: Number(y), scored: scored === '1' },
    }));
    const days = [...new Set(actual.map(({ day }) => day))];
    const starts = origins.map((index) => days[index] ?? '');
    const { code, out, err } = await forecast(
      ...['--in', path, '--slot', '30', '--zone', zone, '--days', '14'],
      ...starts.flatMap((origin) => ['--origin', origin]),
    );
    t.equal(code, 0, err);
    const forecasts = new Map(
      rowsOf(out).rows.map((row) => [`${row[0]} ${row[1]}`, row.slice(3).map(Number)]),
    );
    for (const [horizon, gate] of Object.entries(gates)) {
      const sum = { error: 0, bias: 0, y: 0, n: 0, in80: 0, in95: 0 };
      for (const origin of origins) {
        const ahead = new Set(days.slice(origin, origin + Number(horizon)));
        for (const { day, start, y, scored } of actual) {
          if (!scored || !ahead.has(day)) continue;
          const [f = Number.NaN, l80 = 0, h80 = 0, l95 = 0, h95 = 0] =
            forecasts.get(`${days[origin]}T00:00 ${start}`) ?? [];
          sum.error += Math.abs(y - f);
          sum.bias += f - y;
          sum.y += y;
          sum.n += 1;
          if (l80 <= y && y <= h80) sum.in80 += 1;
          if (l95 <= y && y <= h95) sum.in95 += 1;
        }
      }
      const [wape, bias] = [(100 * sum.error) / sum.y, (100 * sum.bias) / sum.y];
      const [in80, in95] = [(100 * sum.in80) / sum.n, (100 * sum.in95) / sum.n];
      t.ok(wape <= gate, `${horizon} days: WAPE ${wape.toFixed(2)} % of at most ${gate} %`);
      t.comment(
        `bias ${bias.toFixed(2)} %, 80 % holds ${in80.toFixed(1)}, 95 % ${in95.toFixed(1)}`,
      );
      t.ok(in80 >= 70 && in80 <= 90 && in95 >= 88, 'the bands hold about what they claim');
    }
  });
}
