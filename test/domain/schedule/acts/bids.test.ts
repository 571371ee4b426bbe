import t from 'tap';
import { shiftsOfDraft } from '../../../../services/domain/schedule/acts/draft-shifts.ts';
import type { BidRoundOpened } from '../../../../services/domain/schedule/request-act.ts';
import { employee, siteStory } from './site-story.ts';

const people = [
  employee('p1', { since: '2024-05-01' }),
  employee('p2', { since: '2019-03-01' }),
  employee('p3', { since: '2022-07-01' }),
];
const opened: BidRoundOpened = {
  kind: 'bid-round-opened',
  roundId: '',
  name: 'winter',
  from: '2026-12-07',
  lines: [
    { lineId: 'mornings', templateIds: ['early', 'early', 'early'] },
    { lineId: 'evenings', templateIds: ['late', 'late', ''] },
    // Rest of eight hours between the second and third day: hard rules forbid it to anybody.
    { lineId: 'mixed', templateIds: ['', 'late', 'early'] },
  ],
  order: 'seniority',
  scores: new Map(),
  people: [],
  closesAtMs: null,
};
const close = (roundId: string) => ({
  kind: 'bid-round-closed' as const,
  roundId,
  awards: [],
  draftId: '',
  content: '',
});

t.test('the longest engaged choose first, lines that rules forbid are passed over', async (t) => {
  const story = siteStory({ people });
  story.act('planner', opened);
  const [roundId = ''] = story.state.rounds.keys();
  const bid = (person: string, ...lineIds: string[]) =>
    story.act(person, { kind: 'bids-placed', roundId, person: '', lineIds });
  bid('p1', 'mornings', 'evenings');
  bid('p2', 'mixed', 'mornings');
  bid('p3', 'mornings');
  t.throws(() => bid('p3', 'nights'), /no line "nights"/);
  const { act } = story.act('planner', close(roundId));
  t.match(act, {
    awards: [
      { person: 'p2', lineId: 'mornings', choice: 2, why: 'engaged since 2019-03-01' },
      { person: 'p3', lineId: 'evenings', choice: 0 },
      { person: 'p1', lineId: '', choice: 0 },
    ],
  });
  const draft = [...story.state.drafts.values()][0];
  t.same(
    draft &&
      shiftsOfDraft(draft, story.contents).map(
        ({ person, day, templateId }) => `${person} ${day} ${templateId}`,
      ),
    [
      'p2 2026-12-07 early',
      'p2 2026-12-08 early',
      'p2 2026-12-09 early',
      'p3 2026-12-07 late',
      'p3 2026-12-08 late',
    ],
  );
  t.throws(() => bid('p1', 'mornings'), /is closed/);
});

t.test(
  'by rotation who chose first chooses last in the next round; by score the greatest first',
  async (t) => {
    const story = siteStory({ people });
    const round = (order: BidRoundOpened['order'], scores = new Map<string, number>()) => {
      story.act('planner', { ...opened, order, scores });
      const roundId = [...story.state.rounds.keys()].at(-1) ?? '';
      for (const person of ['p1', 'p2', 'p3']) {
        story.act(person, { kind: 'bids-placed', roundId, person: '', lineIds: ['mornings'] });
      }
      const { act } = story.act('planner', close(roundId));
      return act.kind === 'bid-round-closed' ? act.awards.map(({ person }) => person) : [];
    };
    t.same(round('rotation'), ['p1', 'p2', 'p3']);
    t.same(round('rotation'), ['p2', 'p3', 'p1']);
    t.same(
      round(
        'score',
        new Map([
          ['p3', 9],
          ['p1', 4],
        ]),
      ),
      ['p3', 'p1', 'p2'],
    );
    t.same(round('rotation'), ['p3', 'p1', 'p2'], 'other orders do not turn it');
  },
);
