// Every permitted line, and the cheapest roster, by trying them all.
import { brokenRules, costOf, type Instance } from './roster-checker.ts';

/** All courses of days an employee may work, by the checker's rules. */
export function allLines(instance: Instance, id: string): string[][] {
  const choices = ['', ...instance.minutes.keys()];
  let lines: string[][] = [[]];
  for (let day = 0; day < instance.days; day += 1) {
    lines = lines.flatMap((line) => choices.map((shift) => [...line, shift]));
  }
  return lines.filter((line) => brokenRules(instance, id, line).length === 0);
}

/** Cost of the cheapest roster; `null` when somebody has no permitted line. */
export function cheapestCost(instance: Instance): number | null {
  const ids = [...instance.staff.keys()];
  const lines = ids.map((id) => allLines(instance, id));
  if (lines.some((its) => its.length === 0)) return null;
  const count = lines.reduce((product, its) => product * its.length, 1);
  if (count > 3_000_000) throw new Error(`${count} rosters are too many to try`);
  let best = Number.POSITIVE_INFINITY;
  const rows = new Map<string, string[]>();
  const place = (at: number) => {
    if (at === ids.length) {
      best = Math.min(best, costOf(instance, rows));
      return;
    }
    for (const line of lines[at] ?? []) {
      rows.set(ids[at] ?? '', line);
      place(at + 1);
    }
  };
  place(0);
  return best;
}

/** A small instance with tight rules: two kinds of shift, a week from Monday on. */
export function tinyInstance(seed: number, { people = 2, days = 7 } = {}): string {
  let state = seed * 7_919 + 17;
  const draw = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
  const ids = ['A', 'B', 'C'].slice(0, people);
  const staff = ids.map((id) => {
    const caps = `E=${draw(4) === 0 ? 0 : 7}|L=${1 + draw(3)}`;
    const most = 3 + draw(3);
    return `${id},${caps},${most * 480},${(most - 2) * 480},${2 + draw(3)},${1 + draw(2)},${1 + draw(2)},${draw(2)}`;
  });
  const asks = (kind: number) =>
    ids.map((id) => `${id},${draw(days)},${'EL'[draw(2)]},${1 + draw(4) * kind}`);
  const cover = Array.from({ length: days }, (_, day) => [
    `${day},E,${draw(people + 1)},${5 + draw(9)},${1 + draw(3)}`,
    `${day},L,${draw(2)},${5 + draw(9)},${1 + draw(3)}`,
  ]);
  return [
    ...['SECTION_HORIZON', days, 'SECTION_SHIFTS', 'E,480,', 'L,480,E', 'SECTION_STAFF', ...staff],
    ...['SECTION_DAYS_OFF', ...ids.map((id) => `${id},${draw(days)}`)],
    ...['SECTION_SHIFT_ON_REQUESTS', ...asks(1), 'SECTION_SHIFT_OFF_REQUESTS', ...asks(2)],
    ...['SECTION_COVER', ...cover.flat()],
  ].join('\n');
}
