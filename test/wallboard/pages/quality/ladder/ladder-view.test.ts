import t from 'tap';
import {
  countsOf,
  firstRules,
  movesBeside,
  postAdded,
  reviewsAhead,
  rungsOf,
} from '../../../../../wallboard/src/pages/quality/ladder/ladder-view.ts';
import type { LadderMove } from '../../../../../wallboard/src/pages/quality/people-api.ts';

const post = (postId: string, rung: number) => {
  return { postId, nameEn: postId, nameZh: '', rung, payCoefficient: rung, standIns: [] };
};
const holding = (person: string, postId: string) => {
  return { person, postId, since: '2026-01-01', warned: false, stars: 0 };
};
const move = (person: string, kind: string, toPost = '96'): LadderMove => {
  const standing = { meanTotal: 80, place: 1, of: 8, stars: 0 };
  return { person, fromPost: '96', toPost, kind, why: 'middle', ...standing };
};

t.test(
  'rungs stand with the highest on top, people by name, and who is on none beside',
  async (t) => {
    const rules = { ...firstRules('2026-11-28'), posts: [post('96', 1), post('126', 2)] };
    const held = [holding('p2', '96'), holding('p1', '96'), holding('p3', 'gone')];
    const names: Record<string, string> = { p1: 'Zoe', p2: 'Ann', p3: 'Bea', p4: 'Cem' };
    const nameOf = (person: string) => names[person] ?? person;
    const { rungs, off } = rungsOf(rules, held, { people: ['p1', 'p2', 'p3', 'p4'], nameOf });
    t.same(
      rungs.map(({ post, people }) => [post.postId, people.map(({ person }) => person)]),
      [
        ['126', []],
        ['96', ['p2', 'p1']],
      ],
    );
    t.same(off, ['p3', 'p4'], 'a post that the rules do not have is no post');
  },
);

t.test('reviews come every so many months after the last one', async (t) => {
  const quarterly = { reviewMonths: 3 };
  const today = '2026-11-28';
  const closed = ['2026-08', '2026-09', '2026-10'];
  t.same(
    reviewsAhead(quarterly, { last: '2026-07', closed, today }, 2),
    [
      { month: '2026-10', from: '2026-11-01', state: 'due' },
      { month: '2027-01', from: '2027-02-01', state: 'later' },
    ],
    'the month is closed: it can be done',
  );
  const [open] = reviewsAhead(quarterly, { last: '2026-07', closed: ['2026-09'], today });
  t.match(open, { month: '2026-10', state: 'waits' }, 'it is over, but not closed');
  const [first] = reviewsAhead(quarterly, { last: '', closed, today });
  t.match(first, { month: '2026-10', state: 'due' }, 'the first one is of the newest closed month');
  const [none] = reviewsAhead(quarterly, { last: '', closed: [], today });
  t.match(none, { month: '2026-11', state: 'later' });
});

t.test('who fares differently comes first, then who moves, then who stays', async (t) => {
  const tried = [move('a', 'stays'), move('b', 'up', '126'), move('c', 'up', '126')];
  const standing = [move('a', 'stays'), move('b', 'up', '126'), move('c', 'stays')];
  const rows = movesBeside(tried, [...standing, move('d', 'warned')]);
  t.same(
    rows.map(({ person, differs }) => [person, differs]),
    [
      ['c', true],
      ['d', true],
      ['b', false],
      ['a', false],
    ],
  );
  t.equal(rows[1]?.tried, null, 'these rules do not know the post');
  t.same(countsOf(tried), { up: 2, down: 0, warned: 0, stays: 1 });
});

t.test('a new post is one rung above all, paid as the one below it', async (t) => {
  const posts = postAdded([post('126', 2), post('96', 1)]);
  t.match(posts.at(-1), { postId: '', rung: 3, payCoefficient: 2 });
  t.match(postAdded([]), [{ rung: 1, payCoefficient: 1 }]);
});
