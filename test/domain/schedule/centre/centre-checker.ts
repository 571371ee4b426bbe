// Looks through a roster by code of its own: minute by minute and rule by rule, straight from the
// problem as it is written. What the engine calls the cost must come out here, too.
import type {
  CentrePerson,
  CentreProblem,
} from '../../../../services/domain/schedule/centre/centre-problem.ts';
import type { CentreRoster } from '../../../../services/domain/schedule/centre/centre-roster.ts';

/** What is wrong, as sentences; empty = nothing. */
export function faultsOf(problem: CentreProblem, roster: CentreRoster): string[] {
  return problem.people.flatMap((person, at) =>
    personFaults(problem, person, roster[at] ?? []).map((fault) => `${person.id}: ${fault}`),
  );
}

/** First minute of each day, from the first midnight; the last is the end. */
export function midnights({ days, slotMin }: CentreProblem): number[] {
  const starts = [0];
  for (const { slots } of days) starts.push((starts.at(-1) ?? 0) + slots * slotMin);
  return starts;
}

/** Minute at which a template begins, by walking the day's wall clock. */
export function startOf(problem: CentreProblem, day: number, template: number): number {
  const { clockChange } = problem.days[day] as CentreProblem['days'][number];
  const wanted = problem.templates[template]?.startMin ?? 0;
  const midnight = midnights(problem)[day] ?? 0;
  let wall = 0;
  for (let passed = 0; passed < 3_000; passed += 1) {
    if (clockChange && passed === clockChange.atMin) wall += clockChange.byMin;
    if (wall === wanted || (clockChange && clockChange.byMin > 0 && wall > wanted)) {
      return midnight + passed;
    }
    wall += 1;
  }
  throw new Error(`the clock of day ${day} never shows minute ${wanted}`);
}

type Row = CentreRoster[number];

function personFaults(problem: CentreProblem, person: CentrePerson, row: Row): string[] {
  const faults: string[] = [];
  const { rules, past } = person;
  const ends: { day: number; from: number; to: number; class: string }[] = [];
  row.forEach((shift, day) => {
    if (!shift) return;
    const template = problem.templates[shift.template];
    if (!template) {
      faults.push(`day ${day}: no template ${shift.template}`);
      return;
    }
    const from = startOf(problem, day, shift.template);
    const to = from + template.spanMin;
    ends.push({ day, from, to, class: template.class });
    if (!template.weekdays.includes(problem.days[day]?.weekday ?? 0))
      faults.push(`day ${day}: weekday`);
    if (!person.templates.includes(shift.template)) faults.push(`day ${day}: not the person's`);
    for (const { fromSlot, toSlot } of person.unavailable) {
      for (let minute = from; minute < to; minute += 1) {
        const slot = Math.floor(minute / problem.slotMin);
        if (slot >= fromSlot && slot < toSlot) {
          faults.push(`day ${day}: works in slot ${slot}`);
          break;
        }
      }
    }
    let last = Number.NEGATIVE_INFINITY;
    template.breaks.forEach((plan, at) => {
      const start = shift.breaks[at] ?? -1;
      const inWindow = start >= plan.earliestMin && start <= plan.latestMin;
      const apart = start - last >= template.minBetweenBreaksMin || at === 0;
      const fits = start + plan.minutes <= template.spanMin && start % problem.stepMin === 0;
      if (!inWindow || !apart || !fits) faults.push(`day ${day}: break ${at} at ${start}`);
      last = start + plan.minutes;
    });
    const held = new Set(person.skills.map(({ skill }) => skill));
    for (const skill of shift.serves) {
      if (skill !== -1 && !held.has(skill)) faults.push(`day ${day}: serves skill ${skill}`);
    }
  });
  ends.forEach(({ day, from, class: its }, at) => {
    const before = ends[at - 1];
    const end = before?.to ?? past?.lastEndMin ?? Number.NEGATIVE_INFINITY;
    if (from - end < rules.minRestMin) faults.push(`day ${day}: rests ${from - end}`);
    const eve = before
      ? before.day === day - 1
        ? before.class
        : null
      : day === 0
        ? past?.eveClass
        : null;
    if (rules.forbidden.some((pair) => pair.from === eve && pair.to === its)) {
      faults.push(`day ${day}: ${its} after ${eve}`);
    }
  });
  for (const pin of person.pins) {
    const has = row[pin.day]?.template ?? null;
    if (has !== (pin.kind === 'shift' ? pin.template : null)) faults.push(`pin of day ${pin.day}`);
  }
  return [...faults, ...runFaults(problem, person, row), ...sumFaults(problem, person, row)];
}

