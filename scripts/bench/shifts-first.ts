import { type CentreLine, rosterOf } from '../../services/domain/schedule/centre/centre-line.ts';
import {
  type CentreModel,
  centreModel,
} from '../../services/domain/schedule/centre/centre-model.ts';
import type { CentreProblem } from '../../services/domain/schedule/centre/centre-problem.ts';
import type { CentreRoster } from '../../services/domain/schedule/centre/centre-roster.ts';
import type { Crew } from '../../services/domain/schedule/centre/crew-grid.ts';
import {
  emptyWorth,
  savedWorth,
  type Worth,
} from '../../services/domain/schedule/centre/crew-worth.ts';
import { type LinePricer, linePricer } from '../../services/domain/schedule/centre/line-pricer.ts';
import { workingRoster } from '../../services/domain/schedule/centre/working-roster.ts';

/**
 * The two steps of common tools. First shifts without people: day by day the shift that covers most
 * of what is missing for its paid hours is opened, until none is worth it (the greedy rule of set
 * covering, Chvátal 1979), each skill for itself, breaks at the middle of their windows. Then people
 * in turn take the line that fills most open shifts and what else is missing; last each shift's breaks and skills are placed
 * for what is there.
 */
export function shiftsFirst(problem: CentreProblem): CentreRoster {
  const model = centreModel(problem);
  const priced = { ...model, people: model.people.map((person) => ({ ...person })) };
  const filling = { priced, pricer: linePricer(priced), open: openShifts(model) };
  const roster = workingRoster(model);
  const worth = emptyWorth(model);
  model.people.forEach(({ crew }, person) => {
    savedWorth(model, model.crews[crew] as Crew, roster.cover, worth);
    fillLine(model, { ...filling, person, worth, line: roster.lines[person] as CentreLine });
    roster.putIn(person);
  });
  for (let round = 0; round < 2; round += 1) {
    model.people.forEach((_, person) => {
      roster.settleBreaks(person);
    });
  }
  return rosterOf(model, roster.lines);
}

/** How many people each skill still needs in each template and day. */
function openShifts(model: CentreModel): Int32Array[] {
  const { problem, slots, days, startTick, ticksPerSlot } = model;
  const count = problem.templates.length;
  return problem.skills.map(({ required, underWeight, overWeight }) => {
    const missing = Float64Array.from(required);
    const open = new Int32Array(days * count);
    for (let day = 0; day < days; day += 1) {
      for (;;) {
        let best = -1;
        let most = 0;
        problem.templates.forEach(({ spanMin, paidMin }, template) => {
          const first = Math.floor((startTick[day * count + template] ?? 0) / ticksPerSlot);
          let gain = 0;
          for (let slot = first; slot < first + spanMin / problem.slotMin; slot += 1) {
            if (slot < slots) gain += (missing[slot] ?? 0) > 0 ? underWeight : -overWeight;
          }
          const worth = gain * model.slotHours - (problem.weights.paid * paidMin) / 60;
          if (worth / paidMin > most) {
            most = worth / paidMin;
            best = template;
          }
        });
        if (best < 0) break;
        const at = day * count + best;
        open[at] = (open[at] ?? 0) + 1;
        const span = (problem.templates[best]?.spanMin ?? 0) / problem.slotMin;
        const first = Math.floor((startTick[at] ?? 0) / ticksPerSlot);
        // Of eight hours and a half about seven are worked: breaks take the rest.
        for (let slot = first; slot < Math.min(slots, first + span); slot += 1) {
          missing[slot] = (missing[slot] ?? 0) - 0.88;
        }
      }
    }
    return open;
  });
}

interface Filling {
  person: number;
  worth: Worth;
  line: CentreLine;
  priced: CentreModel;
  pricer: LinePricer;
  open: readonly Int32Array[];
}

/** The permitted line that fills most open shifts; they are then no longer open. */
function fillLine(model: CentreModel, filling: Filling): void {
  const { person, worth, line, priced, pricer, open } = filling;
  const { problem, days } = model;
  const its = problem.people[person];
  const who = priced.people[person];
  if (!its || !who) return;
  const count = problem.templates.length;
  const skillFor = (at: number) =>
    its.skills.find(({ skill }) => (open[skill]?.[at] ?? 0) > 0)?.skill ?? null;
  who.shiftCost = who.shiftCost.slice();
  for (const template of its.templates) {
    for (let day = 0; day < days; day += 1) {
      const at = day * count + template;
      // Filling an open shift is worth more than anything that people wish.
      const bonus = skillFor(at) === null ? 0 : (problem.templates[template]?.paidMin ?? 0) / 10;
      who.shiftCost[at] = (who.shiftCost[at] ?? 0) - bonus;
    }
  }
  pricer.price(person, worth);
  pricer.write(line);
  line.template.forEach((template, day) => {
    const at = day * count + template;
    const skill = template < 0 ? null : skillFor(at);
    const row = skill === null ? undefined : open[skill];
    if (row) row[at] = (row[at] ?? 0) - 1;
  });
}
