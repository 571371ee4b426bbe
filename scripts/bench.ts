// npm run bench: how fast it is on this machine. Absolute figures are this
// machine's; the ratios beside them are what can be compared.
//
//   npm run bench               everything
//   npm run bench -- staffing   one section: staffing, what-if, cards, forecast, intervals,
//                               simulation, patience, centre-roster, rosters, live
//   npm run bench -- live 60    the live path for so many seconds
import { loadavg } from 'node:os';
import { type CallGrid, readCallGrid } from './bench/call-grids.ts';
import { readCallLog } from './bench/call-log.ts';
import { measureCapacity, measureScreens, measureShiftChange } from './bench/capacity.ts';
import { type CentreRow, measureBreaks, measureCentre } from './bench/centre-roster.ts';
import { delayLine } from './bench/delays.ts';
import {
  type ForecastErrors,
  measureForecastErrors,
  measureMethodErrors,
} from './bench/forecast.ts';
import { measureCoverage, measureIntraday } from './bench/forecast-intervals.ts';
import { measureForecasts } from './bench/forecast-many.ts';
import { measurePixel, type PixelDelays } from './bench/pixel.ts';
import { measureRealAbandonment } from './bench/real-abandonment.ts';
import { measureRosters } from './bench/roster.ts';
import { measureCards } from './bench/score-cards.ts';
import { measureSimulation } from './bench/simulation.ts';
import { measureStaffing, type StaffingTime } from './bench/staffing.ts';
import { measureStages, type StageRate } from './bench/stages.ts';
import { measureWhatIf } from './bench/what-if.ts';
import { startLoad } from './load/contacts.ts';
import { feed } from './load/feeder.ts';
import { type Rehearsal, rehearsalSite, startHouse } from './load/rehearsal.ts';

const given = process.argv.slice(2);
const seconds = Number(given.find((word) => Number(word) > 0) ?? 30);
const section = given.find((word) => Number.isNaN(Number(word)));
const wanted = (name: string) => section === undefined || section === name;
/** The floor W1: 8.5 contacts an agent-hour at 12 facts each. */
const floor = { agents: 10_000, queues: 500, factsPerS: 305 };
const backlogFacts = 100_000;

if (wanted('staffing')) {
  say('Staffing, one core, best of five');
  measureStaffing().forEach(sayTime);
}
if (wanted('what-if')) {
  say('One what-if while a slider is dragged, one core, best of nine');
  measureWhatIf().forEach(sayTime);
}
if (wanted('cards')) {
  say('Scorecards of a month, one core');
  measureCards().forEach(sayTime);
}
if (wanted('forecast')) {
  say('Forecast errors, WAPE % (bias %): a day, a week, a fortnight');
  for (const name of ['bank30', 'anonbank30'] as const) sayForecastErrors(name);
  say('Forecast: two years of quarter-hours, four weeks ahead, all cores');
  const many = await measureForecasts(1_000, (done, of) => {
    if (done % 100 === 0) say(`  ${done} of ${of} queues`);
  });
  const { queues, threads, seconds: took, plainSeconds } = many;
  const times = Math.round((took * threads) / plainSeconds);
  const verdict = took <= 300 ? 'within 300 s' : 'MISSED: 300 s';
  say(`  ${queues} queues on ${threads} threads in ${took.toFixed(0)} s, ${verdict};`);
  say(`  ${times} x the work of averaging each by slot of the week`);
}
if (wanted('intervals')) {
  for (const name of ['bank30', 'anonbank30'] as const) sayIntervals(name);
}
if (wanted('simulation')) {
  say('Simulated centres, one core');
  for (const { name, figure } of measureSimulation()) say(`  ${name.padEnd(52)}${figure}`);
}
if (wanted('patience')) sayRealAbandonment();
if (wanted('centre-roster')) await sayCentres();
if (wanted('rosters')) await sayRosters();
if (!wanted('live')) process.exit(0);

