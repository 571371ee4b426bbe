import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import t from 'tap';

const folder = await mkdtemp(join(tmpdir(), 'floorcast-staff-'));
t.teardown(() => rm(folder, { recursive: true, force: true }));

/** The command as a person runs it, with what stands on standard input. */
function staff(
  args: string[],
  input = '',
): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((done, reject) => {
    const child = spawn(resolve('scripts/floorcast'), ['staff', ...args], { cwd: folder });
    const said = { out: '', err: '' };
    child.stdout.on('data', (bytes) => {
      said.out += bytes;
    });
    child.stderr.on('data', (bytes) => {
      said.err += bytes;
    });
    child.once('error', reject);
    child.once('close', (code) => done({ code, ...said }));
    child.stdin.end(input);
  });
}

const lines = (...rows: unknown[]) => rows.map((row) => JSON.stringify(row)).join('\n');
const answers = (out: string) =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

t.test(
  'figures, sizing and the largest load, each in its place; errors stand in theirs',
  async (t) => {
    const input = [
      lines(
        { model: 'erlang-c', callsPerHour: 200, ahtS: 180, agents: 13, withinS: 20, note: 'kept' },
        {
          model: 'erlang-c',
          callsPerHour: 200,
          ahtS: 180,
          goal: { serviceLevel: 0.8, withinS: 20 },
          shrinkage: '30/100',
        },
        { model: 'erlang-b', agents: 10, goal: { blocking: 0.01 } },
        { model: 'erlang-c', erlangs: 10, ahtS: 180, agents: 9, withinS: 20 },
        { model: 'erlang-c', erlangs: 10, agents: 13.05 },
        {
          model: 'erlang-a',
          erlangs: 100,
          ahtS: 240,
          patienceS: 120,
          goal: { serviceLevel: 0.8, withinS: 20, abandonment: 0.03 },
        },
        { model: 'erlang-c', erlangs: 10, agents: 12, ahtS: 180, rule: 'mine' },
        { model: 'erlang-b', erlangs: 50_000, agents: 100_000, shrinkage: 0.3 },
      ),
      '',
      'not json',
      lines(
        { model: 'erlang-c', callsPerHour: 20, agents: 2 },
        { model: 'erlang-c', erlangs: 10, ahtS: 60, goal: { servicelevel: 0.8 } },
        { model: 'erlang-c', erlangs: '10', agents: 12 },
      ),
    ].join('\n');
    const { code, out, err } = await staff(['--in', '-'], input);
    t.equal(code, 1, 'some rows had errors');
    t.match(err, /5 lines hold errors/);
    const rows = answers(out);
    t.equal(rows.length, 12, 'a blank line asks nothing');
    t.match(rows[0], { note: 'kept', agents: 13, pAbandon: 0 });
    t.equal(rows[0].asaS.toFixed(6), '17.116227', 'CRAN ErlangC 0.1.0');
    t.match(rows[1], { agents: 14, rostered: 20 });
    t.equal(rows[2].erlangs.toFixed(9), '4.461176858');
    t.match(rows[3], { pWait: 1, serviceLevel: 0, asaS: null, queueLength: null, waitP90S: null });
    t.equal(rows[3].occupancy, 10 / 9);
    t.match(rows[4], { serviceLevel: null, asaS: null, waitP90S: null });
    t.equal(rows[4].pWait.toFixed(12), '0.278579141257');
    t.equal(rows[5].agents, 104, 'the cap on abandonment binds: 97 would do for 80/20');
    t.match(rows[6].error, /rule "mine" is none of/);
    t.match(rows[7], { blocking: 0, rostered: 142_858 });
    t.match(rows[8], { error: /no JSON/ });
    t.match(rows[9].error, /callsPerHour needs ahtS/);
    t.match(rows[10].error, /goal.servicelevel is none of serviceLevel/);
    t.match(rows[11].error, /erlangs "10" is no number/);
  },
);

t.test('from file to file', async (t) => {
  await writeFile(
    join(folder, 'in.jsonl'),
    `\uFEFF${lines({ model: 'erlang-b', erlangs: 1, agents: 1 })}\r\n`,
  );
  t.match(await staff(['--in', 'in.jsonl', '--out', 'out.jsonl']), { code: 0, out: '', err: '' });
  const [row] = answers(await readFile(join(folder, 'out.jsonl'), 'utf8'));
  t.match(row, { blocking: 0.5, occupancy: 0.5, serviceLevel: null, asaS: null });
});

t.test('a bad command or file is exit code 2 and one sentence', async (t) => {
  const bad: [string[], RegExp][] = [
    [[], /staff needs --in/],
    [['--in', 'nowhere.jsonl'], /nowhere.jsonl cannot be read/],
    [['--in', '.'], /is a folder/],
    [['--in', '-', '--out', 'no/such/folder'], /cannot be written/],
    [['--input', 'x'], /--input/],
  ];
  for (const [args, message] of bad) {
    const { code, err, out } = await staff(args);
    t.equal(code, 2, args.join(' '));
    t.match(err, message);
    t.equal(out, '');
  }
});
