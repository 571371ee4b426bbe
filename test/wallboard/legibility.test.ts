import { readFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { columnWidths, floorLayout, queueLayout } from '../../wallboard/src/layout.ts';
import {
  linesThatFit,
  minutesOf,
  readableFrom,
  typeSizes,
  vhPerArcMinute,
} from '../../wallboard/src/legibility.ts';

const aspect = 16 / 9;
const at = (inches: number, metres: number) => ({ inches, metres, aspect });
const near = (t: Test, found: number, wanted: number, within: number, why: string) =>
  t.ok(Math.abs(found - wanted) <= within, `${why}: ${found} is about ${wanted}`);

t.test('sizes follow from the room', async (t) => {
  // 55 inches 16:9 is 684.9 mm high; one arc minute at 8 m is 8000 tan(1/60°) = 2.327 mm.
  near(t, vhPerArcMinute(at(55, 8)), (2.327 / 684.9) * 100, 0.001, '55 inches at 8 m');
  // The mock's own arithmetic: 75 inches at 6 m, digits of 16 minutes from 4.2vh (rounded up there).
  near(t, typeSizes(at(75, 6), 16).body, 4.15, 0.05, 'digits of 16 minutes on 75 inches at 6 m');
  t.equal(linesThatFit(at(55, 8)), 8, 'a 55-inch screen at 8 m holds at most 8 lines');
});

t.test('Chinese fills at least 22 minutes, whatever the digits do', async (t) => {
  for (const minutes of [16, 18, 20, 30]) {
    const room = at(55, 8);
    const { text } = typeSizes(room, minutes);
    t.ok((text * 0.92) / vhPerArcMinute(room) >= 21.999, `${minutes}`);
  }
});

t.test('one can say from where a size can still be read', async (t) => {
  const room = at(55, 8);
  const { body } = typeSizes(room);
  near(t, minutesOf(room, body), 20, 1e-9, 'aim');
  near(t, readableFrom(room, body), 8, 1e-9, 'at the aim from the place itself');
  near(t, readableFrom(room, body, 16), 10, 1e-9, 'at 16 minutes a quarter farther');
});

t.test('55 inches at 8 m: a strip of three and four rows at the full 20 minutes', async (t) => {
  const layout = queueLayout(at(55, 8), { rows: 4, lines: 0, trend: true });
  if (!layout.fits) return t.fail('refused');
  t.match(layout, { figures: 3, rows: 4, trend: 0, warn: false, minutes: 20 });
  t.ok(layout.sizes.figure > 1.7 * layout.sizes.body, 'the headline is far larger than the body');
});

t.test('75 inches at 6 m: four figures, every row, and the trend', async (t) => {
  const layout = queueLayout(at(75, 6), { rows: 6, lines: 0, trend: true });
  if (!layout.fits) return t.fail('refused');
  t.match(layout, { figures: 4, rows: 6, warn: false, columns: columnWidths.length });
  t.ok(layout.trend >= 44);
});

t.test('a room too deep is warned of, then refused', async (t) => {
  const wish = { rows: 4, lines: 0, trend: false };
  const warned = [9, 10, 11, 12, 13].map((metres) => queueLayout(at(55, metres), wish));
  t.ok(warned.some((layout) => layout.fits && layout.warn && layout.minutes >= 16));
  t.same(queueLayout(at(24, 15), wish), { fits: false, minutes: 16 });
  t.same(floorLayout(at(24, 15), 10), { fits: false, minutes: 16 });
});

t.test('nothing a layout holds is higher or wider than the screen', async (t) => {
  for (const inches of [24, 32, 43, 55, 65, 75, 98]) {
    for (const metres of [1, 2, 3, 5, 6, 8, 12]) {
      for (const shape of [aspect, 1366 / 768, 21 / 9, 4 / 3, 9 / 16]) {
        const room = { inches, metres, aspect: shape };
        const place = `${inches} inches at ${metres} m, ${shape.toFixed(2)}`;
        for (const rows of [1, 4, 12, 40]) {
          const layout = queueLayout(room, { rows, lines: 0, trend: true });
          if (!layout.fits) continue;
          const { figure, text, row, body, edge } = layout.sizes;
          const high = figure + text * (1.15 + layout.notes * 1.14 + 2.45) + row * layout.rows;
          const wide = layout.table + layout.trend + 2 * edge;
          if (high > 98 || wide > shape * 100) t.fail(`${place}, ${rows} rows: ${high} x ${wide}`);
          if (minutesOf(room, body) < 15.999) t.fail(`${place}: below 16 minutes`);
        }
      }
    }
  }
  t.pass('2,100 rooms');
});

// Relative luminance and contrast as WCAG 2.2 defines them.
const luminance = (hex: string) => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
    const channel = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string) => {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
};

t.test('every colour of text stands at 7:1 or more, light and dark', async (t) => {
  t.equal(contrast('#ffffff', '#000000'), 21);
  const css = readFileSync('wallboard/src/styles/tokens.css', 'utf8');
  const pairs = [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)];
  const tokens = new Map(pairs.map(([, name, light, dark]) => [name, { light, dark }]));
  for (const name of ['ink', 'ink-2', 'ink-faint', 'near', 'missed', 'usual', 'line', 'accent']) {
    for (const ground of ['ground', 'panel']) {
      for (const theme of ['light', 'dark'] as const) {
        const ratio = contrast(
          tokens.get(name)?.[theme] ?? '#000000',
          tokens.get(ground)?.[theme] ?? '#000000',
        );
        t.ok(ratio >= 7, `${name} on ${ground}, ${theme}: ${ratio.toFixed(2)}`);
      }
    }
  }
});