/** Blocks of days, as a text of w, n (night) and -, with the past before the bar. */
function runFaults(problem: CentreProblem, { rules, past }: CentrePerson, row: Row): string[] {
  const faults: string[] = [];
  const letters = row.map((shift) =>
    shift ? (problem.templates[shift.template]?.class === 'night' ? 'n' : 'w') : '-',
  );
  let before = '';
  if (past?.daysWorked) {
    before = 'w'.repeat(past.daysWorked - past.nightsInARow) + 'n'.repeat(past.nightsInARow);
  } else if (past) before = `w${'-'.repeat(Math.max(1, past.daysOff))}`;
  const text = before + letters.join('');
  const longest = (pattern: RegExp) =>
    Math.max(
      0,
      ...[...text.matchAll(pattern)].map((match) => {
        return match.index + match[0].length > before.length ? match[0].length : 0;
      }),
    );
  if (longest(/[wn]+/g) > (rules.maxDaysInARow ?? 1e9)) faults.push('too many days in a row');
  if (longest(/n+/g) > (rules.maxNightsInARow ?? 1e9)) faults.push('too many nights in a row');
  for (const match of text.matchAll(/(?<=[wn])-+(?=[wn])/g)) {
    const isNow = match.index + match[0].length >= before.length;
    if (isNow && match[0].length < rules.minDaysOffInARow) faults.push('too few days off in a row');
  }
  const weekends = new Set<number>();
  row.forEach((shift, day) => {
    const weekday = problem.days[day]?.weekday ?? 1;
    if (shift && weekday >= 6) weekends.add(problem.days[day]?.week ?? 0);
  });
  if (past?.saturdayWorked) weekends.add(0);
  const limit = rules.maxWeekends;
  const isNew = [...weekends].length + (past?.weekends ?? 0);
  if (limit !== null && isNew > limit) faults.push(`${isNew} weekends`);
  return faults;
}

function sumFaults(
  problem: CentreProblem,
  { rules, past, pins }: CentrePerson,
  row: Row,
): string[] {
  const faults: string[] = [];
  const leave = new Map<number, number>();
  for (const pin of pins) if (pin.kind === 'leave') leave.set(pin.day, pin.paidMin);
  const weeks = Map.groupBy(problem.days.keys(), (day) => problem.days[day]?.week ?? 0);
  let total = 0;
  for (const [week, days] of weeks) {
    let minutes = 0;
    let off = 0;
    for (const day of days) {
      const shift = row[day];
      minutes += shift ? (problem.templates[shift.template]?.paidMin ?? 0) : (leave.get(day) ?? 0);
      if (!shift && !leave.has(day)) off += 1;
    }
    total += minutes;
    const isCutAtStart = week === 0 && problem.days[0]?.weekday !== 1;
    const isCutAtEnd = problem.days[days.at(-1) ?? 0]?.weekday !== 7;
    if (isCutAtStart) {
      minutes += past?.weekMinutes ?? 0;
      off += past?.weekDaysOff ?? 0;
    }
    const counts = [
      ['minutes', rules.weekMinutes, minutes],
      ['days off', rules.weekDaysOff, off],
    ] as const;
    for (const [name, { min, max }, got] of counts) {
      if (max !== null && got > max) faults.push(`week ${week}: ${got} ${name}`);
      if (isCutAtEnd || (isCutAtStart && past === null)) continue;
      if (min !== null && got < min) faults.push(`week ${week}: ${got} ${name}`);
    }
  }
  const { min, max } = rules.horizonMinutes;
  if ((min !== null && total < min) || (max !== null && total > max))
    faults.push(`${total} in all`);
  return faults;
}

