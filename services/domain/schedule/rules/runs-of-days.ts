/** Days in a row, as places; the last not included. */
export interface DayRun {
  from: number;
  to: number;
}

/** The runs of days that are marked (or that are not), in order. */
export function runsOfDays(marks: Uint8Array, value: 0 | 1): DayRun[] {
  const runs: DayRun[] = [];
  let from = -1;
  for (let day = 0; day <= marks.length; day += 1) {
    const inside = day < marks.length && marks[day] === value;
    if (inside && from < 0) from = day;
    if (inside || from < 0) continue;
    runs.push({ from, to: day });
    from = -1;
  }
  return runs;
}
