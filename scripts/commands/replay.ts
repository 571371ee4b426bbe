import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import {
  openRecording,
  type Recording,
} from '../../services/acd-ingest/adapters/asterisk-recorded.ts';
import { DomainError } from '../../services/domain/domain-error.ts';
import { readDirectoryDocument } from '../../services/domain/settings/directory-document.ts';
import { noSettings, type Settings, withSetting } from '../../services/domain/settings/settings.ts';
import { type Document, reckoning } from './replay-reckoning.ts';

/** What `floorcast replay --help` prints; the first line stands in the overview. */
export const replayHelp = `the figures of a recorded Asterisk, without any server

Usage: floorcast replay [--ami FILE] [--queue-log FILE] [--settings FILE]
                        [--agents-by name|interface] [--site SITE] [--json]

  --ami FILE        recorded text of the manager interface (plain or gzip)
  --queue-log FILE  the switch's queue_log (plain or gzip)
                    Both together are one switch seen by two readers.
  --settings FILE   targets and wrap-up: a directory as JSON (floorcast-directory/1);
                    without it 20 s to answer, short abandon below 5 s, no wrap-up
  --agents-by WORD  an agent is known by name (default) or by interface
  --site SITE       the site of the recorded queues in the settings; default: the only
                    site with queues in them, else "site"
  --json            one JSON document instead of a table

Lines that cannot be read are passed over and named on standard error.
Exit codes: 0 done, 2 bad input.
`;

/** Reads recorded files and prints the figures of every queue and agent. */
export async function replay(args: string[]): Promise<void> {
  const options = readOptions(args);
  const { site, settings } = await readSettings(options.settings, options.site);
  const recording: Recording = {
    ...(options.ami === undefined ? {} : { ami: options.ami }),
    ...(options.queueLog === undefined ? {} : { queueLog: options.queueLog }),
  };
  const identity = {
    source: 'recording',
    site,
    agentsBy: options.agentsBy,
    callerDigits: 0,
  } as const;
  const { timeless, read } = await openRecording(recording, { identity, warn: say });
  const figures = reckoning(timeless ? atAllTimes(settings) : settings, { timeless });
  const parked = parkedLines();
  const sw = await read({ tell: figures.take, park: parked.park });
  parked.tell();
  const document = figures.document(sw.nowMs);
  process.stdout.write(options.json ? `${JSON.stringify(document, null, 2)}\n` : table(document));
}

interface Options {
  ami: string | undefined;
  queueLog: string | undefined;
  settings: string | undefined;
  site: string | undefined;
  agentsBy: 'name' | 'interface';
  json: boolean;
}

function readOptions(args: string[]): Options {
  const values = parsed(args);
  const { ami, settings, site, json = false } = values;
  const queueLog = values['queue-log'];
  const agentsBy = values['agents-by'] ?? 'name';
  if (ami === undefined && queueLog === undefined) {
    throw new DomainError('invalid', 'give --ami FILE, --queue-log FILE or both');
  }
  if (agentsBy !== 'name' && agentsBy !== 'interface') {
    throw new DomainError('invalid', `--agents-by is "${agentsBy}", but must be name or interface`);
  }
  return { ami, queueLog, settings, site, agentsBy, json };
}

function parsed(args: string[]) {
  const text = { type: 'string' } as const;
  const options = {
    ami: text,
    'queue-log': text,
    settings: text,
    site: text,
    'agents-by': text,
    json: { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new DomainError('invalid', (error as Error).message.split('. ')[0] ?? 'bad options');
  }
}

async function readSettings(
  path: string | undefined,
  givenSite: string | undefined,
): Promise<{ site: string; settings: Settings }> {
  if (path === undefined) return { site: givenSite ?? 'site', settings: noSettings };
  const json = await readJson(path);
  try {
    const document = readDirectoryDocument(json, givenSite ?? 'site');
    const queues = document.settings.filter(({ kind }) => kind === 'queue');
    const sites = new Set(queues.map(({ id }) => id.slice(0, id.indexOf('/'))));
    const [only = 'site'] = sites.size === 1 ? sites : [];
    return {
      site: givenSite ?? only,
      settings: document.settings.reduce(withSetting, noSettings),
    };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError(error.fault, `"${path}": ${error.message}`);
  }
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new DomainError('invalid', `cannot read "${path}": ${error.message}`);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DomainError('invalid', `"${path}" is no JSON: ${(error as Error).message}`);
  }
}

/** Where instants are unknown, the newest version of each setting stands for all times. */
function atAllTimes(settings: Settings): Settings {
  const newest = [...settings.versions.values()].flatMap((list) => list.slice(-1));
  return newest
    .map((setting) => ({ ...setting, effectiveFromMs: 0 }))
    .reduce(withSetting, noSettings);
}

/** Counts what could not be read and names the first of it. */
function parkedLines() {
  let count = 0;
  let first = '';
  return {
    park: (_line: string, place: string, why: string) => {
      count += 1;
      first ||= `${place}: ${why}`;
    },
    tell: () => {
      if (count > 0) say(`${count} could not be read and were passed over; the first: ${first}`);
    },
  };
}

function table({ queues, agents }: Document): string {
  const queueRows = queues.map((queue) => {
    const left = Object.values(queue.left).reduce((sum, count) => sum + count, 0);
    const { offered, answered, abandoned, stillWaiting } = queue;
    const means = [queue.meanAnsweredWaitS, queue.meanTalkS, queue.serviceLevel.missed];
    return [queue.queue, offered, answered, abandoned, left, stillWaiting, ...means.map(rounded)];
  });
  const agentRows = agents.map(({ agent, answered, talkS, pausedS, signedInS }) => {
    return [agent, answered, ...[talkS, pausedS, signedInS].map(rounded)];
  });
  return [
    aligned([
      ['queue', 'offered', 'answered', 'abandoned', 'left', 'waiting', 'wait s', 'talk s', 'SL'],
      ...queueRows,
    ]),
    aligned([['agent', 'answered', 'talk s', 'paused s', 'signed in s'], ...agentRows]),
  ].join('\n');
}

/** A figure for reading; nothing to divide is a dash. */
function rounded(figure: number | null): string {
  return figure === null ? '–' : figure.toFixed(2);
}

function aligned(rows: (string | number)[][]): string {
  const widths =
    rows[0]?.map((_, i) => Math.max(...rows.map((row) => String(row[i]).length))) ?? [];
  const lines = rows.map((row) =>
    row
      .map((cell, i) =>
        i === 0 ? String(cell).padEnd(widths[i] ?? 0) : String(cell).padStart(widths[i] ?? 0),
      )
      .join('  '),
  );
  return `${lines.join('\n')}\n`;
}

function say(sentence: string): void {
  process.stderr.write(`floorcast: ${sentence}\n`);
}
