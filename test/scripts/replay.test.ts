import { spawn } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import t from 'tap';
import { recorded } from '../services/acd-ingest/recorded-switch.ts';

const ami = resolve('test/fixtures/asterisk/ami_capture.log.gz');
const log = resolve('test/fixtures/asterisk/queue_log.gz');
const folder = await mkdtemp(join(tmpdir(), 'floorcast-replay-'));
t.teardown(() => rm(folder, { recursive: true, force: true }));

interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** The command line as a person runs it, from a folder that is not the project's. */
function floorcast(...args: string[]): Promise<Ran> {
  return ran(resolve('scripts/floorcast'), args);
}

function ran(command: string, args: string[]): Promise<Ran> {
  return new Promise((done, reject) => {
    const child = spawn(command, args, { cwd: folder });
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

const file = async (name: string, data: string | Buffer) => {
  await writeFile(join(folder, name), data);
  return name;
};

t.test('the recorded run, by both readers, as one JSON document', async (t) => {
  const { code, out, err } = await floorcast('replay', '--ami', ami, '--queue-log', log, '--json');
  t.equal(code, 0, err);
  const { queues, agents } = JSON.parse(out);
  t.same(
    queues.map((queue: { queue: string }) => queue.queue),
    ['billing', 'repair', 'sales', 'support'],
  );
  t.match(queues[1], {
    queue: 'repair',
    offered: 92,
    answered: 59,
    abandoned: 19,
    left: { timeout: 9, empty: 0, withdrawn: 1, key: 4, unnamed: 0 },
    stillWaiting: 0,
    meanAnsweredWaitS: 6.283,
    meanTalkS: 7.807,
    longestWaitS: null,
  });
  const { serviceLevel } = queues[2];
  t.same(Object.keys(serviceLevel), [
    'met-if-early',
    'ignored',
    'missed',
    'ignored-if-early',
    'ignored-if-short',
  ]);
  t.equal(serviceLevel.ignored, 1);
  t.equal(serviceLevel.missed, 188 / 211);
  t.equal(agents.length, 18);
  const dora = agents.find(({ agent }: { agent: string }) => agent === 'Dora Mets');
  t.equal(dora.answered, 25);
});

t.test("settings change the target, under each site's own name", async (t) => {
  const of = (id: string) =>
    JSON.stringify({
      format: 'floorcast-directory/1',
      tenant: 'main',
      settings: [
        { kind: 'queue', id, effectiveFrom: '2026-01-01T00:00:00Z', value: { targetMs: 2_000 } },
      ],
    });
  // Counted straight from the rows: answered waits of 2 s or less.
  const within = await countWithin('sales', 2);
  for (const id of ['sales', 'hq/sales']) {
    const settings = await file('settings.json', of(id));
    const { out } = await floorcast('replay', '--queue-log', log, '--settings', settings, '--json');
    const sales = JSON.parse(out).queues.find(({ queue }: { queue: string }) => queue === 'sales');
    t.equal(sales.serviceLevel.ignored, within / 188, id);
  }
});

async function countWithin(queue: string, seconds: number): Promise<number> {
  const rows = recorded('queue_log')
    .toString()
    .split('\n')
    .map((line) => line.split('|'));
  return rows.filter((row) => {
    return row[2] === queue && row[4] === 'CONNECT' && Number(row[5]) <= seconds;
  }).length;
}

t.test(
  "events without Timestamp: durations are the switch's, instants null, and it says so",
  async (t) => {
    const timeless = recorded('ami_capture.log')
      .toString()
      .replace(/^Timestamp: .*\r\n/gm, '');
    const name = await file('timeless', gzipSync(timeless));
    const { code, out, err } = await floorcast('replay', '--ami', name, '--json');
    t.equal(code, 0, err);
    t.match(err, /"timeless" has no Timestamp lines/);
    const { queues, agents } = JSON.parse(out);
    t.same(
      queues.map((queue: Record<string, number>) => [
        queue.offered,
        queue.answered,
        queue.abandoned,
      ]),
      [
        [19, 13, 4],
        [92, 59, 19],
        [211, 188, 23],
        [142, 115, 26],
      ],
    );
    // Whole seconds of HoldTime, as the queue_log has them.
    t.same(
      queues.map((queue: Record<string, number>) => queue.meanAnsweredWaitS),
      [5.231, 6.373, 3.112, 5.148],
    );
    t.match(agents[0], { pausedS: null, signedInS: null, answered: 14 });
    const both = await floorcast('replay', '--ami', name, '--queue-log', log, '--json');
    const logAlone = await floorcast('replay', '--queue-log', log, '--json');
    t.equal(both.out, logAlone.out, 'beside a log, the log alone holds');
  },
);

t.test('calls that still wait at the end of the file', async (t) => {
  const rows = [
    '1000000000|u.1|sales|NONE|ENTERQUEUE||+372|1',
    '1000000010|u.2|sales|NONE|ENTERQUEUE||+372|2',
    '1000000030|u.3|sales|NONE|ENTERQUEUE||+372|3',
    '1000000031|u.3|sales|NONE|ABANDON|3|3|1',
  ];
  const name = await file('waiting', `${rows.join('\n')}\n`);
  const { out } = await floorcast('replay', '--queue-log', name, '--json');
  t.match(JSON.parse(out).queues[0], {
    offered: 3,
    abandoned: 1,
    stillWaiting: 2,
    meanAnsweredWaitS: null,
    meanTalkS: null,
    maxWaitS: 31,
    longestWaitS: 31,
    serviceLevel: { ignored: 0, missed: 0, 'met-if-early': 1 / 3 },
  });
});

t.test('lines that cannot be read are passed over and named', async (t) => {
  const good = gunzipSync(gzipSync(recorded('queue_log'))).toString();
  const name = await file('damaged', `what is this\n${good}1795345100|u`);
  const { code, out, err } = await floorcast('replay', '--queue-log', name);
  t.equal(code, 0);
  t.match(err, /2 could not be read and were passed over; the first: damaged:1: has fewer/);
  t.match(out, /sales +211 +188 +23/);
});

t.test('bad input is one sentence and exit 2', async (t) => {
  await file('noise.gz', 'not gzip at all');
  await file('noise', 'neither this\nnor that\n');
  await file('bad.json', '{"format":"x"}');
  const bad: [string[], RegExp][] = [
    [['replay'], /^floorcast: give --ami FILE, --queue-log FILE or both\n$/],
    [['replay', '--ami', 'nowhere'], /^floorcast: cannot read "nowhere": ENOENT.*\n$/],
    [['replay', '--ami', 'noise.gz'], /^floorcast: cannot read "noise.gz": .*\n$/],
    [['replay', '--ami', log], /is no text of the Asterisk manager interface\n$/],
    [['replay', '--queue-log', 'noise'], /^floorcast: "noise" is no queue_log\n$/],
    [['replay', '--queue-log', log, '--agents-by', 'mood'], /--agents-by is "mood"/],
    [['replay', '--queue-log', log, '--settings', 'bad.json'], /"bad.json": format is "x"/],
    [['replay', '--frob'], /^floorcast: .*'--frob'.*\n$/],
    [['frobnicate'], /there is no command "frobnicate"/],
  ];
  const runs = bad.map(async ([args, sentence]) => ({
    args,
    sentence,
    ...(await floorcast(...args)),
  }));
  for (const { args, sentence, code, out, err } of await Promise.all(runs)) {
    t.equal(code, 2, args.join(' '));
    t.match(err, sentence);
    t.equal(out, '');
  }
});

t.test('the launcher is found through a symbolic link, and tells its commands', async (t) => {
  await symlink(resolve('scripts/floorcast'), join(folder, 'fc'));
  const { code, out } = await ran(join(folder, 'fc'), ['--help']);
  t.equal(code, 0);
  t.match(out, /replay +the figures of a recorded Asterisk/);
  t.match((await ran(join(folder, 'fc'), ['replay', '--help'])).out, /--queue-log FILE/);
});
