import { DomainError } from '../../domain-error.ts';
import { type CentreProblem, type CentreTemplate, centreLimits } from './centre-problem.ts';

/** Most people × days × templates: a cost is kept for each. */
const maxCells = 20_000_000;

/**
 * Looks whether a problem is one at all. Whether it can be solved is another question.
 *
 * @throws DomainError invalid, naming the value and its place.
 */
export function checkCentreProblem(problem: CentreProblem): void {
  const { slotMin, stepMin, days, people, templates } = problem;
  if (!isWhole(slotMin, 1, 60) || 60 % slotMin !== 0) {
    refuse(`slots of ${slotMin} minutes do not divide the hour`);
  }
  if (!isWhole(stepMin, 1, slotMin) || slotMin % stepMin !== 0) {
    refuse(`a step of ${stepMin} minutes does not divide slots of ${slotMin}`);
  }
  checkDays(problem);
  checkSkills(problem);
  if (templates.length > centreLimits.templates) {
    refuse(`${templates.length} templates are more than ${centreLimits.templates}`);
  }
  for (const template of templates) checkTemplate(template, problem);
  if (people.length > centreLimits.people) {
    refuse(`${people.length} people are more than ${centreLimits.people}`);
  }
  if (people.length * days.length * templates.length > maxCells) {
    refuse(`people × days × templates are more than ${maxCells}`);
  }
  for (let person = 0; person < people.length; person += 1) checkPerson(problem, person);
  for (const [name, weight] of Object.entries(problem.weights)) {
    if (!(weight >= 0 && weight <= 1e6)) refuse(`weight "${name}" is ${weight}`);
  }
  checkBase(problem);
}

function checkDays({ days, slotMin }: CentreProblem): void {
  if (!isWhole(days.length, 1, centreLimits.days)) {
    refuse(`${days.length} days, not 1 to ${centreLimits.days}`);
  }
  for (const [at, { weekday, week, slots, clockChange }] of days.entries()) {
    const before = days[at - 1];
    const next = before ? (before.weekday % 7) + 1 : weekday;
    if (!isWhole(weekday, 1, 7) || weekday !== next) refuse(`day ${at} has weekday ${weekday}`);
    const nextWeek = before ? before.week + (weekday === 1 ? 1 : 0) : 0;
    if (week !== nextWeek) refuse(`day ${at} is in week ${week}, not ${nextWeek}`);
    const wanted = (1_440 - (clockChange?.byMin ?? 0)) / slotMin;
    if (slots !== wanted) refuse(`day ${at} has ${slots} slots, not ${wanted}`);
    if (clockChange && !isWhole(clockChange.atMin, 0, 1_439)) {
      refuse(`day ${at} changes its clock at minute ${clockChange.atMin}`);
    }
  }
  const total = days.reduce((sum, { slots }) => sum + slots, 0);
  if (total > centreLimits.slots) refuse(`${total} slots are more than ${centreLimits.slots}`);
}

function checkSkills({ skills, days }: CentreProblem): void {
  const slots = days.reduce((sum, day) => sum + day.slots, 0);
  if (!isWhole(skills.length, 1, centreLimits.skills)) {
    refuse(`${skills.length} skills, not 1 to ${centreLimits.skills}`);
  }
  for (const { id, required, underWeight, overWeight, dayLevel } of skills) {
    if (required.length !== slots) {
      refuse(`skill "${id}" has ${required.length} requirements for ${slots} slots`);
    }
    const odd = required.findIndex((n) => !(n >= 0 && n <= 1e5));
    if (odd >= 0) refuse(`skill "${id}" requires ${required[odd]} in slot ${odd}`);
    for (const weight of [underWeight, overWeight, dayLevel?.missingWeight ?? 0]) {
      if (!(weight >= 0 && weight <= 1e6)) refuse(`skill "${id}" has a weight of ${weight}`);
    }
    if (!dayLevel) continue;
    if (dayLevel.gains.length !== slots) {
      refuse(`skill "${id}" has gains of ${dayLevel.gains.length} slots, not ${slots}`);
    }
    if (dayLevel.targets.length !== days.length) {
      refuse(`skill "${id}" has ${dayLevel.targets.length} targets for ${days.length} days`);
    }
    for (const [slot, gains] of dayLevel.gains.entries()) {
      const rising = gains.findIndex((gain, at) => !(gain >= 0 && gain <= (gains[at - 1] ?? gain)));
      if (rising >= 0) refuse(`skill "${id}", slot ${slot}: gain ${gains[rising]} rises`);
    }
  }
}