say('Stages, each measured alone on one core');
measureStages().forEach(sayRate);
const house = await startHouse(Number(process.env.FLOORCAST_PORT_BASE ?? 18_100), () => undefined);
try {
  const [wall, crowd] = [await house.stage('pixel'), await house.stage('chaos')];
  say(`\nThe installation, ${backlogFacts} facts`);
  (await measureCapacity(crowd, backlogFacts)).forEach(sayRate);

  const { agents, queues, factsPerS } = floor;
  const signedInMs = await measureShiftChange(crowd, agents);
  say(
    `\nShift change: ${agents} agents sign in at once; the floor shows all after ${signedInMs} ms`,
  );

  say(`\nEvent to pixel beside ${agents} agents, ${queues} queues, ${factsPerS} facts/s`);
  const stop = new AbortController();
  void keepBusy(crowd, stop.signal);
  sayDelays(await measurePixel(wall, { seconds, factsPerS: 12, agents: 500 }));
  stop.abort();

  const { screens, core, coreWithout, allThereMs } = await measureScreens(wall, 200);
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  say(`\n${screens} screens connect at once: all stand after ${allThereMs} ms`);
  say(`  gateway: ${percent(core)} of a core with them, ${percent(coreWithout)} without`);
} finally {
  await house.stop();
}
process.exit(0);

function sayTime({ name, figure, limit, kept }: StaffingTime): void {
  const verdict = limit === '' ? '' : `${kept ? 'within' : 'MISSED:'} ${limit}`;
  say(`  ${name.padEnd(52)}${figure.padStart(24)}  ${verdict}`);
}

/** The floor's load, until the signal. */
async function keepBusy({ door }: Rehearsal, signal: AbortSignal): Promise<void> {
  const startMs = Date.now();
  const endMs = startMs + 600_000;
  const plan = { ...floor, site: rehearsalSite, source: door.source, seed: 1, startMs, endMs };
  const fed = { acknowledged: [], ackDelaysMs: [] };
  await feed(startLoad(plan), door, { untilMs: endMs, beatMs: 20, fed, signal }).catch(() => {});
}

/** Without and with holidays known ahead, then each method alone. */
function sayForecastErrors(name: CallGrid['name']): void {
  const grid = readCallGrid(name);
  if (!grid) return say(`  ${name}: skipped, the series is not here`);
  const percent = (shares: number[]) =>
    shares.map((x) => (100 * x).toFixed(2).padStart(6)).join('');
  const line = ({ method, wape, bias, mase }: ForecastErrors) => {
    const beside = mase.map((x) => x.toFixed(2)).join(' ');
    say(
      `  ${name.padEnd(11)}${method.padEnd(30)}${percent(wape)} (${percent(bias)}) MASE ${beside}`,
    );
  };
  line(measureForecastErrors(grid, []));
  const known = measureForecastErrors(grid, grid.holidays);
  line({ ...known, method: 'combined, holidays known' });
  measureMethodErrors(grid, []).forEach(line);
}

/** Rosters of the published instances: cost beside the proven bound and what must be reached. */
async function sayRosters(): Promise<void> {
  const load = loadavg()[0]?.toFixed(1);
  say(`Rosters of Curtois and Qu, ${seconds} s each on two threads, load average ${load}`);
  for await (const { name, size, cost, hard, bound, gate, seconds: took } of measureRosters(
    seconds,
  )) {
    const verdict =
      gate === null ? '' : `${cost <= gate && hard === 0 ? 'within' : 'MISSED:'} ${gate}`;
    const figures = `cost ${cost}, bound ${bound}, broken rules ${hard}, ${took.toFixed(1)} s`;
    say(`  ${name.padEnd(18)}${size.padEnd(14)}${figures.padEnd(52)}${verdict}`);
  }
}

/** Rosters of generated centres: greedy, in two steps, by search; all against the proven bound. */
async function sayCentres(): Promise<void> {
  say('Contact centre rosters, 5 skills, breaks, two threads; gap to the proven bound');
  say('  people  days seed  method                        s       cost    under     over   gap %');
  for (const [people, days, limitS, seeds] of [
    [200, 7, 60, [1, 2]],
    [500, 28, 60, [1]],
    [500, 28, 300, [1]],
  ] as const) {
    for (const seed of seeds) {
      const rows = await measureCentre({ people, days, seed }, limitS);
      for (const row of rows)
        sayCentre(`  ${people}    ${String(days).padStart(4)} ${seed}   `, row);
    }
  }
  const { working, moved, before, after, seconds: took } = measureBreaks(1_000);
  const saved = (100 * (1 - after / before)).toFixed(1);
  say(`  breaks anew for ${working} at work: ${moved.length} moved in ${took.toFixed(2)} s,`);
  say(`  cover costs ${saved} % less`);
}

