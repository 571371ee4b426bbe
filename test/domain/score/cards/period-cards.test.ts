// A month of 60 agents, worked out twice; every figure equals its trace.
import t from 'tap';
import { leversOf } from '../../../../services/domain/score/cards/levers.ts';
import { periodCards } from '../../../../services/domain/score/cards/period-cards.ts';
import type { Card } from '../../../../services/domain/score/scorecard.ts';
import { generatedMonth, monthDefinition } from '../generated-month.ts';
import { recompute } from '../recompute.ts';

const { story, facts } = generatedMonth();
const asked = {
  ...{ facts, definition: monthDefinition, period: '2026-11', zone: story.zone },
  ...{ nowMs: story.nowMs, version: 0 },
};
const cards = periodCards(story.state, asked);
const near = (a: number | null, b: number | null) =>
  a === null || b === null ? a === b : Math.abs(a - b) <= 1e-9;

t.test('every score is the same when an independent script works it out', async (t) => {
  const again = recompute(story.state, facts);
  t.equal(cards.length, 60);
  const odd = cards.filter(({ person, total }) => !near(total, again.get(person)?.total ?? null));
  t.same(
    odd.map(({ person, total }) => [person, total, again.get(person)?.total]),
    [],
  );
  const oddLines = cards.flatMap(({ person, lines }) =>
    lines.filter((one) => !near(one.figure, again.get(person)?.figures[one.measureId] ?? null)),
  );
  t.same(oddLines, []);
  const totals = cards.flatMap(({ total }) => total ?? []);
  t.ok(totals.length === 60 && new Set(totals).size > 50, 'people differ');
});

t.test('every figure, told in at most 200 lines, equals its trace', async (t) => {
  const lines = cards.flatMap(({ lines }) => lines);
  t.ok(
    lines.some(({ traceCount }) => traceCount > 200),
    'some are condensed',
  );
  t.ok(lines.every(({ trace }) => trace.length <= 200));
  const odd = lines.filter(({ figure, trace }) => {
    const value = trace.reduce((sum, one) => sum + one.value, 0);
    const weight = trace.reduce((sum, one) => sum + one.weight, 0);
    return figure !== null && !near(figure, value / weight);
  });
  t.same(odd, []);
  const evaluations = lines.filter(({ measureId }) => measureId === 'evaluation');
  const marked = evaluations.reduce((sum, { traceCount }) => sum + traceCount, 0);
  t.equal(marked, 600, 'all evaluations are reasons of some score');
});

t.test('who has too few is "not enough" or "no data", never 0', async (t) => {
  const lines = cards.filter(({ person }) => person >= 'p58').flatMap(({ lines }) => lines);
  const evaluations = lines.filter(({ measureId }) => measureId === 'evaluation');
  t.match(
    evaluations,
    [1, 2, 3].map(() => ({ state: 'no-data', points: null, weight: 0 })),
  );
  for (const card of cards) {
    const weights = card.lines.reduce((sum, { weight }) => sum + weight, 0);
    t.ok(near(weights, 100), 'what is left weighs 100');
  }
});

t.test(
  'the total is the sum of its lines and the bonus; one best and one worst a team',
  async (t) => {
    for (const { total, lines, bonus } of cards) {
      const sum = lines.reduce((all, { contribution }) => all + (contribution ?? 0), 0);
      t.ok(near(total, Math.max(0, sum + bonus)));
    }
    for (const team of ['red', 'blue', 'green', 'amber']) {
      const own = cards.filter((card) => card.team === team);
      t.match(
        own.find(({ bonus }) => bonus === 5),
        { rank: 1, ranked: 15 },
      );
      t.match(
        own.find(({ bonus }) => bonus === -5),
        { rank: 15 },
      );
      t.equal(own.filter(({ bonus }) => bonus !== 0).length, 2);
    }
  },
);

t.test('what a lever promises comes true when the figure is reached', async (t) => {
  const [card] = cards as [Card];
  const levers = leversOf(card, monthDefinition);
  t.ok(levers.length > 0 && levers.every(({ gain }) => gain > 0));
  const lever = levers.find(({ measureId }) => measureId === 'evaluation');
  const line = card.lines.find(({ measureId }) => measureId === 'evaluation');
  t.equal(lever?.figure, 95, 'the end of the curve');
  t.ok(near(lever?.gain ?? 0, ((100 - (line?.points ?? 0)) * (line?.weight ?? 0)) / 100));
});
