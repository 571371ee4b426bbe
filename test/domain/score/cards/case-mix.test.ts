import t from 'tap';
import { compareLikeWithLike } from '../../../../services/domain/score/cards/case-mix.ts';
import type { MeasureItem } from '../../../../services/domain/score/measures/measure-item.ts';

const hour = 3_600_000;
const seen = { bandOf: (atMs: number) => Math.floor(atMs / (4 * hour)) };
const items = (count: number, queue: string, value: number, atMs = 0): MeasureItem[] =>
  Array.from({ length: count }, (_, at) => ({
    ...{ kind: 'contact' as const, id: `${at}`, atMs, value, weight: 1, note: '', count: 1, queue },
  }));

t.test('who has the hard queue is measured by others on the hard queue', async (t) => {
  // On faults 300 s are usual, on billing 100 s. A takes faults in 240 s, B billing in 120 s.
  const compared = compareLikeWithLike(
    new Map([
      ['a', items(40, 'faults', 240)],
      ['b', items(40, 'billing', 120)],
      ['c', [...items(60, 'faults', 300), ...items(60, 'billing', 100)]],
    ]),
    seen,
  );
  // Site mean: (40 × 240 + 40 × 120 + 60 × 300 + 60 × 100) / 200 = 192.
  t.same(compared.get('a'), { expected: 300, compared: (192 * 240) / 300 });
  t.same(compared.get('b'), { expected: 100, compared: (192 * 120) / 100 });
  // Of others c has a on faults, b on billing: (240 + 120) / 2 = 180; own figure 200.
  t.same(compared.get('c'), { expected: 180, compared: (192 * 200) / 180 });
});

t.test('hours count too; a cell others hardly know takes their figure on the queue', async (t) => {
  const night = 23 * hour;
  const of = (nights: number) =>
    compareLikeWithLike(
      new Map([
        ['a', items(30, 'billing', 150, night)],
        ['b', [...items(30, 'billing', 100), ...items(nights, 'billing', 200, night)]],
      ]),
      seen,
    ).get('a')?.expected;
  t.equal(of(25), 200);
  t.equal(of(10), (30 * 100 + 10 * 200) / 40);
});

t.test('who works alone cannot be compared', async (t) => {
  t.equal(compareLikeWithLike(new Map([['a', items(50, 'billing', 1)]]), seen).size, 0);
});
