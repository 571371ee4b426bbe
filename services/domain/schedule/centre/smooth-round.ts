import type { SeededRandom } from '../roster/seeded-random.ts';
import type { CentreDual } from './centre-dual.ts';
import type { CentreModel } from './centre-model.ts';
import type { WorkingRoster } from './working-roster.ts';

/** What a round goes by. */
export interface SmoothRound {
  dual: CentreDual;
  /** Prices to begin with; they follow the cover. */
  prices: Float64Array;
  random: SeededRandom;
  /** Sweeps over all people. */
  sweeps: number;
  /** Steepness at the beginning and the end, as a share of what one missing agent costs. */
  steepness: readonly [from: number, to: number];
  /** Called after each sweep; `false` ends the round. */
  swept: () => boolean;
}

/** How fast prices follow the cover. */
const follow = 0.3;

/**
 * A round of the method of multipliers: all people take their best line in turn, at prices that
 * rise where agents are missing and fall where there are too many, ever more steeply; after each
 * sweep the prices themselves move. So the many who could work the same shift spread over all that
 * are needed, and the prices come close to the best ones (Hestenes, 1969; Powell, 1969).
 */
export function smoothRound(model: CentreModel, roster: WorkingRoster, round: SmoothRound): void {
  const { dual, prices, random, sweeps, steepness } = round;
  const { required, under } = model.costs;
  const people = model.people.map((_, at) => at);
  const unit = meanCost(under);
  const [from, to] = steepness;
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const rise = (to / from) ** (sweep / Math.max(1, sweeps - 1));
    const steep = unit * from * rise;
    const smoothing = { prices, steepness: steep, least: dual.least, most: dual.most };
    random.shuffle(people);
    for (const person of people) roster.giveSmooth(person, smoothing);
    const { agents } = roster.cover;
    for (let at = 0; at < prices.length; at += 1) {
      const short = (required[at] as number) - (agents[at] as number);
      const moved = (prices[at] as number) + follow * steep * short;
      const most = dual.most[at] as number;
      prices[at] = Math.max(dual.least[at] as number, Math.min(most, moved));
    }
    if (!round.swept()) return;
  }
}

/** Sweeps in which all take the line that is best as things stand, until nothing is gained. */
export function settleRound(
  model: CentreModel,
  roster: WorkingRoster,
  { random, swept }: { random: SeededRandom; swept: () => boolean },
): void {
  const people = model.people.map((_, at) => at);
  for (let sweep = 0; sweep < 8; sweep += 1) {
    const before = roster.cost();
    random.shuffle(people);
    for (const person of people) roster.giveBest(person);
    if (!swept() || roster.cost() > before - 1e-6) return;
  }
}

function meanCost(under: Float64Array): number {
  const priced = under.filter((cost) => cost > 0);
  return priced.length === 0 ? 1 : priced.reduce((sum, cost) => sum + cost, 0) / priced.length;
}
