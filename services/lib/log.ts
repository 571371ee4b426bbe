import { pino } from 'pino';

/** One JSON object a line: what, which, why. */
export type Log = ReturnType<typeof pino>;

/** The log of one service, on standard error, where every process of an installation writes. */
export function makeLog(service: string, level = 'info'): Log {
  return pino({ base: { service }, level }, pino.destination({ dest: 2, sync: true }));
}
