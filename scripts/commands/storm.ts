import { parseArgs } from 'node:util';
import { DomainError } from '../../services/domain/domain-error.ts';
import { text } from '../../services/lib/config.ts';

/** What `floorcast storm --help` prints; the first line stands in the overview. */
export const stormHelp = `many times the usual contacts at a simulated site, for some minutes

Usage: floorcast storm --site SITE [--queue QUEUE] [--times N] [--minutes N]

  --site SITE    qingyang, tallinn or toronto
  --queue QUEUE  only this queue; default: all of the site
  --times N      how many times the usual, 1 to 50; default 12
  --minutes N    for how long, 1 to 120; default 5

The simulated centre must be running (SIMULATOR_CONTROL, default 127.0.0.1:7190).
`;

/** Calls up a storm at the simulated centre that runs on this machine. */
export async function storm(args: string[]): Promise<void> {
  const { site, queue, times, minutes } = readOptions(args);
  if (!site) throw new DomainError('invalid', 'storm needs --site: qingyang, tallinn or toronto');
  const address = text(process.env, 'SIMULATOR_CONTROL', '127.0.0.1:7190');
  const body = JSON.stringify({ site, queue, times: Number(times), minutes: Number(minutes) });
  const answer = await fetch(`http://${address}/storm`, { method: 'POST', body }).catch(() => null);
  if (!answer) {
    throw new DomainError('unavailable', `no simulated centre answers at ${address}: npm start`);
  }
  const said = (await answer.text()).trim();
  if (!answer.ok) throw new DomainError('invalid', said);
  process.stdout.write(`${said}\n`);
}

function readOptions(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        site: { type: 'string' },
        queue: { type: 'string', default: '' },
        times: { type: 'string', default: '12' },
        minutes: { type: 'string', default: '5' },
      },
    }).values;
  } catch (error) {
    throw new DomainError('invalid', (error as Error).message);
  }
}
