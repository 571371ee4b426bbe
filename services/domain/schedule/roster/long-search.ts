import { ruleBreaks } from './hard-rules.ts';
import { rollingRoster } from './rolling-roster.ts';
import { rosterCost } from './roster-cost.ts';
import { leastCost, rosterModel } from './roster-model.ts';
import { type Line, off, type Roster, type RosterProblem, weekdayOf } from './roster-problem.ts';
import { rosterSearch } from './roster-search.ts';
import type { SearchBudget } from './search-budget.ts';
import type { SearchOptions, SearchResult } from './search-state.ts';
import { type SeededRandom, seededRandom } from './seeded-random.ts';
import { type TimeWindow, windowProblem, windowTail } from './time-window.ts';

/** Horizons longer than this are searched window by window. */
const longDays = 100;

/** Whether whole lines of the problem are too long to be priced. */
export function isLong({ days }: RosterProblem): boolean {
  return days > longDays;
}

/**
 * Searches for a cheap roster of a long horizon: a quick one first, then windows of some weeks and
 * some people, each solved like a problem of its own while all else stays. The bound is no better than what no roster can cost less than.
 *
 * @throws DomainError when no roster to begin with was found.
 */
export function longSearch(problem: RosterProblem, options: SearchOptions): SearchResult {
  const random = seededRandom(options.seed);
  const { budget, start } = options;
  let roster = start ?? rollingRoster(problem, { budget, random });
  let cost = rosterCost(problem, roster).total;
  options.tell({ kind: 'roster', roster, cost });
  const bound = leastCost(problem);
  options.tell({ kind: 'bound', bound });
  options.log?.(`first roster ${cost}`);
  let last: TimeWindow | null = null;
  while (!budget.isSpent() && cost > bound) {
    for (const news of options.hear()) {
      if (news.kind !== 'roster' || news.cost >= cost) continue;
      // What was improved here since is carried over, if the rules and the cost permit.
      const both: Roster = last ? spliced(news.roster, roster, last) : news.roster;
      const merged = last ? costIfKept(problem, both) : news.cost;
      const isBetter = merged < news.cost;
      roster = isBetter ? both : news.roster;
      cost = isBetter ? merged : news.cost;
    }
    const window = nextWindow(problem, roster, random);
    const next = improved(problem, roster, { window, options, random });
    const nextCost = costIfKept(problem, next);
    options.log?.(`window ${window.firstDay} ${window.people.length}: ${nextCost}`);
    if (nextCost >= cost) continue;
    roster = next;
    cost = nextCost;
    last = window;
    options.tell({ kind: 'roster', roster, cost });
  }
  return { roster, cost, bound };
}

/** Most weeks, cover rows and people of a window. */
const mostWeeks = 4;
const mostRows = 450;
const windowPeople = 20;

/** A window at random, dear weeks more often; the people at random. */
function nextWindow(problem: RosterProblem, roster: Roster, random: SeededRandom): TimeWindow {
  const { days, people, shifts } = problem;
  const fitting = Math.floor(mostRows / (7 * shifts.length));
  const windowWeeks = Math.max(1, Math.min(mostWeeks, fitting));
  const mondays = Array.from({ length: days }, (_, day) => day).filter(
    (day) => day === 0 || weekdayOf(problem, day) === 1,
  );
  const shortBy = shortagesByDay(problem, roster);
  const ranked = mondays.slice(0, Math.max(1, mondays.length - windowWeeks + 1)).map((firstDay) => {
    let short = 1;
    for (let day = firstDay; day < Math.min(days, firstDay + windowWeeks * 7); day += 1)
      short += shortBy[day] as number;
    return { firstDay, rank: -Math.log(1 - random.next()) / short };
  });
  ranked.sort((a, b) => a.rank - b.rank);
  const firstDay = ranked[0]?.firstDay ?? 0;
  const place = mondays.indexOf(firstDay);
  const endDay = mondays[place + windowWeeks] ?? days;
  const tailDays = Math.min(windowTail, days - endDay);
  const chosen = random.shuffle(people.map((_, at) => at)).slice(0, windowPeople);
  return { firstDay, endDay, tailDays, people: chosen.sort((a, b) => a - b) };
}

/** Cost of people too few or too many, day by day. */
function shortagesByDay({ days, shifts, cover }: RosterProblem, roster: Roster): Float64Array {
  const present = new Int32Array(days * shifts.length);
  for (const line of roster)
    for (const [day, shift] of line.entries()) {
      if (shift === off) continue;
      const cell = day * shifts.length + shift;
      present[cell] = (present[cell] as number) + 1;
    }
  const byDay = new Float64Array(days);
  for (const { cells, required, underWeight, overWeight } of cover) {
    const there = cells.reduce((sum, cell) => sum + (present[cell] as number), 0);
    const cost =
      there < required ? (required - there) * underWeight : (there - required) * overWeight;
    const day = Math.floor((cells[0] ?? 0) / shifts.length);
    byDay[day] = (byDay[day] as number) + cost;
  }
  return byDay;
}

/** Work that one window may cost. */
const windowWork = 12_000;

function improved(
  problem: RosterProblem,
  roster: Roster,
  { window, options, random }: { window: TimeWindow; options: SearchOptions; random: SeededRandom },
): Roster {
  const part = windowProblem(problem, roster, window);
  const { firstDay, endDay, tailDays } = window;
  const found = rosterSearch(rosterModel(part), {
    solver: options.solver,
    budget: partOf(options.budget, windowWork),
    seed: random.below(2 ** 31),
    start: window.people.map((person) =>
      (roster[person] as Line).slice(firstDay, endDay + tailDays),
    ),
    role: 'lead',
    tell: () => undefined,
    hear: () => [],
  });
  const next = roster.slice();
  for (const [at, person] of window.people.entries()) {
    const line = (roster[person] as Line).slice();
    line.set(found.roster[at] as Line, firstDay);
    next[person] = line;
  }
  return next;
}

/** Some of a budget. */
function partOf(budget: SearchBudget, work: number): SearchBudget {
  const before = budget.spent();
  const spent = () => budget.spent() - before;
  return {
    spend: (done) => budget.spend(done),
    spent,
    isSpent: () => budget.isSpent() || spent() >= work,
    used: () => Math.max(budget.used() === 1 ? 1 : 0, Math.min(1, spent() / work)),
    secondsLeft: () => budget.secondsLeft(),
  };
}

/** The first roster with the other's days of a window. */
function spliced(into: Roster, from: Roster, { firstDay, endDay, people }: TimeWindow): Roster {
  const free = new Set(people);
  return into.map((line, person) => {
    if (!free.has(person)) return line;
    const mixed = line.slice();
    mixed.set((from[person] as Line).subarray(firstDay, endDay), firstDay);
    return mixed;
  });
}

/** What a roster costs; infinite when it breaks a rule. */
function costIfKept(problem: RosterProblem, roster: Roster): number {
  if (ruleBreaks(problem, roster).length > 0) return Number.POSITIVE_INFINITY;
  return rosterCost(problem, roster).total;
}
