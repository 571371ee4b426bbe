// Places, points for the best and the worst, and what a lever promises: a team of five worked out by
// hand. A whole month is worked out in test/services/scorecards/worked-month.test.ts.
import t from 'tap';
import { leversOf } from '../../../../services/domain/score/cards/levers.ts';
import { periodCards } from '../../../../services/domain/score/cards/period-cards.ts';
import type { Definition } from '../../../../services/domain/score/scorecard.ts';
import { definition, evaluation, measure, noFacts, people, readyStory } from '../score-story.ts';

const everybody = people(7, (at) => (at < 5 ? 'red' : 'blue'));
/** Tones of 5, 4, 4, 2 and 1 of 5 score 100, 75, 75, 25 and 0; p06 and p07 of the blue are 50. */
const tones = [5, 4, 4, 2, 1, 3, 3];
const story = readyStory(everybody);
everybody.forEach(({ person }, at) => {
  story.act('q1', { kind: 'evaluated', evaluation: evaluation(person, tones[at] ?? 0) });
});
const cardsBy = (by: Definition, period = '2026-11') =>
  periodCards(story.state, {
    ...{ facts: { ...noFacts, people: everybody }, definition: by, period, zone: story.zone },
    ...{ nowMs: story.nowMs, version: 0 },
  });
const told = (by: Definition, period?: string) =>
  cardsBy(by, period).map(({ person, total, bonus, rank, ranked }) => {
    return [person, total, bonus, rank, ranked];
  });

t.test('the best of a team gets points, the worst loses them, never below 0', async (t) => {
  t.same(told(definition({ bestWorstPoints: 5 })), [
    // Two of the blue: no best among fewer than three.
    ['p06', 50, 0, 1, 2],
    ['p07', 50, 0, 1, 2],
    ['p01', 105, 5, 1, 5],
    ['p02', 75, 0, 2, 5],
    ['p03', 75, 0, 2, 5],
    ['p04', 25, 0, 4, 5],
    ['p05', 0, -5, 5, 5],
  ]);
  t.ok(
    told(definition()).every(([, , bonus]) => bonus === 0),
    'the rule can be switched off',
  );
});

t.test(
  'a period without anything has no places, and teams are scored that are meant',
  async (t) => {
    const before = told(definition({ bestWorstPoints: 5 }), '2026-10');
    t.ok(before.every(([, total, bonus, rank]) => total === null && bonus === 0 && rank === 0));
    t.same(
      told(definition({ teams: ['blue'] })).map(([person]) => person),
      ['p06', 'p07'],
    );
  },
);

t.test('what a lever promises comes true when the figure is reached', async (t) => {
  const points = [
    { figure: 0, points: 0 },
    { figure: 50, points: 80 },
    { figure: 100, points: 100 },
  ];
  const by = definition({ measures: [measure('evaluation', { points })] });
  const of = (person: string) => {
    const card = cardsBy(by).find((one) => one.person === person);
    return { total: card?.total ?? null, levers: card ? leversOf(card, by) : [] };
  };
  const { total, levers } = of('p04');
  t.equal(total, 40, 'half of the way to 80');
  t.same(levers, [{ measureId: 'evaluation', figure: 50, gain: 40, distance: 25 }]);
  t.equal(of('p06').total, 80, 'who has 50 has it');
  t.same(of('p01').levers, [], 'all is reached');
});
