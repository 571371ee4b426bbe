import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { DomainError } from '../../services/domain/domain-error.ts';
import { dayName, dayNumber, daysOf } from '../../services/domain/forecast/series-history.ts';
import { type LocalClock, localClock } from '../../services/domain/time/local-clock.ts';
import { localSlots } from '../../services/domain/time/local-slots.ts';
import { calendarDays } from '../../services/lib/calendars.ts';
import {
  type Course,
  type CourseJob,
  forecastCourse,
} from '../../services/staffing-forecast/course.ts';
import { eachInLanes } from '../../services/staffing-forecast/each-in-lanes.ts';
import { knownPast, withFlagged } from '../../services/staffing-forecast/import/day-grid.ts';
import type { ImportedQueue } from '../../services/staffing-forecast/import/place-rows.ts';
import { readHistory } from '../../services/staffing-forecast/import/read-history.ts';
import { openPool } from '../../services/staffing-forecast/planning-pool.ts';
import { type ForecastOptions, type Origin, readForecastOptions } from './forecast-options.ts';

/** What `floorcast forecast --help` prints; the first line stands in the overview. */
export const forecastHelp = `contacts of the days ahead with intervals, from a CSV of the past

Usage: floorcast forecast --in FILE|- --slot 5|15|30|60 --zone ZONE --origin TIME...
                          [--days N] [--calendar COUNTRY] [--out FILE]

  --in FILE         CSV with a header: start,calls (also queue and holiday; other
                    common names, also Chinese, German and French, are understood)
  --slot MINUTES    length of an interval; finer rows are added up
  --zone ZONE       whose wall clock the file shows, for example Europe/Paris
  --origin TIME     local date or YYYY-MM-DDTHH:MM; only rows before it are used.
                    May be given several times, each as if the others did not exist
  --days N          calendar days from the origin's on, 1 to 400; default 14. From
                    within a day its rest and N - 1 more days are forecast
  --calendar CODE   public holidays: FR, US-CA, CN (with make-up working days), ...;
                    beside or instead of a column holiday (0/1, known ahead)
  --out FILE        where the forecast goes; default: standard output
  --columns LIST    names that say nothing, as calls=Anz,start=Zeit
  --date-order WORD dmy or mdy, where the dates of the file do not show it

A row that is absent or blank is unknown, not 0. Columns of the output:
origin,start,queue,calls,low80,high80,low95,high95. Warnings go to standard error.
Exit codes: 0 done, 2 bad input.
`;

/** Reads a CSV of the past and writes the days after each origin. */
export async function forecast(args: string[]): Promise<void> {
  const options = readForecastOptions(args);
  const clock = localClock(options.zone);
  const queues = await readQueues(options);
  const jobs = options.origins.flatMap((origin) => jobsFrom(origin, queues, options, clock));
  const courses = await forecastAll(jobs.map(({ job }) => job));
  const lines = jobs.flatMap((at, index) => {
    const course = courses[index];
    return course ? linesOf(at, course, options, clock) : [];
  });
  const csv = `${['origin,start,queue,calls,low80,high80,low95,high95', ...lines].join('\n')}\n`;
  if (options.out === undefined || options.out === '-') process.stdout.write(csv);
  else await writeFile(options.out, csv).catch(refuseFile('write', options.out));
}

async function readQueues({ path, zone, slotMinutes, ...named }: ForecastOptions) {
  const bytes =
    path === '-'
      ? await buffer(process.stdin)
      : await readFile(path).catch(refuseFile('read', path));
  const { columns, dateOrder } = named;
  const options = { zone, slotMinutes, columns, ...(dateOrder ? { dateOrder } : {}) };
  const { understood, queues } = inFile(path, () => readHistory(bytes, options));
  const [fault] = understood.errors;
  if (fault) {
    const more = understood.errorCount > 1 ? ` (and ${understood.errorCount - 1} more lines)` : '';
    throw new DomainError('invalid', `"${path}" line ${fault.line}: ${fault.message}${more}`);
  }
  for (const warning of understood.warnings) say(`"${path}": ${warning}`);
  if (queues.length === 0) throw new DomainError('invalid', `"${path}" has a header but no rows`);
  return queues;
}

