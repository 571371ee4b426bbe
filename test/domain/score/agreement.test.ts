import t from 'tap';
import { agreementOf, weightedKappa } from '../../../services/domain/score/agreement.ts';
import { answer, evaluation, form, question } from './score-story.ts';

t.test('weighted kappa is that of the published worked example', async (t) => {
  // J. Cohen, "Weighted kappa" (1968), table 1: two psychiatrists sort 200 patients; to take a
  // neurosis for a psychosis is six times as bad as for a personality disorder. κ .492, κw .348.
  const counts = [
    [88, 14, 18],
    [10, 40, 10],
    [2, 6, 12],
  ];
  const weights = [
    [0, 1, 3],
    [1, 0, 6],
    [3, 6, 0],
  ];
  const pairs = counts.flatMap((row, first) =>
    row.flatMap((count, second) =>
      Array.from({ length: count }, (): [number, number] => [first, second]),
    ),
  );
  const plain = weightedKappa(pairs, (a, b) => Number(a !== b));
  const weighted = weightedKappa(pairs, (a, b) => weights[a]?.[b] ?? 0);
  t.equal(plain?.toFixed(3), '0.492');
  t.equal(weighted?.toFixed(3), '0.348');
});

t.test('markers of one contact: kappa, spread of scores, spread of each question', async (t) => {
  const by = form([question('a'), question('b'), question('c')]);
  const marks = (...values: number[]) =>
    evaluation('p01', 0, {
      answers: ['a', 'b', 'c'].map((id, at) => answer(id, values[at] ?? 0)),
      score: (values.reduce((sum, one) => sum + one - 1, 0) / 12) * 100,
    });
  // As shares: 0 ½ 1 and ¼ ½ 1. Observed: (1/16) / 3. Chance, all nine pairs: (1/16 + ¼ + 1 + 1/16
  // + 0 + ¼ + 9/16 + ¼ + 0) / 9 = (39/16) / 9. So κ = 1 − (1/48) / (39/144) = 1 − 3/39.
  const agreement = agreementOf(by, [marks(1, 3, 5), marks(2, 3, 5)]);
  t.ok(Math.abs((agreement.kappa ?? 0) - 36 / 39) < 1e-12);
  t.same(
    [...agreement.questionSpread],
    [
      ['a', 0.25],
      ['b', 0],
      ['c', 0],
    ],
  );
  // 50 and 58.33: the deviation of two is their difference by the root of 2.
  t.ok(Math.abs((agreement.scoreSpread ?? 0) - 100 / 12 / Math.SQRT2) < 1e-12);
});

t.test('where all say the same of everything, there is nothing to divide', async (t) => {
  const by = form([question('tone')]);
  const same = [evaluation('p01', 5), evaluation('p01', 5)];
  t.equal(agreementOf(by, same).kappa, null);
  t.equal(agreementOf(by, same.slice(1)).scoreSpread, null);
});
