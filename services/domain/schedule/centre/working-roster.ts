import { type CentreLine, copyLine, emptyLine } from './centre-line.ts';
import type { CentreModel, ModelPerson } from './centre-model.ts';
import { type CoverState, coverState } from './cover-state.ts';
import type { Crew } from './crew-grid.ts';
import { emptyWorth, type Smoothing, savedWorth, smoothWorth } from './crew-worth.ts';
import { type LinePricer, linePricer } from './line-pricer.ts';

/** A roster that is being changed, with its cost kept up. */
export interface WorkingRoster {
  lines: readonly CentreLine[];
  cover: CoverState;
  /** What it costs now. */
  cost(): number;
  /** Takes a person's line out of the cover, if it is in. */
  takeOut(person: number): void;
  /** Puts a person's line into the cover as it stands. */
  putIn(person: number): void;
  /** Gives a person the line that is best as things stand, the others' lines given. */
  giveBest(person: number): void;
  /** Gives a person the line that is best at smoothed prices. */
  giveSmooth(person: number, smoothing: Smoothing): void;
  /** Places a person's breaks and skills anew; the shifts stay. */
  settleBreaks(person: number): void;
  /** Takes over all lines of another roster. */
  takeOver(lines: readonly CentreLine[]): void;
}

/** An empty roster: nobody's line is in yet. */
export function workingRoster(model: CentreModel): WorkingRoster {
  const { people, crews } = model;
  const lines = people.map(() => emptyLine(model));
  const isIn = people.map(() => false);
  const own = new Float64Array(people.length);
  const cover = coverState(model);
  const worth = emptyWorth(model);
  const pricer: LinePricer = linePricer(model);
  let owned = 0;

  function takeOut(person: number): void {
    if (!isIn[person]) return;
    isIn[person] = false;
    owned -= own[person] as number;
    cover.putLine(lines[person] as CentreLine, person, -1);
  }

  function putIn(person: number): void {
    isIn[person] = true;
    const line = lines[person] as CentreLine;
    own[person] = ownCost(model, people[person] as ModelPerson, line);
    owned += own[person] as number;
    cover.putLine(line, person, 1);
  }

  function give(person: number): void {
    if (pricer.price(person, worth) < Number.POSITIVE_INFINITY) {
      pricer.write(lines[person] as CentreLine);
    }
    putIn(person);
  }

  return {
    lines,
    cover,
    cost: () => cover.cost() + owned,
    takeOut,
    putIn,
    giveBest(person) {
      takeOut(person);
      savedWorth(model, crews[people[person]?.crew ?? 0] as Crew, cover, worth);
      give(person);
    },
    giveSmooth(person, smoothing) {
      takeOut(person);
      const crew = crews[people[person]?.crew ?? 0] as Crew;
      smoothWorth(model, crew, { ...smoothing, agents: cover.agents, into: worth });
      give(person);
    },
    settleBreaks(person) {
      takeOut(person);
      savedWorth(model, crews[people[person]?.crew ?? 0] as Crew, cover, worth);
      for (let day = 0; day < model.days; day += 1) {
        pricer.settle(lines[person] as CentreLine, day, worth);
      }
      putIn(person);
    },
    takeOver(others) {
      others.forEach((line, person) => {
        takeOut(person);
        copyLine(line, lines[person] as CentreLine);
        putIn(person);
      });
    },
  };
}

/** A line's own costs: hours, wishes, fairness, stability. */
export function ownCost({ problem }: CentreModel, person: ModelPerson, line: CentreLine): number {
  const count = problem.templates.length;
  let cost = 0;
  for (let day = 0; day < line.template.length; day += 1) {
    const template = line.template[day] as number;
    cost += (template < 0 ? person.offCost[day] : person.shiftCost[day * count + template]) ?? 0;
  }
  return cost;
}
