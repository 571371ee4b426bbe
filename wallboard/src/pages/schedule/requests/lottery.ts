/** Whether a lottery was drawn by the seed that was promised: anybody can work it out. */

/** SHA-256 of a seed's text as hexadecimal digits; null where the page may not compute it. */
export async function digestOf(seed: string): Promise<string | null> {
  if (!globalThis.isSecureContext) return null;
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(seed));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
