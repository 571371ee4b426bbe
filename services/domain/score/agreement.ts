import type { Agreement, Evaluation, Form } from './evaluation.ts';
import { questionsOf, shareOf } from './mark-evaluation.ts';

/**
 * Weighted kappa of two markers: 1 − observed disagreement / disagreement expected by chance from
 * how often each of them gives each answer.
 *
 * @param pairs - one thing as the first and as the second marker saw it.
 * @param disagreement - how bad it is to say one and the other; 0 = the same.
 * @returns `null` when chance could not disagree either: nothing to divide.
 * @see J. Cohen, "Weighted kappa", Psychological Bulletin 70 (1968), 213-220, whose worked example
 *   is the test.
 */
export function weightedKappa<Mark>(
  pairs: readonly (readonly [Mark, Mark])[],
  disagreement: (a: Mark, b: Mark) => number,
): number | null {
  const { observed, expected } = disagreements(pairs, disagreement);
  return expected === 0 ? null : 1 - observed / expected;
}

/** How far those who marked the same contact by the same form agree. */
export function agreementOf(form: Form, evaluations: readonly Evaluation[]): Agreement {
  const shares = questionsOf(form).map((question) => ({
    questionId: question.questionId,
    of: evaluations.map(({ answers }) => {
      const answer = answers.find(({ questionId }) => questionId === question.questionId);
      return answer ? shareOf(question, answer) : null;
    }),
  }));
  return {
    kappa: kappaOfAll(
      shares.map(({ of }) => of),
      evaluations.length,
    ),
    scoreSpread: spread(evaluations.flatMap(({ score }) => score ?? [])),
    questionSpread: new Map(
      shares.flatMap(({ questionId, of }) => {
        const known = of.filter((share) => share !== null);
        return known.length < 2 ? [] : [[questionId, Math.max(...known) - Math.min(...known)]];
      }),
    ),
  };
}

/** Squares of differences, over all pairs of markers: of two it is Cohen's kappa. */
function kappaOfAll(
  answers: readonly (readonly (number | null)[])[],
  markers: number,
): number | null {
  let observed = 0;
  let expected = 0;
  for (let first = 0; first < markers; first += 1) {
    for (let second = first + 1; second < markers; second += 1) {
      const pairs = answers.flatMap((of): [number, number][] => {
        const [a = null, b = null] = [of[first], of[second]];
        return a === null || b === null ? [] : [[a, b]];
      });
      const pair = disagreements(pairs, (a, b) => (a - b) ** 2);
      observed += pair.observed;
      expected += pair.expected;
    }
  }
  return expected === 0 ? null : 1 - observed / expected;
}

/** Means over the pairs as they are, and over all that could have met by chance. */
function disagreements<Mark>(
  pairs: readonly (readonly [Mark, Mark])[],
  disagreement: (a: Mark, b: Mark) => number,
): { observed: number; expected: number } {
  if (pairs.length === 0) return { observed: 0, expected: 0 };
  let observed = 0;
  for (const [a, b] of pairs) observed += disagreement(a, b);
  let expected = 0;
  for (const [a] of pairs) for (const [, b] of pairs) expected += disagreement(a, b);
  return { observed: observed / pairs.length, expected: expected / pairs.length ** 2 };
}

/** Standard deviation of a sample. */
function spread(scores: readonly number[]): number | null {
  if (scores.length < 2) return null;
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0);
  return Math.sqrt(squares / (scores.length - 1));
}
