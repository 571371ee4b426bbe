import { personBreaches } from './centre-breaches.ts';
import { noCost } from './centre-cost.ts';
import { type CentreLine, copyLine, emptyLine, linesOf, rosterOf } from './centre-line.ts';
import type { CentreProblem } from './centre-problem.ts';
import type { CentreBreach, CentreCost, CentreRoster } from './centre-roster.ts';
import { type CoverState, coverState } from './cover-state.ts';
import { type Crew, crewGrid } from './crew-grid.ts';
import { emptyWorth, savedWorth } from './crew-worth.ts';
import { dayCost } from './person-costs.ts';
import { shiftWorth } from './shift-worth.ts';

/** What another day for this person would have meant, all others staying as they are. */
export interface Alternative {
  /** Place in the list of templates; `null` = off. */
  template: number | null;
  isGiven: boolean;
  /** What it costs more than what was given, part by part; negative = it would cost less. */
  more: CentreCost;
  /** Rules it would break that are kept now; empty = it is permitted. */
  breaches: readonly CentreBreach[];
}

/**
 * Why somebody has this day: every template of theirs and a day off, each with its breaks placed as
 * well as may be, compared with what was given. What is permitted comes first, the cheapest first.
 *
 * @throws DomainError invalid when the problem is none.
 */
export function whyShift(
  problem: CentreProblem,
  roster: CentreRoster,
  { person, day }: { person: number; day: number },
): Alternative[] {
  const grid = crewGrid(problem);
  const its = problem.people[person];
  if (!its) return [];
  const lines = linesOf(grid, roster);
  const cover = coverState(grid);
  lines.forEach((line, at) => {
    cover.putLine(line, at, 1);
  });
  const line = lines[person] as CentreLine;
  const given = roster[person]?.[day]?.template ?? null;
  const givenParts = partsOf(problem, cover, { person, day, template: given });
  const known = new Set(personBreaches(grid, roster, person).map(breachKey));
  const worth = emptyWorth(grid);
  const shifts = shiftWorth(grid);
  cover.putDay(line, { day, person, sign: -1 });
  savedWorth(grid, grid.crews[grid.people[person]?.crew ?? 0] as Crew, cover, worth);
  shifts.appraise(worth, []);
  const wanted = [null, ...new Set([...its.templates, ...(given === null ? [] : [given])])];
  const original = emptyLine(grid);
  copyLine(line, original);
  const alternatives = wanted.map((template): Alternative => {
    const isGiven = template === given;
    copyLine(original, line);
    line.template[day] = template ?? -1;
    if (!isGiven) shifts.settle(line, day);
    cover.putDay(line, { day, person, sign: 1 });
    const parts = partsOf(problem, cover, { person, day, template });
    cover.putDay(line, { day, person, sign: -1 });
    const row = rosterOf(grid, [line])[0] ?? [];
    const others = roster.map((days, at) => (at === person ? row : days));
    const breaches = personBreaches(grid, others, person).filter(
      (one) => !known.has(breachKey(one)),
    );
    return { template, isGiven, more: difference(parts, givenParts), breaches };
  });
  const rank = ({ breaches }: Alternative) => (breaches.length > 0 ? 1 : 0);
  return alternatives.sort((a, b) => rank(a) - rank(b) || a.more.total - b.more.total);
}

interface Day {
  person: number;
  day: number;
  template: number | null;
}

function partsOf(problem: CentreProblem, cover: CoverState, its: Day): CentreCost {
  const { person, day, template } = its;
  const who = problem.people[person];
  const base = problem.base?.[person] ?? null;
  const { under, over, serviceLevel } = cover.parts();
  const own = who ? dayCost(problem, who, { day, template, base }) : noCost();
  const { paid, wish, fairness, stability } = own;
  const total = under + over + serviceLevel + paid + wish + fairness + stability;
  return { under, over, serviceLevel, paid, wish, fairness, stability, total };
}

function difference(one: CentreCost, other: CentreCost): CentreCost {
  const more = noCost();
  for (const part of Object.keys(more) as (keyof CentreCost)[]) {
    // Sums of many parts leave dust behind the comma.
    more[part] = Math.round((one[part] - other[part]) * 1e6) / 1e6;
  }
  return more;
}

function breachKey({ rule, day, wanted, got }: CentreBreach): string {
  return [rule, day, wanted, got].join();
}
