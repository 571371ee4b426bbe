import { DomainError } from '../../domain-error.ts';
import { type LineAutomaton, lineAutomaton } from './line-automaton.ts';
import { type LinePricer, type LinePrices, linePricer } from './line-pricing.ts';
import { type LineWindow, lineWindow, windowAutomaton } from './line-window.ts';
import { type Line, off, type RosterPerson, type RosterProblem } from './roster-problem.ts';

/** The cheapest line of one person. */
export interface PricedLine {
  /** `null` when none was found. */
  line: Line | null;
  /**
   * No permitted line is cheaper. It is the line's own price, unless too many limits would have
   * to be counted together; infinite when no line is permitted at all.
   */
  bound: number;
}

/** Everything one person may work. */
export interface PersonLines {
  cheapest(prices: LinePrices): PricedLine;
  /** The same with only what these prices leave open: much quicker where most is settled. */
  within(prices: LinePrices): PersonLines;
}

/** Most nodes before merging of an automaton, when it counts shifts of some kind and when not. */
const nodesCounting = 400_000;
const nodesPlain = 6_000_000;

/**
 * What each person may work, by exact dynamic programming.
 *
 * Limits on the number of shifts of one kind multiply the states, and few of them ever bind. So
 * each person's limits are counted only from when a line first broke them (decremental state
 * space relaxation); a line is permitted, and its bound proven, all the same.
 *
 * @throws DomainError when the rules of a person are too many for the horizon.
 * @see G. Righini and M. Salani, "New dynamic programming algorithms for the resource constrained
 *   elementary shortest path problem", Networks 51 (3), 2008.
 */
export function personLines(problem: RosterProblem): PersonLines[] {
  const compiled = new Map<string, Compiled | null>();
  const compile = (person: RosterPerson, counted: readonly number[]) => {
    const key = contractKey(person, counted);
    let automaton = compiled.get(key);
    if (automaton === undefined) {
      automaton = compiledFor(problem, person, counted);
      compiled.set(key, automaton);
    }
    return automaton;
  };
  return problem.people.map((person) => linesOf(problem, person, compile));
}

interface Compiled {
  automaton: LineAutomaton;
  pricer: LinePricer;
}

type Compile = (person: RosterPerson, counted: readonly number[]) => Compiled | null;

function linesOf(problem: RosterProblem, person: RosterPerson, compile: Compile): PersonLines {
  let counted: number[] = [];
  let compiled = compile(person, counted);
  if (!compiled) {
    const why = `the rules of "${person.id}" are too many for ${problem.days} days`;
    throw new DomainError('invalid', why);
  }
  /** Counts one more kind of shift, if that can be done. */
  const count = (shift: number): boolean => {
    const wider = compile(
      person,
      [...counted, shift].sort((a, b) => a - b),
    );
    if (!wider) return false;
    counted = [...counted, shift].sort((a, b) => a - b);
    compiled = wider;
    return true;
  };
  const priced = (price: (compiled: Compiled) => LinePricer | null): PersonLines => ({
    cheapest(prices) {
      let bound = Number.NEGATIVE_INFINITY;
      for (;;) {
        const pricer = price(compiled as Compiled);
        const found = pricer?.cheapest(prices);
        if (!pricer || !found) return { line: null, bound: Number.POSITIVE_INFINITY };
        bound = Math.max(bound, found.price);
        const broken = limitBroken(person, found.line);
        if (broken === null) return { line: found.line, bound };
        if (count(broken)) continue;
        return { line: repaired(problem, person, pricer, { prices, line: found.line }), bound };
      }
    },
    within: (open) => priced(withinWindow(problem, open)),
  });
  return priced(({ pricer }) => pricer);
}

/** Prices lines of the open days, and gives them back with the settled days around. */
function withinWindow({ shifts }: RosterProblem, open: LinePrices) {
  const window = lineWindow(open);
  const pricers = new Map<Compiled, LinePricer | null>();
  return (compiled: Compiled): LinePricer | null => {
    const known = pricers.get(compiled);
    if (known !== undefined) return known;
    const automaton = windowAutomaton(compiled.automaton, window, open);
    const pricer =
      automaton && aroundWindow(linePricer(automaton, shifts.length), window, shifts.length);
    pricers.set(compiled, pricer);
    return pricer;
  };
}

function aroundWindow(
  pricer: LinePricer,
  { firstDay, endDay, settled }: LineWindow,
  shifts: number,
): LinePricer {
  return {
    cheapest(prices) {
      const found = pricer.cheapest(prices);
      if (!found) return null;
      const line = settled.slice();
      line.set(found.line, firstDay);
      let { price } = found;
      for (let day = 0; day < line.length; day += 1) {
        if (day >= firstDay && day < endDay) continue;
        const shift = line[day] as number;
        price += (shift === off ? prices.off[day] : prices.cell[day * shifts + shift]) as number;
      }
      return { line, price };
    },
  };
}

/** The first kind of shift of which a line holds more than allowed. */
function limitBroken({ limits }: RosterPerson, line: Line): number | null {
  for (const [shift, most] of limits.maxOfShift.entries()) {
    if (most >= line.length) continue;
    let worked = 0;
    for (const of of line) if (of === shift) worked += 1;
    if (worked > most) return shift;
  }
  return null;
}

/** Where not all limits can be counted: takes the dearest days of a shift that is too many away. */
function repaired(
  { shifts }: RosterProblem,
  person: RosterPerson,
  pricer: LinePricer,
  { prices, line }: { prices: LinePrices; line: Line },
): Line | null {
  const cell = prices.cell.slice();
  let found: { line: Line } | null = { line };
  while (found) {
    const shift = limitBroken(person, found.line);
    if (shift === null) return found.line;
    const priceOn = (day: number) => cell[day * shifts.length + shift] as number;
    const kept = [...found.line.keys()]
      .filter((day) => found?.line[day] === shift)
      .sort((a, b) => priceOn(a) - priceOn(b))
      .slice(0, person.limits.maxOfShift[shift]);
    for (let day = 0; day < line.length; day += 1) {
      if (!kept.includes(day)) cell[day * shifts.length + shift] = Number.POSITIVE_INFINITY;
    }
    found = pricer.cheapest({ cell, off: prices.off });
  }
  return null;
}

function compiledFor(
  problem: RosterProblem,
  { limits, past }: RosterPerson,
  counted: readonly number[],
): Compiled | null {
  const { days, firstWeekday, shifts } = problem;
  const maxNodes = counted.length === 0 ? nodesPlain : nodesCounting;
  const automaton = lineAutomaton({ days, firstWeekday, shifts, limits, past, counted, maxNodes });
  return automaton && { automaton, pricer: linePricer(automaton, shifts.length) };
}

/** People with the same key share an automaton. */
function contractKey({ limits, past }: RosterPerson, counted: readonly number[]): string {
  const { maxOfShift, ...others } = limits;
  return JSON.stringify([others, counted.map((shift) => [shift, maxOfShift[shift]]), past]);
}
