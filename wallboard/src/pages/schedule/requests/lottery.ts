/** Whether a lottery was drawn by the seed that was promised: anybody can work it out. */

/** SHA-256 of a seed's text as hexadecimal digits; null where the page may not compute it. */
export async function digestOf(seed: string): Promise<string | null> {
  // Only a page that nobody could have changed on its way has it.
  const { subtle } = crypto as Partial<typeof crypto>;
  if (!subtle) return null;
  const bytes = await subtle.digest('SHA-256', new TextEncoder().encode(seed));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
