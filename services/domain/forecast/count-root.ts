/** The scale methods work on: a count's square root, with even variance from about 1 up. */
export function countRoot(count: number): number {
  return Math.sqrt(count + 0.25);
}

/**
 * The count that has this expected root. A quarter is in it for chance: all of
 * it belongs to the mean where counts are large, none where they are near 0
 * (fitted to the Poisson distribution, within 0.02 everywhere).
 */
export function rootCount(root: number): number {
  const square = root * root;
  return root <= 0.5 ? 0 : square - 0.25 * Math.exp(-2.1 * (square - 0.25));
}