/** What a roster costs, by counting who serves what in each minute. */
export function costOf(problem: CentreProblem, roster: CentreRoster): number {
  const ends = midnights(problem);
  const minutes = ends.at(-1) ?? 0;
  const agents = problem.skills.map(() => new Float64Array(minutes / problem.slotMin));
  let cost = 0;
  problem.people.forEach((person, at) => {
    const row = roster[at] ?? [];
    row.forEach((shift, day) => {
      if (!shift) return;
      const template = problem.templates[shift.template] as CentreProblem['templates'][number];
      const from = startOf(problem, day, shift.template);
      const firstSlot = Math.floor(from / problem.slotMin);
      for (let minute = 0; minute < template.spanMin; minute += 1) {
        const slot = Math.floor((from + minute) / problem.slotMin);
        const isBreak = template.breaks.some(({ minutes: length }, k) => {
          const start = shift.breaks[k] ?? -1;
          return minute >= start && minute < start + length;
        });
        if (isBreak || from + minute >= minutes) continue;
        const skill = shift.serves[slot - firstSlot] ?? -1;
        const worth = person.skills.find((held) => held.skill === skill)?.efficiency;
        if (worth === undefined) throw new Error(`${person.id} serves nobody in slot ${slot}`);
        const row = agents[skill] as Float64Array;
        row[slot] = (row[slot] ?? 0) + worth / problem.slotMin;
      }
      cost += (problem.weights.paid * template.paidMin) / 60;
    });
    cost += ownCost(problem, { person, row, base: problem.base?.[at] ?? null });
  });
  problem.skills.forEach((skill, at) => {
    cost += skillCost(problem, skill, agents[at] as Float64Array);
  });
  return cost;
}

function ownCost(
  { days, templates, weights }: CentreProblem,
  { person, row, base }: { person: CentrePerson; row: Row; base: Row | null },
): number {
  let cost = 0;
  const { debt } = person;
  days.forEach(({ weekday }, day) => {
    const shift = row[day]?.template ?? null;
    const its = shift === null ? null : templates[shift];
    if (its && weekday >= 6) cost += weights.fairness * debt.weekend;
    if (its?.class === 'night') cost += weights.fairness * debt.night;
    if (its?.class === 'late') cost += weights.fairness * debt.late;
    if (base && (base[day]?.template ?? null) !== shift) cost += weights.stability;
  });
  for (const { day, template, kind, weight } of person.wishes) {
    const shift = row[day]?.template ?? null;
    const has = template === null ? shift !== null : shift === template;
    if (has === (kind === 'on')) continue;
    cost += weights.wish * weight + weights.fairness * debt.refusedWish;
  }
  return cost;
}

function skillCost(
  { days, weights, slotMin }: CentreProblem,
  { required, underWeight, overWeight, dayLevel }: CentreProblem['skills'][number],
  agents: Float64Array,
): number {
  const hours = slotMin / 60;
  let cost = 0;
  let slot = 0;
  days.forEach(({ slots }, day) => {
    let gained = 0;
    for (let end = slot + slots; slot < end; slot += 1) {
      const above = (agents[slot] ?? 0) - (required[slot] ?? 0);
      const gains = dayLevel?.gains[slot] ?? [];
      gains.forEach((gain, k) => {
        gained += gain * Math.max(0, Math.min(1, above - k));
      });
      cost += Math.max(0, -above) * underWeight * weights.under * hours;
      cost += Math.max(0, above - gains.length) * overWeight * weights.over * hours;
    }
    const missing = Math.max(0, (dayLevel?.targets[day] ?? 0) - gained);
    cost += missing * (dayLevel?.missingWeight ?? 0);
  });
  return cost;
}
