/** What a planning chart shows: lines over one time axis, bands between two of them, marks. */

/** One line. Values stand at the starts of the intervals; null = none, and the line breaks. */
export interface Line {
  label: string;
  values: readonly (number | null)[];
  /** A colour of the style sheet, such as "var(--usual)". */
  colour: string;
  width?: number;
  dash?: number[];
  /** How it is drawn; edge = not at all, it only bounds a band. */
  shape?: 'line' | 'steps' | 'bars' | 'points' | 'edge';
  /** Filled down to zero. */
  fill?: string;
  /** Measured on a scale of its own, 0 to 100 %. */
  share?: boolean;
}

/** The space between two lines, by their places. */
export interface Band {
  upper: number;
  lower: number;
  colour: string;
  /** In the legend, with both edges; without a label it has no entry. */
  label?: string;
}

/** A stretch of time that is marked behind the lines. */
export interface Zone {
  fromMs: number;
  toMs: number;
  colour: string;
}

/** A stretch chosen on the chart, by places in the columns; both are included. */
export interface Range {
  first: number;
  last: number;
}

/** Resolves colours of the style sheet: a canvas knows no tokens. */
export function resolveColours(element: HTMLElement): (colour: string) => string {
  const known = new Map<string, string>();
  return (colour) => {
    const found = known.get(colour);
    if (found) return found;
    const probe = document.createElement('i');
    probe.style.color = colour;
    element.append(probe);
    const resolved = getComputedStyle(probe).color;
    probe.remove();
    known.set(colour, resolved);
    return resolved;
  };
}

/** Cumulated from the last to the first, so that the first stands on top of all others. */
export function stacked(parts: readonly (readonly (number | null)[])[]): (number | null)[][] {
  const sums: (number | null)[][] = [];
  for (const values of parts.toReversed()) {
    const below = sums.at(-1);
    sums.push(
      values.map((value, i) => {
        const under = below?.[i] ?? null;
        return value === null && under === null ? null : (value ?? 0) + (under ?? 0);
      }),
    );
  }
  return sums.reverse();
}

/**
 * Tints of one hue, dark to light, for parts of a stack: neighbours differ by lightness, so they
 * are told apart without seeing colour.
 */
export function tints(count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const part = count === 1 ? 70 : Math.round(88 - (i * 66) / (count - 1));
    return `color-mix(in oklab, var(--usual) ${part}%, var(--panel))`;
  });
}
