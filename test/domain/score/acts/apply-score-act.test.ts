// Properties over generated acts: the order of different people's acts, and replay beside live.
import fc from 'fast-check';
import t from 'tap';
import type { LoggedScoreAct } from '../../../../services/domain/score/acts/acting.ts';
import { applyScoreAct } from '../../../../services/domain/score/acts/apply-score-act.ts';
import { periodCards } from '../../../../services/domain/score/cards/period-cards.ts';
import type { ScoreAct } from '../../../../services/domain/score/score-act.ts';
import { emptyScores, type SiteScores } from '../../../../services/domain/score/site-scores.ts';
import { definition, evaluation, noFacts, people, readyStory } from '../score-story.ts';

const everybody = people(4);
const [first, second] = ['p01', 'p02'];

/** What somebody does that is about themselves alone, or is done about them alone. */
const actAbout = (person: string) =>
  fc.oneof(
    fc
      .integer({ min: 1, max: 5 })
      .map((value): [string, ScoreAct] => [
        'q1',
        { kind: 'evaluated', evaluation: evaluation(person, value, { contact: `${value}` }) },
      ]),
    fc
      .record({ id: fc.nat(5), satisfaction: fc.integer({ min: 1, max: 5 }) })
      .map(({ id, satisfaction }): [string, ScoreAct] => [
        'q2',
        {
          kind: 'surveys-recorded',
          answers: [
            {
              ...{ surveyId: `${person} ${id}`, contact: '', person, satisfaction, words: '' },
              ...{ resolved: null, atMs: Date.UTC(2026, 10, 9), queue: 'billing' },
            },
          ],
        },
      ]),
    fc.string({ minLength: 1 }).map((text): [string, ScoreAct] => [
      person,
      {
        ...{ kind: 'plan-written', person, week: '2026-W46', summary: '', checkedBy: '' },
        items: [{ text: `- ${text}`, done: false, note: '' }],
      },
    ]),
  );

const cardsOf = (state: SiteScores) =>
  periodCards(state, {
    ...{ facts: { ...noFacts, people: everybody }, definition: definition(), period: '2026-11' },
    ...{ zone: 'Asia/Shanghai', nowMs: 0, version: 0 },
  }).map(({ person, total, lines }) => ({
    ...{ person, total },
    values: lines.flatMap(({ trace }) => trace.map(({ value }) => value)),
  }));

t.test('acts about different people give the same scores in any order', async (t) => {
  fc.assert(
    fc.property(
      fc.array(actAbout(first), { maxLength: 6 }),
      fc.array(actAbout(second), { maxLength: 6 }),
      fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
      (one, other, turns) => {
        const inTurn = readyStory(everybody);
        for (const [author, act] of [...one, ...other]) inTurn.act(author, act);
        const mixed = readyStory(everybody);
        const left: [[string, ScoreAct][], [string, ScoreAct][]] = [[...one], [...other]];
        for (const turn of turns) {
          const next = left[Number(turn)]?.shift() ?? left[0].shift() ?? left[1].shift();
          if (next) mixed.act(...next);
        }
        t.same(cardsOf(mixed.state), cardsOf(inTurn.state));
        for (const person of [first, second]) {
          t.same(surveysOf(mixed.state, person), surveysOf(inTurn.state, person));
          const plan = `2026-W46 ${person}`;
          t.same(mixed.state.plans.get(plan)?.items, inTurn.state.plans.get(plan)?.items);
        }
      },
    ),
    { numRuns: 60, seed: 5 },
  );
});

t.test('a replay of the log is what was live; a command told twice changes nothing', async (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(actAbout(first), actAbout(second)), { maxLength: 10 }),
      fc.nat(20),
      (acts, twice) => {
        const story = readyStory(everybody);
        for (const [author, act] of acts) story.act(author, act);
        const replay = (log: readonly LoggedScoreAct[]) => log.reduce(applyScoreAct, emptyScores);
        t.same(replay(story.log), story.state);
        const again = story.log[twice % story.log.length] as LoggedScoreAct;
        const later = { ...again, position: story.log.length + 1 };
        t.same({ ...replay([...story.log, later]), position: 0 }, { ...story.state, position: 0 });
      },
    ),
    { numRuns: 60, seed: 5 },
  );
});

t.test('who had not seen the last version is told who decided', async (t) => {
  const story = readyStory(everybody);
  const act: ScoreAct = { kind: 'definition-decided', definition: definition(), removed: false };
  t.throws(() => story.decide('q2', act, {}, 1), /somebody else changed it meanwhile: q1/);
  t.ok(story.decide('q2', act, {}, 2));
});

/** Without where they stand in the log. */
function surveysOf({ surveys }: SiteScores, person: string) {
  return surveys.get(person)?.map(({ position: _, ...answer }) => answer);
}
