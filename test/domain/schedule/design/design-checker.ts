// What a design costs, and the cheapest there is, by code of its own: minutes on a circle.

/** A row of the command's file: so many people take this shift on this day. */
export type DesignRow = readonly [startMin: number, lengthMin: number, day: number, count: number];

export interface Demand {
  slotMin: number;
  days: number;
  wanted: readonly number[];
  overCost: number;
  underCost: number;
  templateCost: number;
}

/** Minute by minute: who is there, who is wanted, and how many different shifts there are. */
export function designCost(demand: Demand, rows: readonly DesignRow[]) {
  const minutes = demand.days * 1_440;
  const there = new Int32Array(minutes);
  const kinds = new Set<string>();
  for (const [startMin, lengthMin, day, count] of rows) {
    if (count === 0) continue;
    kinds.add(`${startMin}+${lengthMin}`);
    for (let minute = 0; minute < lengthMin; minute += 1) {
      const at = (day * 1_440 + startMin + minute) % minutes;
      there[at] = (there[at] ?? 0) + count;
    }
  }
  let [over, under] = [0, 0];
  for (let minute = 0; minute < minutes; minute += 1) {
    const off = (there[minute] ?? 0) - (demand.wanted[Math.floor(minute / demand.slotMin)] ?? 0);
    if (off > 0) over += off;
    else under -= off;
  }
  const { overCost, underCost, templateCost } = demand;
  const cost = over * overCost + under * underCost + kinds.size * templateCost;
  return { over, under, templates: kinds.size, cost };
}

/** Cheapest of all designs with up to `most` people in each of the shifts on each day. */
export function cheapestDesign(
  demand: Demand,
  shifts: readonly (readonly [startMin: number, lengthMin: number])[],
  most: number,
): number {
  const cells = shifts.flatMap((shift) =>
    Array.from({ length: demand.days }, (_, day) => [...shift, day] as const),
  );
  const tries = (most + 1) ** cells.length;
  if (tries > 20_000) throw new Error(`${tries} designs are too many to try`);
  let best = Number.POSITIVE_INFINITY;
  for (let code = 0; code < tries; code += 1) {
    const rows = cells.map(
      (cell, at): DesignRow => [...cell, Math.floor(code / (most + 1) ** at) % (most + 1)],
    );
    best = Math.min(best, designCost(demand, rows).cost);
  }
  return best;
}