function sayCentre(where: string, { method, load, gap, breaches, ...row }: CentreRow): void {
  const figures = [row.seconds, row.cost, row.under, row.over].map((x) => x.toFixed(1).padStart(9));
  const percent = gap === null ? '-' : (100 * gap).toFixed(2);
  const faults = breaches === 0 ? '' : ` ${breaches} RULES BROKEN`;
  const line = `${where}${method.padEnd(26)}${figures.join('')}${percent.padStart(8)}`;
  say(`${line}  (load ${load.toFixed(1)})${faults}`);
}

/** Patience of January, a real October: how far off each model is. */
function sayRealAbandonment(): void {
  const calls = readCallLog();
  if (!calls) return say('Real abandonment: skipped, the call log is not beside this repository');
  const { models, actual, halfHours, meanPatienceS } = measureRealAbandonment(calls);
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`.padStart(7);
  const s = (seconds: number) => `${seconds.toFixed(1)} s`.padStart(9);
  say(`Real abandonment: October by half-hour (${halfHours}), learned from January`);
  say(`  patience ${meanPatienceS.toFixed(0)} s; off = mean over calls of the half-hour's error`);
  say('  model            agent worth  abandoned      off      wait       off  no answer');
  say(`  ${'really'.padEnd(28)}  ${percent(actual.abandonment)}           ${s(actual.waitS)}`);
  for (const {
    model,
    availability,
    abandonment,
    abandonmentOff,
    waitS,
    waitOffS,
    silent,
  } of models) {
    const row = [percent(abandonment), percent(abandonmentOff), s(waitS), s(waitOffS)].join('  ');
    say(`  ${model.padEnd(16)}${availability.toFixed(2).padStart(12)}  ${row}  ${silent}`);
  }
}

function sayRate({ name, perS, ratio }: StageRate): void {
  const rate = Math.round(perS).toLocaleString('en').padStart(12);
  say(`  ${name.padEnd(52)}${rate} facts/s ${ratio}`);
}

function sayDelays(delays: PixelDelays): void {
  say(`${'  ms, cumulative from the event'.padEnd(44)}      n    p50    p99    max`);
  say(delayLine('  acknowledged by the door (fsynced)', delays.door));
  say(delayLine('  live figures on the bus', delays.figures));
  say(delayLine('  frame at the screen', delays.frame));
  say(delayLine('  painted', delays.pixel));
  const p99 = delays.pixel.at(0.99);
  const verdict = p99 <= 100 ? 'within the aim' : p99 <= 250 ? 'within the gate' : 'MISSED';
  const load = loadavg()[0]?.toFixed(1);
  say(`  p99 ${p99} ms: ${verdict} (aim 100 ms, gate 250 ms; load average ${load})`);
}

function say(line: string): void {
  console.log(line);
}

function sayIntervals(name: CallGrid['name']): void {
  const grid = readCallGrid(name);
  if (grid === null) return say(`${name}: skipped, the series are not beside this repository`);
  const percent = (share: number) => (100 * share).toFixed(1).padStart(5);
  say(`${name}: inside their 80 and 95 % intervals: slots, days' totals`);
  for (const of of measureCoverage(grid)) {
    const figures = [of.cover80, of.cover95, of.daysCover80, of.daysCover95].map(percent).join('');
    say(`  ${`${of.horizonDays} days`.padEnd(10)}${figures}`);
  }
  say(`${name}: rest of the day, WAPE %: no update, raw ratio, updated; inside 80 and 95 %`);
  for (const { hour, ...rest } of measureIntraday(grid, [9, 10, 11, 12, 14, 16])) {
    const { before, raw, updated, cover80, cover95 } = rest;
    const figures = [before, raw, updated, cover80, cover95].map(percent).join('');
    say(`  ${`${hour}:00`.padEnd(10)}${figures}`);
  }
}
