/** About how wide words are, in sizes of their type: Chinese 1, other signs about half. */
export function textEms(words: string): number {
  let ems = 0;
  for (const sign of words) ems += /[\u2e80-\uffef]/.test(sign) ? 1 : sign === ' ' ? 0.25 : 0.53;
  return ems;
}

/** As many parts as fit so many lines of such a width; what does not is left out from the end. */
export function fitLines(parts: readonly string[], ems: number, lines: number): string[] {
  const filled: string[] = [];
  for (const part of parts) {
    const last = filled.at(-1);
    const joined = last === undefined ? part : `${last}  ${part}`;
    if (last !== undefined && textEms(joined) <= ems) filled[filled.length - 1] = joined;
    else if (filled.length < lines) filled.push(part);
  }
  return filled;
}
