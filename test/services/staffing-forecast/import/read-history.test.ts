import t from 'tap';
import { readHistory } from '../../../../services/staffing-forecast/import/read-history.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string, zone = 'Europe/Paris', more = {}) =>
  readHistory(bytes(text), { zone, ...more });
const instants = (queue: { startsMs: Float64Array } | undefined) =>
  [...(queue?.startsMs ?? [])].map((ms) => new Date(ms).toISOString().slice(0, 16));

/** 进线量 and 队列 in GB18030, as a Chinese spreadsheet saves its CSV. */
const gb = {
  calls: [0xbd, 0xf8, 0xcf, 0xdf, 0xc1, 0xbf],
  queue: [0xb6, 0xd3, 0xc1, 0xd0],
  start: [0xbf, 0xaa, 0xca, 0xbc, 0xca, 0xb1, 0xbc, 0xe4],
};

t.test('every encoding a spreadsheet writes is found out', async (t) => {
  const table = '开始时间\t队列\t进线量\n2026/1/15 9:00\t售后\t12\n2026/1/15 9:30\t售后\t7\n';
  const utf16 = new Uint8Array(Buffer.from(`\ufeff${table}`, 'utf16le'));
  const bigEndian = new Uint8Array(Buffer.from(utf16).swap16());
  const gb18030 = Uint8Array.from([
    ...[...gb.start, 0x2c, ...gb.queue, 0x2c, ...gb.calls, 0x0a],
    ...[...bytes('2026-01-15 09:00,'), ...gb.queue, ...bytes(',12\n')],
    ...[...bytes('2026-01-15 09:30,'), ...gb.queue, ...bytes(',7\n')],
  ]);
  const western = new Uint8Array(
    Buffer.from(
      'Début;Appels;Libellé\n15/01/2026 09:00;12;été\n15/01/2026 09:30;7;été\n',
      'latin1',
    ),
  );
  const cases: [string, Uint8Array][] = [
    ['utf-8', bytes(`\ufeff${table}`)],
    ['utf-8', bytes(table)],
    ['utf-16le', utf16],
    ['utf-16le', utf16.subarray(2)],
    ['utf-16be', bigEndian],
    ['gb18030', gb18030],
    ['windows-1252', western],
  ];
  for (const [encoding, file] of cases) {
    const { understood, queues } = readHistory(file, { zone: 'Asia/Shanghai' });
    t.equal(understood.encoding, encoding);
    t.same([...(queues[0]?.calls ?? [])], [12, 7], encoding);
  }
  const broken = Uint8Array.from([...bytes('start,calls\n'), 0xff]);
  t.throws(() => readHistory(broken, { zone: 'UTC', encoding: 'utf-8' }), {
    message: /not valid utf-8/,
  });
});

t.test('times in every form mean the same instants', async (t) => {
  const forms = [
    'start,calls\n2026-01-15T09:00,1\n2026-01-15T09:30:00,2\n',
    'start,calls\n2026-01-15 09:00:00.000,1\n2026-01-15 09:30:00+01:00,2\n',
    'Date,Interval,Calls\n2026/1/15,09:00-09:30,1\n2026/1/15,09:30 - 10:00,2\n',
    'Datum;Uhrzeit;Anrufe\n15.01.2026;9:00;1\n15.01.2026;9:30;2\n',
    'Date,Time,Calls Offered\n1/15/2026,9:00 AM,1\n1/15/2026,9:30 AM,2\n',
    'Date Time,Calls\n15/01/2026 09:00,1\n15/01/2026 09:30,2\n',
    '日期,时段,呼入量\n2026年1月15日,上午9:00,1\n2026年1月15日,9:30,2\n',
    'timestamp,calls\n46037.375,1\n46037.3958333333,2\n',
    'date,time,calls\n20260115,0900,1\n20260115,0930,2\n',
    'date,time,calls\n15-Jan-2026,09:00,1\n15-Jan-2026,09:30,2\n',
    'Day,09:00,09:30,10:00,10:30\n2026-01-15,1,2,,\n',
  ];
  for (const form of forms) {
    const { queues, understood } = read(form, 'Europe/Paris', { slotMinutes: 30 });
    t.same(understood.errors, [], form);
    t.same(instants(queues[0]).slice(0, 2), ['2026-01-15T08:00', '2026-01-15T08:30'], form);
    t.same([...(queues[0]?.calls ?? [])].slice(0, 2), [1, 2], form);
  }
});

t.test('which number is the month is decided by the whole file, or asked', async (t) => {
  const file = (last: string) => `date,time,calls\n1/5/2026,09:00,1\n${last},09:00,1\n`;
  t.equal(read(file('1/16/2026')).understood.dateOrder, 'mdy');
  t.equal(read(file('16/1/2026')).understood.dateOrder, 'dmy');
  t.throws(() => read(file('1/6/2026')), {
    message: /"1\/5\/2026" may be read day first or month/,
  });
  const told = read(file('1/6/2026'), 'UTC', { dateOrder: 'dmy' });
  t.same(instants(told.queues[0]), ['2026-05-01T09:00', '2026-06-01T09:00']);
  t.throws(() => read(`${file('1/16/2026')}16/1/2026,09:00,1\n`), { message: /use one order/ });
});

