/** What a knowledge test showed: who passed, how points are spread, which questions were hard. */
import type { Test } from './voices-api.ts';

/** Figures of a test; null = nobody took it. */
export interface TestFigures {
  taken: number;
  passed: number;
  /** Share that passed, 0 to 1. */
  passRate: number | null;
  /** Mean points of 100. */
  mean: number | null;
  /** People by tenths of the points to be had: 0–10 %, ... 90–100 %. */
  tenths: number[];
  /** Questions by the share of their points that was got, the hardest first. */
  questions: { question: string; share: number; answered: number }[];
}

/** Figures of a test. */
export function testFigures({ results, most, pass }: Test): TestFigures {
  const tenths = Array.from({ length: 10 }, () => 0);
  for (const { points } of results) {
    const place = Math.min(9, Math.floor((10 * points) / most));
    tenths[place] = (tenths[place] ?? 0) + 1;
  }
  const passed = results.filter(({ points }) => points >= pass).length;
  const sum = results.reduce((all, { points }) => all + points, 0);
  const taken = results.length;
  return {
    ...{ taken, passed, tenths },
    passRate: taken === 0 ? null : passed / taken,
    mean: taken === 0 ? null : (100 * sum) / (most * taken),
    questions: hardest(results.flatMap(({ paper }) => paper)),
  };
}

/** Who failed this test and the last one they took before it: who keeps failing changes post. */
export function failedBefore(test: Test, tests: readonly Test[]): ReadonlySet<string> {
  const earlier = tests.slice(tests.findIndex(({ testId }) => testId === test.testId) + 1);
  const failed = test.results.filter(({ points }) => points < test.pass);
  const twice = failed.filter(({ person }) => {
    const last = earlier.find(({ results }) => results.some((one) => one.person === person));
    const result = last?.results.find((one) => one.person === person);
    return last !== undefined && result !== undefined && result.points < last.pass;
  });
  return new Set(twice.map(({ person }) => person));
}

function hardest(items: Test['results'][number]['paper']): TestFigures['questions'] {
  return [...Map.groupBy(items, ({ question }) => question)]
    .map(([question, own]) => {
      const got = own.reduce((sum, { points }) => sum + points, 0);
      const most = own.reduce((sum, one) => sum + one.most, 0);
      return { question, share: most === 0 ? 0 : got / most, answered: own.length };
    })
    .sort((one, other) => one.share - other.share);
}