interface PlacedJob {
  origin: Origin;
  queue: string;
  job: CourseJob;
}

/** Every queue that had a past at the origin. */
function jobsFrom(
  origin: Origin,
  queues: readonly ImportedQueue[],
  { slotMinutes, calendar, zone, days, path }: ForecastOptions,
  clock: LocalClock,
): PlacedJob[] {
  const jobs = queues.flatMap((queue) => {
    const past = knownPast(queue, { clock, slotMinutes, beforeMs: origin.atMs });
    if (!past) return [];
    const { history } = past;
    const from = history.firstDay;
    const to = dayName(dayNumber(from) + daysOf(history) + days - 1);
    const named = calendarDays({ calendar, zone, from, to }).specialDays;
    const specialDays = withFlagged(named, queue.holidays, { from, to });
    return [{ origin, queue: queue.queue, job: { past, plan: { days, specialDays } } }];
  });
  if (jobs.length === 0) {
    throw new DomainError(
      'invalid',
      `"${path}" has no known count on a day before the origin ${origin.label}`,
    );
  }
  if (jobs.length < queues.length) {
    say(`${queues.length - jobs.length} queues have no past at ${origin.label} and are left out`);
  }
  return jobs;
}

/** Few jobs are done before threads would have come up. */
const jobsAlone = 3;
/** Each holds the engine and its jobs in memory. */
const mostThreads = 16;

async function forecastAll(jobs: readonly CourseJob[]): Promise<Course[]> {
  if (jobs.length <= jobsAlone) return jobs.map(forecastCourse);
  const threads = Math.min(availableParallelism(), mostThreads);
  const pool = openPool(threads);
  const courses: Course[] = [];
  const told = progressLine(jobs.length);
  const run = async (index: number) => {
    const job = jobs[index];
    if (job) courses[index] = await pool.course(job);
  };
  try {
    await eachInLanes(jobs.length, run, { atOnce: 2 * threads, progress: told });
  } finally {
    await pool.close();
  }
  return courses;
}

/** Said on a terminal, once a second. */
function progressLine(of: number): (done: number) => void {
  let saidMs = Date.now();
  return (done) => {
    if (!process.stderr.isTTY || Date.now() - saidMs < 1_000) return;
    saidMs = Date.now();
    say(`${done} of ${of} forecasts`);
  };
}

function linesOf(
  { origin, queue, job }: PlacedJob,
  course: Course,
  { slotMinutes, days }: ForecastOptions,
  clock: LocalClock,
): string[] {
  const { slotsPerDay } = job.past.history;
  const first = clock.reading(origin.atMs).day;
  const name = /[",\r\n]/.test(queue) ? `"${queue.replaceAll('"', '""')}"` : queue;
  const lines: string[] = [];
  for (let day = 0; day < days; day += 1) {
    for (const { index, startMs, label } of localSlots(clock, first + day, slotMinutes)) {
      if (startMs < origin.atMs) continue;
      const at = day * slotsPerDay + index;
      const { mean, low80, high80, low95, high95 } = course;
      const figures = [mean, low80, high80, low95, high95].map((all) => rounded(all[at] ?? 0));
      lines.push([origin.label, label, name, ...figures].join(','));
    }
  }
  return lines;
}

/** Three decimals: a thousandth of a call is no one's. */
function rounded(figure: number): number {
  return Math.round(figure * 1_000) / 1_000;
}

function inFile<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError(error.fault, `"${path}": ${error.message}`);
  }
}

function refuseFile(what: 'read' | 'write', path: string) {
  return (error: Error): never => {
    throw new DomainError('invalid', `cannot ${what} "${path}": ${error.message}`);
  };
}

function say(sentence: string): void {
  process.stderr.write(`floorcast: ${sentence}\n`);
}
