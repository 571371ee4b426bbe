import t from 'tap';
import { periodCards } from '../../../../services/domain/score/cards/period-cards.ts';
import type { FactLeg } from '../../../../services/domain/score/period-facts.ts';
import { definition, evaluation, measure, noFacts, people, readyStory } from '../score-story.ts';

const everybody = people(3);
const by = definition({
  measures: [
    measure('evaluation', { weight: 40 }),
    measure('satisfaction', { kind: 'csat', weight: 20 }),
    measure('volume', { kind: 'answered', aspect: 'quantity', weight: 40 }),
  ],
});
const leg = (at: number): FactLeg => ({
  ...{ leg: `leg${at}`, queue: 'billing', offeredAtMs: Date.UTC(2026, 10, 10), talkMs: 1_000 },
  ...{ person: at % 2 === 0 ? 'p01' : 'p02', acwMs: 0, endedBy: 'customer', transferredTo: '' },
  ...{ callerHash: '', rings: [] },
});

t.test(
  'quality keeps its least share when some of it is missing; alone, quantity is no total',
  async (t) => {
    const story = readyStory(everybody);
    story.act('q1', { kind: 'evaluated', evaluation: evaluation('p01', 5) });
    const facts = {
      ...noFacts,
      people: everybody,
      legs: Array.from({ length: 100 }, (_, at) => leg(at)),
    };
    const asked = {
      facts,
      definition: by,
      period: '2026-11',
      zone: story.zone,
      nowMs: 0,
      version: 0,
    };
    const [one, two, three] = periodCards(story.state, asked);
    // 40 of the 80 that are left would be half; at least 60 are for quality: 0.6 × 100 + 0.4 × 50.
    t.match(one, { total: 80, rank: 1, ranked: 1 });
    t.same(
      one?.lines.map(({ weight }) => weight),
      [60, 0, 40],
    );
    t.match(two, { total: null, rank: 0 });
    t.match(two?.lines[2], { state: 'scored', figure: 50, points: 50, contribution: null });
    t.match(three, {
      total: null,
      lines: [{}, {}, { state: 'no-data', figure: null, points: null }],
    });
  },
);

t.test('fewer than the least sample are not enough', async (t) => {
  const story = readyStory(everybody);
  story.act('q1', { kind: 'evaluated', evaluation: evaluation('p01', 5) });
  const three = definition({ measures: [measure('evaluation', { minSample: 2 })] });
  const facts = { ...noFacts, people: everybody };
  const asked = {
    facts,
    definition: three,
    period: '2026-11',
    zone: story.zone,
    nowMs: 0,
    version: 0,
  };
  t.match(periodCards(story.state, asked)[0], {
    total: null,
    lines: [{ state: 'not-enough', figure: 100, sample: 1, points: null }],
  });
});
