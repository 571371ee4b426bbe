/** How old what is posted is: it has a cadence of its own, minutes long, and no source. */
import type { PostedRow } from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';
import { type Age, type AgeLevel, ageLevel, ageLimitsMs, type Cause, type Heard } from './age.ts';

const levels: readonly AgeLevel[] = ['fresh', 'late', 'stale', 'dead'];

/**
 * The age of what sites post: that of the one not answered longest, in multiples of its cadence;
 * a site that was never told of has nothing to be old. A month's mean is not wrong because
 * scorecards was silent for a minute, so only its own limit makes it a dash; but a line or a
 * service that fell silent, or a question left unanswered, is marked and named at once, for from
 * then on nobody knows.
 */
export function postedAge(heard: Heard, rows: readonly PostedRow[]): Age {
  const told = rows.filter(({ provenMs }) => provenMs !== undefined);
  const { nowMs } = heard;
  const cause = causeOf(heard, told.length > 0 ? told : rows);
  if (heard.frameMs === null || told.length === 0) {
    return { level: 'dead', asOfMs: null, clockMs: nowMs, cause: cause ?? { kind: 'no-source' } };
  }
  const missed = (row: PostedRow) => (nowMs - (row.provenMs ?? 0)) / Math.max(1_000, row.cadenceMs);
  const worst = told.reduce((a, b) => (missed(b) > missed(a) ? b : a));
  const asOfMs = worst.provenMs ?? 0;
  const level = worseOf(ageLevel(nowMs - asOfMs, worst.cadenceMs), silenceLevel(heard, told));
  return { level, asOfMs, clockMs: nowMs, cause: level === 'fresh' ? null : (cause ?? silent) };
}

const silent: Cause = { kind: 'services', services: ['scorecards'] };

/** How far silence alone makes a figure old: marked, then grey, never a dash. */
function silenceLevel(heard: Heard, rows: readonly PostedRow[]): AgeLevel {
  if (rows.some(({ unanswered }) => unanswered)) return 'stale';
  const longest = Math.max(lineSilenceMs(heard), serviceSilenceMs(heard));
  if (longest <= ageLimitsMs.fresh) return 'fresh';
  return longest <= ageLimitsMs.late ? 'late' : 'stale';
}

function worseOf(one: AgeLevel, other: AgeLevel): AgeLevel {
  return levels.indexOf(one) >= levels.indexOf(other) ? one : other;
}

/** The nearest silence explains those behind it. */
function causeOf(heard: Heard, rows: readonly PostedRow[]): Cause | null {
  if (heard.frameMs !== null && lineSilenceMs(heard) > ageLimitsMs.fresh) {
    return { kind: 'network' };
  }
  const unanswered = rows.some((row) => row.unanswered);
  return unanswered || serviceSilenceMs(heard) > ageLimitsMs.fresh ? silent : null;
}

function lineSilenceMs({ nowMs, frameMs }: Heard): number {
  return nowMs - (frameMs ?? nowMs);
}

function serviceSilenceMs({ nowMs, services }: Heard): number {
  return nowMs - (services.get('scorecards')?.heardMs ?? nowMs);
}