t.test('numbers with a comma for the fraction, thousands, and times as h:mm:ss', async (t) => {
  const { queues, understood } = read(
    'Datum;Zeit;Anrufe;Ø AHT\n05.01.2026;09:00;1.234,5;0:03:20\n05.01.2026;09:30;7;03:00\n',
  );
  t.equal(understood.decimal, ',');
  t.same([...(queues[0]?.calls ?? [])], [1_234.5, 7]);
  t.same([...(queues[0]?.handleS ?? [])], [246_900, 1_260]);
  const english = read('start,calls\n2026-01-05T09:00,"1,234"\n2026-01-05T09:30,7\n');
  t.same([...(english.queues[0]?.calls ?? [])], [1_234, 7]);
  t.throws(() => read('start;calls\n2026-01-05T09:00;1.234\n2026-01-05T09:30;7\n'), {
    message: /"1\.234" may be thousands or a fraction/,
  });
});

t.test('handle time as a mean, as a total, in parts, and unnamed', async (t) => {
  const mean = (header: string, cells: string) => {
    const text = `start,calls,answered,${header}\n2026-01-05T09:00,12,10,${cells}\n`;
    return read(text).understood.queues[0]?.ahtS;
  };
  t.equal(mean('AHT', '200'), 200);
  t.equal(mean('Total handle time', '2000'), 200);
  t.equal(mean('Avg talk time,Avg ACW', '150,50'), 200);
  t.equal(mean('Total talk time,Total hold,Total ACW', '1400,100,500'), 200);
  t.equal(mean('Average handle time (min)', '3.5'), 210);
  const rows = Array.from({ length: 40 }, (_, i) => [i + 1, 190 + (i % 20)] as const);
  const at = (i: number) => new Date(Date.UTC(2026, 0, 5, 0, 30 * i)).toISOString().slice(0, 16);
  const file = (cell: (calls: number, s: number) => number) =>
    `start,calls,Handle Time\n${rows.map(([n, s], i) => `${at(i)},${n},${cell(n, s)}`).join('\n')}`;
  const asMean = read(file((_, s) => s)).understood;
  const asTotal = read(file((n, s) => n * s)).understood;
  t.match(asMean.columns.at(-1), { role: 'handle', reading: 'mean' });
  t.match(asTotal.columns.at(-1), { role: 'handle', reading: 'total' });
  t.ok(Math.abs((asMean.queues[0]?.ahtS ?? 0) - (asTotal.queues[0]?.ahtS ?? 1)) < 1e-9);
  t.match(asTotal.warnings, ['"Handle Time" was read as a total: it grows with the calls']);
});

t.test('blank is not zero, and a missing row is no row', async (t) => {
  const { queues, understood } = read(
    'start,calls\n2026-01-05T09:00,0\n2026-01-05T09:30,\n2026-01-05T10:30,n/a\n2026-01-05T11:00,3\n',
  );
  t.same([...(queues[0]?.calls ?? [])], [0, Number.NaN, Number.NaN, 3]);
  t.match(understood, { rows: 4, blanks: 2, queues: [{ slots: 2, calls: 3 }] });
});

t.test('what is wrong in a row is told with its line, and the others are read', async (t) => {
  const { understood, queues } = read(
    [
      'Report of the week;;;',
      '',
      'start;queue;calls;aht',
      '2026-01-05T09:00;a;12;100',
      '2026-01-05T09:30;a;twelve;100',
      '2026-01-05T09:30;a;-3;100',
      '2026-13-05T09:30;a;3;100',
      '2026-01-05T29:30;a;3;100',
      '2026-01-05T09:00;b;5;1:99',
      '2026-01-05T09:00;a;13;100',
      '2026-01-05T10:07;a;13;100',
      '2026-01-05T10:00;a;14;100',
      'Total;;42;',
    ].join('\r\n'),
    'Europe/Paris',
    { slotMinutes: 30 },
  );
  t.same(understood.headerLine, 3);
  t.same(
    understood.errors.map(({ line, message }) => `${line}: ${message}`),
    [
      '5: calls is "twelve", which is no number of contacts',
      '6: calls is "-3", which is no number of contacts',
      '7: "2026-13-05" is no date',
      '8: "29:30" is no time of day',
      '9: aht is "1:99", which is no time in seconds or h:mm:ss',
      '10: repeats line 4: queue "a" at 2026-01-05T09:00',
      '11: 10:07 does not begin an interval of 30 minutes',
    ],
  );
  t.match(understood.warnings, ['1 rows of totals were passed over']);
  t.same(
    queues.map(({ queue, calls }) => [queue, ...calls]),
    [['a', 12, 14]],
  );
});

