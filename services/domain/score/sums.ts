/** Sum of a number of each. */
export function sum<One>(of: Iterable<One>, number: (one: One) => number): number {
  let total = 0;
  for (const one of of) total += number(one);
  return total;
}
