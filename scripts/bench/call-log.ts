// The call-level log of the "Anonymous Bank", January and October 1999: Technion SEELab,
// free to use with thanks (A. Mandelbaum). Read from a folder beside this repository, or
// from FLOORCAST_FORECAST_DATA.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** One call that wanted an agent. */
export interface LoggedCall {
  day: string;
  /** Seconds after midnight at which the wait began. */
  offeredS: number;
  waitS: number;
  abandoned: boolean;
  serviceS: number;
  /** Seconds after midnight. */
  serviceStartS: number;
  /** `''`: the log does not say. */
  agent: string;
}

/** The calls that asked for an agent, or `null` where the log is not there. */
export function readCallLog(): LoggedCall[] | null {
  const beside = join(import.meta.dirname, '../../../shared/forecast');
  const folder = process.env.FLOORCAST_FORECAST_DATA ?? beside;
  const file = join(folder, 'anonymous_bank_calls_1999.csv.gz');
  if (!existsSync(file)) return null;
  const lines = gunzipSync(readFileSync(file)).toString().trim().split('\n').slice(1);
  return lines.flatMap((line) => {
    const [day = '', arrival, , , vru, queued, wait, outcome, start, service, agent = ''] =
      line.split(',');
    const wanted = outcome === 'AGENT' || (outcome === 'HANG' && queued === '1');
    if (!wanted) return [];
    return [
      {
        day,
        offeredS: Number(arrival) + Number(vru),
        waitS: Number(wait),
        abandoned: outcome === 'HANG',
        serviceS: Number(service),
        serviceStartS: Number(start),
        agent,
      },
    ];
  });
}