t.test('the hour that comes twice: by offset, or in the order of the file', async (t) => {
  const twice = ['2026-10-25T00:00', '2026-10-25T00:30', '2026-10-25T01:00', '2026-10-25T01:30'];
  const hours = ['02:00', '02:30', '02:00', '02:30'].map((time) => `2026-10-25T${time}`);
  const plain = read(`start,calls\n${hours.map((hour, i) => `${hour},${i}`).join('\n')}`);
  t.same([instants(plain.queues[0]), [...(plain.queues[0]?.calls ?? [])]], [twice, [0, 1, 2, 3]]);
  const offsets = hours.map((hour, i) => `${hour}${i < 2 ? '+02:00' : '+01:00'},${i}`);
  const told = read(`start,calls\n${offsets.reverse().join('\n')}`);
  t.same([instants(told.queues[0]), [...(told.queues[0]?.calls ?? [])]], [twice, [0, 1, 2, 3]]);
  const back = read(
    `start,calls\n${['2026-10-25T03:00,9', `${hours[1]},3`, `${hours[0]},2`, `${hours[1]},1`, `${hours[0]},0`].join('\n')}`,
  );
  t.same([...(back.queues[0]?.calls ?? [])], [0, 1, 2, 3, 9], 'a file that runs backwards');
  const thrice = read(
    `start,calls\n${[hours[0], hours[0], hours[0]].join(',1\n')},1`,
    'Europe/Paris',
    { slotMinutes: 30 },
  );
  t.match(thrice.understood.errors, [{ line: 4, message: /repeats line 3/ }]);
});

t.test('an hour that is left out, a Z, and a foreign offset', async (t) => {
  const { understood } = read(
    'start,calls\n2026-03-29T01:30,1\n2026-03-29T02:30,2\n2026-03-29T03:00Z,3\n2026-03-29T03:30+05:00,4\n',
  );
  t.match(understood.warnings, [
    /1 row lies in an hour that clocks of Europe\/Paris leave out \(first: line 3\)/,
  ]);
  t.match(understood.errors, [
    { line: 4, message: /03:00Z is UTC, but the zone is Europe\/Paris/ },
    { line: 5, message: /03:30\+05:00 is no time of Europe\/Paris/ },
  ]);
  t.same(read('start,calls\n2026-03-29T03:00Z,3\n', 'UTC').understood.errors, []);
});

t.test('finer rows are added up; a slot of which a part is unknown is unknown', async (t) => {
  const rows = ['09:00,1', '09:15,2', '09:30,3', '09:45,', '10:00,4', '10:15,5', '10:30,6'];
  const day = (n: number) => rows.map((row) => `2026-01-0${n}T${row}`).join('\n');
  const { queues, understood } = read(`start,calls\n${day(5)}\n${day(6)}`, 'UTC', {
    slotMinutes: 30,
  });
  t.match(understood, { rowMinutes: 15, slotMinutes: 30 });
  t.same([...(queues[0]?.calls ?? [])].slice(0, 4), [3, Number.NaN, 9, Number.NaN]);
  const hourly = Array.from(
    { length: 48 },
    (_, i) => `2026-01-0${5 + Math.floor(i / 24)}T${String(i % 24).padStart(2, '0')}:00,1`,
  );
  t.throws(() => read(`start,calls\n${hourly.join('\n')}`, 'UTC', { slotMinutes: 30 }), {
    message: /rows of the file are 60 minutes long/,
  });
});

t.test('the holiday column is a flag or a name, also on rows to come', async (t) => {
  const { queues } = read(
    'start,calls,holiday\n2026-01-05T09:00,3,0\n2026-01-06T09:00,1,1\n2026-01-07T09:00,,Epiphany\n',
  );
  const day = Date.UTC(2026, 0, 6) / 86_400_000;
  t.same(queues[0]?.holidays, [
    { day, name: '' },
    { day: day + 1, name: 'Epiphany' },
  ]);
});

t.test("a mapping of one's own, and what cannot be a table", async (t) => {
  const file = 'a,b,c\n2026-01-05T09:00,3,4\n';
  const { queues } = read(file, 'UTC', { columns: { start: 'a', calls: 'c' } });
  t.same([...(queues[0]?.calls ?? [])], [4]);
  t.throws(() => read(file), { fault: 'invalid', message: /line 1: "a,b,c"/ });
  t.throws(() => read('start,calls\n', 'UTC', { columns: { queue: 'Skill' } }), {
    message: /no column "Skill"/,
  });
  t.throws(() => read('date,calls\n2026-01-05,1\n2026-01-06,1\n2026-01-07,1\n'), {
    message: /no row tells a time of day/,
  });
  t.throws(() => readHistory(new Uint8Array(64 * 1024 * 1024 + 1), { zone: 'UTC' }), {
    message: /at most 64 MB/,
  });
});
