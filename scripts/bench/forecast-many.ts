import { availableParallelism } from 'node:os';
import { eachInLanes } from '../../services/staffing-forecast/each-in-lanes.ts';
import { openPool } from '../../services/staffing-forecast/planning-pool.ts';
import { randomOf } from '../simulation/random.ts';

/** A planner's whole house forecast at once. */
export interface ManyForecasts {
  queues: number;
  days: number;
  slotsPerDay: number;
  threads: number;
  seconds: number;
  /** The same histories averaged by slot of the week on one core: the plainest forecast. */
  plainSeconds: number;
}

/**
 * Forecasts every queue four weeks ahead from two years of quarter-hours, on all
 * cores, beside a weekly average of the same histories on one.
 */
export async function measureForecasts(
  queues = 1_000,
  progress: (done: number, of: number) => void = () => undefined,
): Promise<ManyForecasts> {
  const [days, slotsPerDay] = [730, 96];
  const threads = availableParallelism();
  const pool = openPool(threads);
  const today = new Float64Array(slotsPerDay).fill(Number.NaN);
  let plainMs = 0;
  const startMs = performance.now();
  const run = async (queue: number) => {
    const counts = drawHistory(queue, days, slotsPerDay);
    const drawnMs = performance.now();
    weeklyMeans(counts, slotsPerDay);
    plainMs += performance.now() - drawnMs;
    const history = { firstDay: '2024-01-01', slotsPerDay, counts };
    await pool.course({ past: { history, today, fromSlot: 0 }, plan: { days: 28 } });
  };
  try {
    await eachInLanes(queues, run, { atOnce: 2 * threads, progress });
  } finally {
    await pool.close();
  }
  const seconds = (performance.now() - startMs) / 1_000;
  return { queues, days, slotsPerDay, threads, seconds, plainSeconds: plainMs / 1_000 };
}

/** A queue open by day, with a weekly course, slow growth, and errors beyond Poisson. */
function drawHistory(queue: number, days: number, slotsPerDay: number): Float64Array {
  const { poisson, logNormal } = randomOf('forecast-many', queue);
  const level = 2 + (queue % 97);
  const counts = new Float64Array(days * slotsPerDay);
  for (let day = 0; day < days; day += 1) {
    const weekday = day % 7;
    const rate = level * (weekday === 6 ? 0 : weekday === 5 ? 0.4 : 1 - weekday * 0.04);
    const off = logNormal(1 + (0.2 * day) / days, 0.1);
    for (let slot = 28; slot < 84; slot += 1) {
      const mean = rate * off * Math.sin((Math.PI * (slot - 27)) / 58);
      counts[day * slotsPerDay + slot] = poisson(mean);
    }
  }
  return counts;
}

function weeklyMeans(counts: Float64Array, slotsPerDay: number): Float64Array {
  const week = 7 * slotsPerDay;
  const sums = new Float64Array(week);
  for (let i = 0; i < counts.length; i += 1) {
    sums[i % week] = (sums[i % week] ?? 0) + (counts[i] ?? 0);
  }
  return sums.map((sum) => sum / (counts.length / week));
}
