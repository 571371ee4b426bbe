// An independent checker of benchmark rosters: it reads instance and roster itself, writes every
// line as a string, and looks for broken rules with patterns. No product code is used.

interface Employee {
  caps: Map<string, number>;
  maxMinutes: number;
  minMinutes: number;
  maxRow: number;
  minRow: number;
  minOff: number;
  maxWeekends: number;
  leave: Set<number>;
}

export interface Instance {
  days: number;
  minutes: Map<string, number>;
  barred: Map<string, Set<string>>;
  staff: Map<string, Employee>;
  on: [string, number, string, number][];
  off: [string, number, string, number][];
  cover: [number, string, number, number, number][];
}

export function parseInstance(text: string): Instance {
  const part = (name: string) => {
    const body = text.replaceAll('\r', '').split(`SECTION_${name}\n`)[1] ?? '';
    const rows = (body.split('SECTION_')[0] ?? '').split('\n');
    return rows.filter((row) => row !== '' && !row.startsWith('#')).map((row) => row.split(','));
  };
  const n = Number;
  const split = (list = '') => list.split('|').filter(Boolean);
  const leave = new Map(part('DAYS_OFF').map(([id, ...days]) => [id, new Set(days.map(n))]));
  const staff = part('STAFF').map(([id = '', caps, ...limits]): [string, Employee] => {
    const [maxMinutes = 0, minMinutes = 0, maxRow = 0, minRow = 0, minOff = 0, maxWeekends = 0] =
      limits.map(n);
    const most = new Map(split(caps).map((cap) => [cap.split('=')[0] ?? '', n(cap.split('=')[1])]));
    const days = leave.get(id) ?? new Set();
    return [
      id,
      { caps: most, maxMinutes, minMinutes, maxRow, minRow, minOff, maxWeekends, leave: days },
    ];
  });
  const asked = (name: string) =>
    part(name).map((r): [string, number, string, number] => [
      r[0] ?? '',
      n(r[1]),
      r[2] ?? '',
      n(r[3]),
    ]);
  return {
    days: n(part('HORIZON')[0]?.[0]),
    minutes: new Map(part('SHIFTS').map(([id = '', minutes]) => [id, n(minutes)])),
    barred: new Map(part('SHIFTS').map(([id = '', , after]) => [id, new Set(split(after))])),
    staff: new Map(staff),
    on: asked('SHIFT_ON_REQUESTS'),
    off: asked('SHIFT_OFF_REQUESTS'),
    cover: part('COVER').map((r) => [n(r[0]), r[1] ?? '', n(r[2]), n(r[3]), n(r[4])]),
  };
}

/** Which rules one employee's days break; '' is a day off. */
export function brokenRules(instance: Instance, id: string, days: readonly string[]): string[] {
  const e = instance.staff.get(id);
  if (!e) return ['unknown employee'];
  const broken: string[] = [];
  const pattern = days.map((shift) => (shift === '' ? '-' : 'x')).join('');
  const total = days.reduce((sum, shift) => sum + (instance.minutes.get(shift) ?? 0), 0);
  if (days.length !== instance.days) broken.push('length');
  if (days.some((shift, day) => shift !== '' && e.leave.has(day))) broken.push('unavailable');
  if (days.some((shift, day) => day > 0 && instance.barred.get(days[day - 1] ?? '')?.has(shift))) {
    broken.push('succession');
  }
  for (const [shift, cap] of e.caps) {
    if (days.filter((worked) => worked === shift).length > cap) broken.push('max-of-shift');
  }
  if (total > e.maxMinutes) broken.push('max-minutes');
  if (total < e.minMinutes) broken.push('min-minutes');
  if (pattern.includes('x'.repeat(e.maxRow + 1))) broken.push('max-days-in-a-row');
  // A block with its two neighbours inside the horizon; borders waive the minimum.
  const inner = (one: string, other: string, least: number) =>
    least > 1 && new RegExp(`${other}${one}{1,${least - 1}}${other}`).test(pattern);
  if (inner('x', '-', e.minRow)) broken.push('min-days-in-a-row');
  if (inner('-', 'x', e.minOff)) broken.push('min-days-off-in-a-row');
  const weeks = pattern.match(/.{1,7}/g) ?? [];
  if (weeks.filter((week) => week.slice(5).includes('x')).length > e.maxWeekends) {
    broken.push('max-weekends');
  }
  return broken;
}

/** Cost and broken rules of a roster file. */
export function checkRoster(instanceText: string, rosterText: string) {
  const instance = parseInstance(instanceText);
  const rows = new Map(
    rosterText
      .trim()
      .split('\n')
      .map((row): [string, string[]] => {
        const [id = '', ...days] = row.split(',');
        return [id, days];
      }),
  );
  const broken = [...instance.staff.keys()].flatMap((id) =>
    brokenRules(instance, id, rows.get(id) ?? []).map((rule) => `${id}: ${rule}`),
  );
  return { broken, cost: costOf(instance, rows) };
}

export function costOf(instance: Instance, rows: ReadonlyMap<string, readonly string[]>): number {
  let cost = 0;
  for (const [id, day, shift, weight] of instance.on)
    if (rows.get(id)?.[day] !== shift) cost += weight;
  for (const [id, day, shift, weight] of instance.off)
    if (rows.get(id)?.[day] === shift) cost += weight;
  for (const [day, shift, wanted, under, over] of instance.cover) {
    const present = [...rows.values()].filter((days) => days[day] === shift).length;
    cost += Math.max(0, wanted - present) * under + Math.max(0, present - wanted) * over;
  }
  return cost;
}
