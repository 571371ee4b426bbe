import { levelTerms } from './simulation/estimates.ts';
import { ratioSpread, studentQuantile, unknown } from './simulation/interval.ts';
import type { Estimate } from './simulation/model.ts';
import type { SkillMargin, SkillStaffingProblem } from './skill-problem.ts';
import { type Outcome, play, type Sample, shortage } from './skill-sample.ts';

/**
 * What one agent more or less in each group does to every queue, on the same
 * contacts: the interval is that of the difference, far narrower than that of
 * either figure.
 */
export function skillMargins(sample: Sample, agents: readonly number[]): SkillMargin[] {
  const now = play(sample, agents);
  return sample.problem.groups.flatMap(({ group }, place) =>
    ([1, -1] as const).flatMap((change) => {
      const changed = agents.map((few, other) => (other === place ? few + change : few));
      if ((changed[place] ?? 0) < 0) return [];
      const then = play(sample, changed);
      const serviceLevel = sample.problem.queues.map((queue, at) => ({
        queue: queue.queue,
        ...levelChange(queue, { now, then, at }),
      }));
      return [{ group, change, serviceLevel, goalsMet: shortage(sample, then) === 0 }];
    }),
  );
}

/** Difference of two service levels, its spread from the paired residuals of the repetitions. */
function levelChange(
  { rule }: SkillStaffingProblem['queues'][number],
  { now, then, at }: { now: Outcome; then: Outcome; at: number },
): Estimate {
  const [before, after] = [now, then].map((outcome) => {
    const terms = outcome.map((queues) => levelTerms(queues[at] as Float64Array, rule));
    const met = terms.map((term) => term.met);
    const counted = terms.map((term) => term.counted);
    const { ratio, counted: all } = ratioSpread(met, counted);
    const residuals = met.map((few, run) => few - (ratio ?? 0) * (counted[run] ?? 0));
    return { ratio, residuals: residuals.map((residual) => residual / all) };
  });
  if (!before || !after || before.ratio === null || after.ratio === null) return unknown;
  const runs = now.length;
  const squares = before.residuals.reduce(
    (sum, residual, run) => sum + ((after.residuals[run] ?? 0) - residual) ** 2,
    0,
  );
  const half = studentQuantile(0.95, runs - 1) * Math.sqrt((squares * runs) / (runs - 1));
  const value = after.ratio - before.ratio;
  return { value, low: value - half, high: value + half };
}
