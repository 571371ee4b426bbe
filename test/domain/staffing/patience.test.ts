// Patience from waits that mostly ended in an answer. Expected figures: two real months,
// "Anonymous Bank" 1999, Technion SEELab (fixtures/staffing); the worked sample by hand.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import {
  type PatienceSample,
  patienceCurve,
  stillWaiting,
} from '../../../services/domain/staffing/patience.ts';
import {
  fitExponentialPatience,
  fitPatienceHazard,
} from '../../../services/domain/staffing/patience-fit.ts';

const path = join(import.meta.dirname, '../../fixtures/staffing/seelab_waits_1999.csv');
const calls: PatienceSample[] = readFileSync(path, 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .flatMap((line) => {
    const [, wait, answered, abandoned] = line.split(',').map(Number);
    const of = (count = 0, left: boolean) =>
      Array.from({ length: count }, () => ({ waitS: wait ?? 0, abandoned: left }));
    return [...of(answered, false), ...of(abandoned, true)];
  });

t.test('of two real months, survival and mean patience are as published', async (t) => {
  const curve = patienceCurve(calls);
  const at = [10, 30, 60, 120, 300].map((s) => stillWaiting(curve, s)?.toFixed(3));
  t.same(at, ['0.970', '0.914', '0.839', '0.733', '0.528']);
  const { meanS, lowS, highS, abandoned } = fitExponentialPatience(calls);
  t.equal(meanS?.toFixed(0), '388');
  t.equal(abandoned, 5194);
  t.ok(lowS && highS && lowS > 376 && highS < 400, `${lowS} to ${highS}`);
});

t.test('the measured hazard gives the survival of the curve', async (t) => {
  const curve = patienceCurve(calls);
  const hazard = fitPatienceHazard(calls);
  if (!hazard) return t.fail('nobody hung up');
  t.ok(hazard.fromS.length > 20, `${hazard.fromS.length} pieces`);
  for (const atS of [5, 10, 30, 60, 120, 300, 600]) {
    const exact = stillWaiting(curve, atS) ?? 0;
    // Beyond 300 s one contact in a hundred still waits, and the pieces are long.
    const near = atS > 300 ? 0.02 : 0.004;
    t.ok(Math.abs(survival(hazard, atS) - exact) < near, `${atS} s: ${exact}`);
  }
});

t.test('six waits by hand: an answer lowers who is left, not the survival', async (t) => {
  const samples = [
    { waitS: 1, abandoned: true },
    { waitS: 2, abandoned: false },
    { waitS: 3, abandoned: true },
    { waitS: 3, abandoned: false },
    { waitS: 5, abandoned: false },
    { waitS: 6, abandoned: true },
    { waitS: 0, abandoned: false },
  ];
  const { points, contacts, seenToS } = patienceCurve(samples);
  t.equal(contacts, 6, 'who was answered at once is no sample');
  t.same(
    points.map(({ atS, atRisk }) => [atS, atRisk]),
    [
      [1, 6],
      [3, 4],
      [6, 1],
    ],
  );
  t.same(
    points.map(({ waiting }) => waiting),
    [5 / 6, (5 / 6) * (3 / 4), 0],
  );
  // Greenwood at 3 s: 1/(6 * 5) + 1/(4 * 3) = 0.11667, on the log-log scale.
  const spread = (1.959963984540054 * Math.sqrt(1 / 30 + 1 / 12)) / -Math.log(0.625);
  t.ok(Math.abs((points[1]?.low ?? 0) - 0.625 ** Math.exp(spread)) < 1e-12);
  t.equal(stillWaiting({ points, contacts, abandoned: 3, seenToS }, 7), null, 'not seen so far');
  t.equal(fitExponentialPatience(samples).meanS, 20 / 3);
});

t.test('the interval of the mean holds it nineteen times in twenty', async (t) => {
  let inside = 0;
  const random = stream(7);
  for (let round = 0; round < 400; round += 1) {
    const samples = Array.from({ length: 60 }, () => {
      const [patience, offered] = [-200 * Math.log(random()), -100 * Math.log(random())];
      return { waitS: Math.min(patience, offered), abandoned: patience < offered };
    });
    const { lowS, highS } = fitExponentialPatience(samples);
    if ((lowS ?? 0) < 200 && (highS ?? 0) > 200) inside += 1;
  }
  t.ok(inside >= 366 && inside <= 394, `${inside} of 400`);
});

t.test('the curve falls from 1 within its own interval, whatever the log', async () => {
  const sample = fc.record({ waitS: fc.integer({ min: 0, max: 50 }), abandoned: fc.boolean() });
  fc.assert(
    fc.property(fc.array(sample, { maxLength: 80 }), (samples) => {
      let before = 1;
      for (const { waiting, low, high } of patienceCurve(samples).points) {
        if (!(waiting < before && low <= waiting && waiting <= high)) return false;
        before = waiting;
      }
      return true;
    }),
  );
});

t.test('what the log cannot say is null, and no wait is refused by name', async (t) => {
  const answered = [{ waitS: 4, abandoned: false }];
  t.equal(fitExponentialPatience(answered).meanS, null);
  t.equal(fitPatienceHazard(answered), null);
  t.equal(fitPatienceHazard([]), null);
  t.throws(() => patienceCurve([{ waitS: -1, abandoned: true }]), { message: /wait -1 s/ });
});

function survival(
  { fromS, hazardPerS, atOnce = 0 }: NonNullable<ReturnType<typeof fitPatienceHazard>>,
  atS: number,
): number {
  const summed = fromS.reduce((sum, start, i) => {
    const length = Math.max(0, Math.min(atS, fromS[i + 1] ?? atS) - start);
    return sum + length * (hazardPerS[i] ?? 0);
  }, 0);
  return (1 - atOnce) * Math.exp(-summed);
}

/** Lehmer's generator: chance that is the same in every run. */
function stream(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
