import t from 'tap';
import { allowancesOf } from '../../../../services/domain/schedule/acts/leave-allowance.ts';
import type { LeaveAsked } from '../../../../services/domain/schedule/request-act.ts';
import { siteStory } from './site-story.ts';

const ask = (from: string, to = from, more: Partial<LeaveAsked> = {}): LeaveAsked => ({
  kind: 'leave-asked',
  leaveId: '',
  person: '',
  leaveKind: 'annual',
  from,
  to,
  fromMinute: 0,
  toMinute: 0,
  reason: '',
  minutes: 0,
  state: 'asked',
  place: 0,
  approvalRule: '',
  edits: [],
  version: 0,
  ...more,
});
const oneAway = {
  ruleId: 'one-away',
  of: 'leave' as const,
  approve: true,
  minHoursAhead: 0,
  maxShortfall: null,
  sameTeam: false,
  leaveKinds: ['annual'],
  maxAway: 1,
};
const rules = { kind: 'approval-rules-decided' as const, rules: [oneAway] };
const cancel = (leaveId: string) => ({
  kind: 'leave-cancelled' as const,
  leaveId,
  movedUp: [],
  edits: [],
  version: 0,
});
const day = '2026-11-10';

t.test('who waits for a full day moves up, in order, when leave is given back', async (t) => {
  const story = siteStory();
  story.publish([`p1 ${day} early`, `p2 ${day} early`, `p3 ${day} early`]);
  story.act('planner', rules);
  t.match(story.act('p1', ask(day)).act, {
    state: 'approved',
    approvalRule: 'one-away',
    minutes: 450,
  });
  t.equal(story.shift('p1', day)?.activities[0]?.kind, 'leave', 'the shift stands on as leave');
  t.match(story.act('p2', ask(day)).act, { state: 'waiting-list', place: 1 });
  t.match(story.act('p3', ask(day)).act, { state: 'waiting-list', place: 2 });
  const [first = '', second = ''] = [...story.state.leaves.keys()];
  const { act } = story.act('p1', cancel(first));
  t.match(act, { movedUp: [second], version: 3 });
  t.equal(story.shift('p1', day)?.activities[0]?.kind, 'work', 'it comes back as it was');
  t.equal(story.shift('p2', day)?.activities[0]?.kind, 'leave');
  t.match(
    [...story.state.leaves.values()].map(({ state, place }) => `${state} ${place}`),
    ['cancelled 0', 'approved 0', 'waiting-list 1'],
  );
});

t.test('the allowance of the year holds, what is asked for counts already', async (t) => {
  const story = siteStory({ leaveMinutes: new Map([['annual', 960]]) });
  // Nothing is published: a fifth of the contract's 2400 minutes a weekday.
  t.match(story.act('p1', ask('2026-12-01', '2026-12-02')).act, { minutes: 960, state: 'asked' });
  t.throws(
    () => story.act('p1', ask('2026-12-08')),
    /480 minutes of annual leave, but 0 are left in 2026/,
  );
  t.match(story.act('p1', ask('2027-01-05')).act, { minutes: 480 }, 'next year is another');
  t.match(story.act('p1', ask('2026-12-08', '2026-12-08', { leaveKind: 'unpaid' })).act, {
    state: 'asked',
  });
  t.throws(() => story.act('p1', ask('2026-12-02')), /meets leave from 2026-12-01/);
  const [leaveId = ''] = story.state.leaves.keys();
  const decide = {
    kind: 'leave-decided' as const,
    leaveId,
    approved: true,
    reason: '',
    edits: [],
    version: 0,
  };
  t.throws(() => story.act('p2', decide), /needs one of the roles/);
  story.act('boss', decide);
  t.match(allowancesOf(story.state, 'p1', '2026-12-01'), [{ takenMinutes: 960, askedMinutes: 0 }]);
});

t.test('two hours of a day are cut out of the shift, breaks beside them stay', async (t) => {
  const story = siteStory();
  story.publish([`p1 ${day} early`]);
  story.act('planner', rules);
  story.act('p1', ask(day, day, { fromMinute: 420, toMinute: 540 }));
  t.match(
    story
      .shift('p1', day)
      ?.activities.map(({ kind, fromMs, toMs }) => `${kind} ${(toMs - fromMs) / 60_000}`),
    ['leave 120', 'work 120', 'meal 30', 'work 210'],
  );
});
