/**
 * Looks again and again until something is there, and gives it back.
 *
 * @param withinMs - long enough for a machine that does much else; a test that
 *   waits for it all has failed.
 */
export async function until<T>(
  look: () => T | Promise<T>,
  withinMs = 30_000,
): Promise<Exclude<T, false | null | undefined>> {
  for (const end = Date.now() + withinMs; ; ) {
    const found = await look();
    if (found) return found as Exclude<T, false | null | undefined>;
    if (Date.now() > end) throw new Error(`not so within ${withinMs} ms: ${look}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
