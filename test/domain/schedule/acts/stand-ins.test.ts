// Who stands in for whom: a day of five people worked out by hand.
import t from 'tap';
import { keyPostOf, postsAway } from '../../../../services/domain/schedule/acts/stand-ins.ts';
import type { LadderOnly } from '../../../../services/domain/score/ladder/ladder-on.ts';
import type { LadderRules } from '../../../../services/domain/score/scorecard.ts';
import { employee, siteStory, template } from './site-story.ts';

const day = '2026-11-10';
const eve = '2026-11-09';
const deed = { author: 'boss', atMs: 0, position: 1 };
const post = (postId: string, standIns: string[]) => ({
  ...{ postId, nameEn: `Post ${postId}`, nameZh: `${postId} 岗`, rung: 1, payCoefficient: 1 },
  standIns,
});
const rules: LadderRules = {
  ...{ effectiveFrom: '2026-11-01', reviewMonths: 1, upShare: 0, upMinTotal: 0, upMinMonths: 0 },
  ...{ downShare: 0, downMaxTotal: 0, downOnFault: false, warnFirst: true, minGroup: 5 },
  ...{ starTotals: [], posts: [post('160', ['p4', 'p1', 'p3', 'p2', 'p5']), post('96', [])] },
};
const held = (person: string, postId: string) =>
  [
    person,
    [
      {
        ...{ from: '2026-11-01', reason: '', decided: deed },
        holding: { person, postId, since: '2026-11-01', warned: false, stars: 0 },
      },
    ],
  ] as const;
const ladder: LadderOnly = {
  ladder: [{ value: rules, decided: deed }],
  holdings: new Map([held('p1', '160'), held('p2', '96')]),
};
const none: LadderOnly = { ladder: [], holdings: new Map() };

function story() {
  const told = siteStory({
    people: [
      employee('p1', { post: 'statistics' }),
      employee('p2', { post: '96', standInFor: ['96', 'statistics'] }),
      employee('p3', { standInFor: ['statistics'] }),
      employee('p4'),
    ],
    templates: [template('early', 420), template('night', 1_320)],
  });
  told.publish([`p1 ${day} early`, `p2 ${day} early`, `p3 ${eve} night`]);
  return told;
}

t.test('a ladder that names a post is the one source; of others the setup tells', async (t) => {
  const { state } = story();
  const of = (by: LadderOnly, person: string) => keyPostOf(state, by, { person, day });
  t.match(of(ladder, 'p1'), { postId: '160', standIns: ['p4', 'p3', 'p2', 'p5'], isOrdered: true });
  t.match(of(none, 'p1'), { postId: 'statistics', standIns: ['p2', 'p3'], isOrdered: false });
  t.equal(of(ladder, 'p2'), null, 'the ladder knows 96, and nobody is trained for it');
  t.equal(of(ladder, 'p4'), null, 'fills no post');
  t.match(
    keyPostOf(state, ladder, { person: 'p1', day: '2026-10-31' }),
    { postId: 'statistics' },
    'the day before the ladder holds',
  );
});

t.test('a holder who is away is told with who can be asked, and what they do', async (t) => {
  const told = story();
  const asked = { day, away: new Set<string>(), zone: told.zone };
  t.same(postsAway(told.state, ladder, asked), [], 'nobody is away');
  const sick = { kind: 'sickness-reported' as const, person: '', from: day, to: day };
  told.act('p1', { ...sick, sicknessId: '', edits: [], version: 0 });
  const [found, ...more] = postsAway(told.state, ladder, asked);
  t.equal(more.length, 0);
  t.match(found, { postId: '160', holder: 'p1', absent: true, covered: false });
  t.same(
    found?.asked.map(({ person, place, standing }) => [person, place, standing]),
    [
      ['p4', 1, 'off'],
      ['p3', 2, 'rests'],
      ['p2', 3, 'works'],
      ['p5', 4, 'unknown'],
    ],
    'p3 came home from the night, p5 is nobody of the schedule',
  );
  t.match(found?.asked[2]?.shift, { shiftId: `p2-${day}` });
  const also = postsAway(told.state, ladder, { ...asked, away: new Set(['p3']) });
  t.same(
    also[0]?.asked.map(({ person }) => person),
    ['p4', 'p2', 'p5'],
    'p3 is told to be away',
  );
  const stand = { kind: 'stand-in-assigned' as const, person: 'p4', edits: [], version: 0 };
  told.act('boss', { ...stand, shiftId: `p1-${day}` });
  t.match(postsAway(told.state, ladder, asked), [{ covered: true }]);
});

t.test('who asks may know of an absence before the schedule does', async (t) => {
  const { state, zone } = story();
  const posts = postsAway(state, ladder, { day, away: new Set(['p1', 'p2']), zone });
  t.match(posts, [{ holder: 'p1', absent: false }]);
  const after = { day: '2026-11-20', away: new Set(['p1']), zone };
  t.match(postsAway(state, ladder, after)[0]?.asked[0], { person: 'p4', standing: 'unknown' });
});
