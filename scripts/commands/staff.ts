import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { DomainError } from '../../services/domain/domain-error.ts';
import { staffRow } from './staff-row.ts';

/** What `floorcast staff --help` prints; the first line stands in the overview. */
export const staffHelp = `agents for a load, or figures for agents: Erlang B, C and A

Usage: floorcast staff --in FILE|- [--out FILE]

  --in FILE    JSON Lines, one question a line; - reads standard input
  --out FILE   where the answers go, one a line; standard output unless given

A question: {"model":"erlang-b|erlang-c|erlang-a", "erlangs":x or "callsPerHour":x,
"ahtS":s, "agents":n, "withinS":s, "patienceS":s, "rule":"missed"}; with
"goal":{"serviceLevel":0.8,"withinS":20} (also asaS, pWait, occupancy, blocking,
abandonment, minimumAgents; several together) in place of agents the smallest
number that meets them; "shrinkage":"30/100" or 0.3 adds rostered. For erlang-b,
agents with goal.blocking and no load gives the largest erlangs.
rule: met-if-early, ignored, missed (default), ignored-if-early, ignored-if-short
(with shortAbandonS, default 5). Blank lines are passed over.

Exit code 0: all answered; 1: some lines hold {"error":...} in their place;
2: bad command or file.
`;

/** Answers each line of a file in its place. */
export async function staff(args: string[]): Promise<void> {
  const { in: from, out: to } = readOptions(args);
  if (!from) throw new DomainError('invalid', 'staff needs --in FILE (or - for standard input)');
  const input = from === '-' ? process.stdin : await reading(from);
  const output = to === undefined ? null : await writing(to);
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  let errors = 0;
  let answers: string[] = [];
  const flush = async () => {
    const text = answers.join('');
    answers = [];
    if (output) await output.write(text);
    else if (!process.stdout.write(text)) await drained();
  };
  try {
    let number = 0;
    for await (const line of lines) {
      number += 1;
      const text = number === 1 ? line.replace(/^\uFEFF/, '') : line;
      if (text.trim() === '') continue;
      const answer = staffRow(text);
      if ('error' in answer) errors += 1;
      answers.push(`${JSON.stringify(answer)}\n`);
      if (answers.length >= flushLines) await flush();
    }
    await flush();
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new DomainError('invalid', `${from} cannot be read: ${(error as Error).message}`);
  } finally {
    await output?.close();
  }
  if (errors > 0) throw new RowsRefused(errors);
}

const flushLines = 1_000;

/** Some rows hold errors; each stands in its place, and the exit code says so. */
export class RowsRefused extends Error {
  constructor(count: number) {
    super(`${count} ${count === 1 ? 'line holds an error' : 'lines hold errors'}`);
    this.name = 'RowsRefused';
  }
}

async function reading(path: string) {
  const file = await open(path).catch((error: Error) => {
    throw new DomainError('invalid', `${path} cannot be read: ${error.message}`);
  });
  const isFolder = (await file.stat()).isDirectory();
  await file.close();
  if (isFolder) throw new DomainError('invalid', `${path} is a folder, not a file`);
  return createReadStream(path);
}

function writing(path: string) {
  return open(path, 'w').catch((error: Error) => {
    throw new DomainError('invalid', `${path} cannot be written: ${error.message}`);
  });
}

function drained(): Promise<void> {
  return new Promise((done) => {
    process.stdout.once('drain', done);
  });
}

function readOptions(args: string[]) {
  try {
    return parseArgs({
      args,
      options: { in: { type: 'string' }, out: { type: 'string' } },
    }).values;
  } catch (error) {
    throw new DomainError('invalid', (error as Error).message);
  }
}
