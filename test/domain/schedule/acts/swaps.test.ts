import t from 'tap';
import type { SwapPart } from '../../../../services/domain/schedule/request-act.ts';
import type { ScheduleAct } from '../../../../services/domain/schedule/schedule-act.ts';
import { paidMinutesOf } from '../../../../services/domain/schedule/shift.ts';
import { employee, flat, siteStory, template } from './site-story.ts';

const whole = (giver: string, taker: string, day: string): SwapPart => ({
  giver,
  taker,
  shiftId: `${giver}-${day}`,
  fromMs: null,
  toMs: null,
});
const propose = (...parts: SwapPart[]): ScheduleAct => ({
  kind: 'swap-proposed',
  swapId: '',
  parts,
  message: '',
  expiresAtMs: null,
});
const answer = (swapId: string, agreed = true, parts: SwapPart[] = []): ScheduleAct => ({
  kind: 'swap-answered',
  swapId,
  agreed,
  person: '',
  parts,
  outcome: null,
});
const approve = (swapId: string): ScheduleAct => ({
  kind: 'swap-decided',
  swapId,
  approved: true,
  reason: '',
  outcome: null,
});
const everySwap: ScheduleAct = {
  kind: 'approval-rules-decided',
  rules: [
    {
      ruleId: 'all-swaps',
      of: 'swap',
      approve: true,
      minHoursAhead: 24,
      maxShortfall: 0,
      sameTeam: false,
      leaveKinds: [],
      maxAway: 0,
    },
  ],
};
const idOf = (story: ReturnType<typeof siteStory>) => [...story.state.swaps.keys()].at(-1) ?? '';

t.test(
  'three swap in a circle: nothing moves before the last agrees, then all at once',
  async (t) => {
    const story = siteStory();
    story.publish(['p1 2026-11-10 early', 'p2 2026-11-10 late', 'p3 2026-11-11 early']);
    story.act('planner', everySwap);
    const circle = [
      whole('p1', 'p2', '2026-11-10'),
      whole('p2', 'p3', '2026-11-10'),
      whole('p3', 'p1', '2026-11-11'),
    ];
    story.act('p1', propose(...circle));
    const before = story.state.published;
    story.act('p2', answer(idOf(story)));
    t.equal(story.state.published, before, 'two of three agreed: nothing moved');
    const { act } = story.act('p3', answer(idOf(story)));
    t.match(act, { outcome: { state: 'done', approvalRule: 'all-swaps', version: 2 } });
    t.equal(story.shift('p2', '2026-11-10')?.shiftId, 'p1-2026-11-10', 'shifts keep their ids');
    t.equal(story.shift('p3', '2026-11-10')?.shiftId, 'p2-2026-11-10');
    t.equal(story.shift('p1', '2026-11-11')?.shiftId, 'p3-2026-11-11');
    t.equal(story.state.published.byPerson.get('p1')?.length, 1);
    t.match(
      story.state.gone.get('p1')?.[0]?.shift,
      { shiftId: 'p1-2026-11-10' },
      'for the calendar',
    );
  },
);

t.test(
  'what rules forbid at that instant is refused with rule and person, and no half of it done',
  async (t) => {
    const story = siteStory();
    story.publish(['p1 2026-11-10 late', 'p2 2026-11-11 early', 'p3 2026-11-12 early']);
    story.act('planner', everySwap);
    // p2 would work until 23:00 and again from 07:00.
    story.act('p1', propose(whole('p1', 'p2', '2026-11-10'), whole('p2', 'p3', '2026-11-11')));
    story.act('p2', answer(idOf(story)));
    const done = story.act('p3', answer(idOf(story)));
    t.match(
      done.act,
      { outcome: { state: 'done' } },
      'p2 gave the early one away: no rest is short',
    );
    story.act(
      'p1',
      propose(
        { ...whole('p2', 'p3', '2026-11-10'), shiftId: 'p1-2026-11-10' },
        whole('p3', 'p1', '2026-11-12'),
      ),
    );
    story.act('p2', answer(idOf(story)));
    const held = story.state.published;
    const { act } = story.act('p3', answer(idOf(story)));
    t.match(act, {
      outcome: { state: 'refused', edits: [], violations: [{ ruleId: 'rest', person: 'p3' }] },
    });
    t.equal(story.state.published, held);
    t.throws(() => story.act('p2', answer(idOf(story))), /is refused already/);
  },
);