function checkTemplate(template: CentreTemplate, { stepMin }: CentreProblem): void {
  const { id, startMin, spanMin, paidMin, breaks, minBetweenBreaksMin } = template;
  const where = `template "${id}"`;
  const onGrid = (minutes: number) => Number.isInteger(minutes / stepMin);
  if (!isWhole(startMin, 0, 1_439) || !onGrid(startMin)) refuse(`${where} starts at ${startMin}`);
  if (!isWhole(spanMin, stepMin, 1_440) || !onGrid(spanMin)) refuse(`${where} spans ${spanMin}`);
  if (!isWhole(paidMin, 0, spanMin)) refuse(`${where} pays ${paidMin} of ${spanMin} minutes`);
  if (breaks.length > centreLimits.breaks) refuse(`${where} has ${breaks.length} breaks`);
  let earliest = 0;
  for (const { minutes, earliestMin, latestMin } of breaks) {
    if (!isWhole(minutes, stepMin, spanMin) || !onGrid(minutes)) {
      refuse(`${where} has a break of ${minutes} minutes`);
    }
    if (!isWhole(earliestMin, 0, spanMin) || !isWhole(latestMin, earliestMin, spanMin)) {
      refuse(`${where} has a break from minute ${earliestMin} to ${latestMin}`);
    }
    const start = Math.ceil(Math.max(earliest, earliestMin) / stepMin) * stepMin;
    if (start > latestMin || start + minutes > spanMin) {
      refuse(`${where} has no room for its breaks at minute ${start}`);
    }
    earliest = start + minutes + minBetweenBreaksMin;
  }
}

function checkPerson({ people, skills, templates, days }: CentreProblem, at: number): void {
  const person = people[at];
  if (!person) return;
  const where = `person "${person.id}"`;
  if (person.skills.length === 0) refuse(`${where} has no skill`);
  for (const { skill, efficiency } of person.skills) {
    if (!isWhole(skill, 0, skills.length - 1)) refuse(`${where} has no such skill as ${skill}`);
    if (!(efficiency > 0 && efficiency <= 10)) refuse(`${where} has efficiency ${efficiency}`);
  }
  for (const template of person.templates) {
    if (!isWhole(template, 0, templates.length - 1)) refuse(`${where}: no template ${template}`);
    const { startMin = 0, spanMin = 0 } = templates[template] ?? {};
    // What ends later could forbid work beyond the day after next, which no rule looks at.
    if (startMin + spanMin + person.rules.minRestMin > 3 * 1_440 - 60) {
      refuse(`${where} rests ${person.rules.minRestMin} minutes, more than is taken`);
    }
  }
  const named = [...person.wishes, ...person.pins];
  const odd = named.find(({ day }) => !isWhole(day, 0, days.length - 1));
  if (odd) refuse(`${where} names day ${odd.day} of ${days.length}`);
  if (new Set(person.pins.map(({ day }) => day)).size < person.pins.length) {
    refuse(`${where} has two pins on one day`);
  }
  for (const pin of person.pins) {
    if (pin.kind === 'shift' && !templates[pin.template]) {
      refuse(`${where} is pinned to template ${pin.template}`);
    }
    if (pin.kind === 'leave' && !isWhole(pin.paidMin, 0, 1_440)) {
      refuse(`${where} has leave of ${pin.paidMin} minutes`);
    }
  }
  const { rules } = person;
  for (const range of [rules.weekMinutes, rules.horizonMinutes, rules.weekDaysOff]) {
    if (range.min !== null && range.max !== null && range.min > range.max) {
      refuse(`${where} must keep at least ${range.min} and at most ${range.max}`);
    }
  }
}

function checkBase({ base, people, days }: CentreProblem): void {
  if (base === null) return;
  if (base.length !== people.length || base.some((row) => row.length !== days.length)) {
    refuse(`the base roster is not one of ${people.length} people and ${days.length} days`);
  }
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function refuse(sentence: string): never {
  throw new DomainError('invalid', sentence);
}