t.test('part of a shift is cut, joined to the taker’s, and breaks stay whole', async (t) => {
  const story = siteStory();
  story.publish(['p1 2026-11-10 early', 'p2 2026-11-10 late', 'p3 2026-11-12 early']);
  story.act('planner', everySwap);
  const at = (clock: string) => Date.parse(`2026-11-10T${clock}:00+08:00`);
  const part = { ...whole('p1', 'p2', '2026-11-10'), fromMs: at('13:00') };
  t.throws(() => story.act('p1', propose({ ...part, fromMs: at('11:15') })), /cuts a meal/);
  story.act('p1', propose(part));
  story.act('p2', answer(idOf(story)));
  t.match(story.shift('p1', '2026-11-10'), { shiftId: 'p1-2026-11-10', toMs: at('13:00') });
  const joined = story.shift('p2', '2026-11-10');
  t.match(joined, { shiftId: 'p2-2026-11-10', fromMs: at('13:00'), toMs: at('23:00') });
  t.equal(joined && paidMinutesOf(joined), 600 - 30, 'one meal, that of the late shift');
  // A piece that touches nothing is a shift of its own.
  story.act('p1', propose({ ...whole('p1', 'p3', '2026-11-10'), toMs: at('09:00') }));
  story.act('p3', answer(idOf(story)));
  const piece = story.shift('p3', '2026-11-10');
  t.match(piece, { fromMs: at('07:00'), toMs: at('09:00'), origin: 'swap', templateId: '' });
  t.not(piece?.shiftId, 'p1-2026-11-10');
  t.equal(story.shift('p1', '2026-11-10')?.fromMs, at('09:00'));
});

t.test(
  'on the market the first whom rules allow takes it; who offers something back is asked',
  async (t) => {
    const story = siteStory();
    story.publish(['p1 2026-11-10 late', 'p2 2026-11-11 early', 'p3 2026-11-12 early']);
    story.act('planner', everySwap);
    story.act('p1', propose(whole('p1', '', '2026-11-10')));
    t.throws(() => story.act('p2', answer(idOf(story))), /rest/i, 'the offer stands for others');
    const back = whole('p3', 'p1', '2026-11-12');
    story.act('p3', answer(idOf(story), true, [back]));
    t.equal(story.shift('p1', '2026-11-10')?.person, 'p1');
    story.act('p1', answer(idOf(story), false));
    t.match(story.state.swaps.get(idOf(story)), { state: 'waiting', parts: [{ taker: '' }] });
    const { act } = story.act('p4', answer(idOf(story)));
    t.match(act, { outcome: { state: 'done' } });
    t.ok(story.shift('p4', '2026-11-10'));
    t.throws(() => story.act('p3', answer(idOf(story))), /done already/);
  },
);

t.test('across teams cover that is lost is told, and only a person lets it go', async (t) => {
  const b = [{ group: 'b', priority: 1, efficiency: 1 }];
  const people = [employee('p1'), employee('p2', { groups: b, team: 'blue' })];
  const story = siteStory({ people });
  const midnight = Date.parse('2026-11-10T00:00:00+08:00');
  story.publish(['p1 2026-11-10 early', 'p2 2026-11-12 early'], flat('a', 1, midnight, 48));
  story.act('planner', everySwap);
  story.act('p1', propose(whole('p1', 'p2', '2026-11-10')));
  const asked = story.act('p2', answer(idOf(story)));
  t.match(asked.act, {
    outcome: { state: 'to-approve', reason: /cover falls short by up to 1 more in 15 slots/ },
  });
  const sum = (curve: typeof asked.before) =>
    curve.filter(({ group }) => group === 'a').reduce((all, one) => all + one.scheduled, 0);
  t.equal(sum(asked.before), 15, 'seven and a half hours on queue');
  t.equal(sum(asked.after), 0);
  t.throws(() => story.act('p2', approve(idOf(story))), /needs one of the roles/);
  const { act } = story.act('boss', approve(idOf(story)));
  t.match(act, { outcome: { state: 'done', reason: /450 agent-minutes/ } });
  t.equal(story.shift('p2', '2026-11-10')?.activities[0]?.group, '');
});

t.test(
  'overnight over the hour that comes twice: the piece is as long as time passes',
  async (t) => {
    const night = template('night', 1_320, { family: 'night' });
    const story = siteStory({
      zone: 'Europe/Paris',
      now: '2026-10-19T00:00:00Z',
      templates: [night],
    });
    // Clocks go back on 25 October at 03:00: 22:00 to 05:00 are eight hours.
    story.publish(['p1 2026-10-24 night', 'p2 2026-10-28 night']);
    story.act('planner', everySwap);
    t.equal(story.shift('p1', '2026-10-24')?.toMs, Date.parse('2026-10-25T05:00:00+01:00'));
    const fromMs = Date.parse('2026-10-25T02:30:00+01:00');
    story.act('p1', propose({ ...whole('p1', 'p3', '2026-10-24'), fromMs }));
    story.act('p3', answer(idOf(story)));
    const piece = story.shift('p3', '2026-10-25');
    t.equal(piece && paidMinutesOf(piece), 150, 'it begins after midnight and belongs to that day');
    t.equal(story.shift('p1', '2026-10-24')?.toMs, fromMs);
  },
);
