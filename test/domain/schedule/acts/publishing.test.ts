import t from 'tap';
import { decideAct } from '../../../../services/domain/schedule/acts/decide-act.ts';
import { bookAtVersion, historyOf } from '../../../../services/domain/schedule/acts/versions.ts';
import type { ScheduleAct } from '../../../../services/domain/schedule/schedule-act.ts';
import { setupOn } from '../../../../services/domain/schedule/setup-on.ts';
import { shiftOf } from '../../../../services/domain/schedule/shift-book.ts';
import { draftBegun, published, siteStory } from './site-story.ts';

type Story = ReturnType<typeof siteStory>;
const lines = ['p1 2026-11-10 early', 'p2 2026-11-10 early', 'p3 2026-11-11 late'];
const begin = (story: Story, copyOf = 'published') => {
  const { act } = story.act('planner', draftBegun('2026-11-10', 2, '', copyOf));
  return act.kind === 'draft-begun' ? act.draftId : '';
};
const give = (story: Story, shiftId: string, person: string): ScheduleAct => {
  const shift = shiftOf(story.state.published, shiftId);
  const after = shift && { ...shift, person };
  return {
    kind: 'schedule-changed',
    edits: [{ shiftId, before: null, after }],
    reason: 'asked for',
    version: 0,
    changeId: '',
    consents: [],
  };
};
const inDraft = (story: Story, draftId: string, shiftId: string, person: string): ScheduleAct => {
  const change = give(story, shiftId, person);
  return {
    kind: 'draft-edited',
    draftId,
    edits: change.kind === 'schedule-changed' ? change.edits : [],
  };
};

t.test(
  'a publication keeps what was changed since the draft was begun, and names what both changed',
  async (t) => {
    const story = siteStory();
    story.publish(lines);
    const [ours, theirs] = [begin(story), begin(story)];
    story.act('planner', give(story, 'p1-2026-11-10', 'p4'));
    story.act('planner', inDraft(story, ours, 'p2-2026-11-10', 'p3'));
    story.act('planner', published(ours));
    t.equal(
      shiftOf(story.state.published, 'p1-2026-11-10')?.person,
      'p4',
      'the change in between stays',
    );
    t.equal(shiftOf(story.state.published, 'p2-2026-11-10')?.person, 'p3');
    story.act('planner', inDraft(story, theirs, 'p1-2026-11-10', 'p3'));
    t.throws(
      () => story.act('planner', published(theirs)),
      /shift of p4 on 2026-11-10 was changed since the draft was begun/,
    );
    t.equal(story.state.version, 3);
    t.same(
      historyOf(story.state, 'p1-2026-11-10').map(({ act }) => act),
      ['draft-published', 'schedule-changed'],
    );
    const first = bookAtVersion(story.state, 1);
    t.equal(first && shiftOf(first, 'p1-2026-11-10')?.person, 'p1', 'version 1 can still be shown');
    // The draft goes on from what was published from it.
    story.act('planner', inDraft(story, ours, 'p3-2026-11-11', 'p2'));
    story.act('planner', published(ours));
    t.equal(shiftOf(story.state.published, 'p1-2026-11-10')?.person, 'p4');
  },
);

t.test('two planners cannot both win', async (t) => {
  const story = siteStory();
  story.publish(lines);
  const draftId = begin(story);
  const seen = story.state.position;
  story.act('planner', inDraft(story, draftId, 'p1-2026-11-10', 'p4'));
  const act = inDraft(story, draftId, 'p1-2026-11-10', 'p3');
  t.throws(
    () => decideAct(story.state, act, story.acting('planner'), seen),
    /changed it meanwhile: planner/,
  );
  t.ok(decideAct(story.state, act, story.acting('planner'), story.state.position));
});

t.test('hard rules hold, unless a reason says in spite of what', async (t) => {
  const story = siteStory();
  t.throws(() => story.publish(['p1 2026-11-10 late', 'p1 2026-11-11 early']), /p1 rests/i);
  const [draftId = ''] = story.state.drafts.keys();
  const { act, violations } = story.act('planner', published(draftId, 'the flood'));
  t.match(act, { version: 1 });
  t.match(violations, [{ ruleId: 'rest', person: 'p1', hard: true }]);
  t.match(story.state.versions.at(-1), { reason: /the flood/, changes: 2 });
});

t.test('within the notice period a change waits for everybody whose hours it moves', async (t) => {
  const story = siteStory();
  story.publish(lines);
  story.nowMs = Date.parse('2026-11-09T12:00:00+08:00');
  const consent = (changeId: string, agreed: boolean): ScheduleAct => ({
    kind: 'consent-answered',
    changeId,
    agreed,
    person: '',
    version: 0,
    refusal: '',
  });
  const asked = story.act('boss', give(story, 'p1-2026-11-10', 'p4'));
  t.match(asked.act, { version: 0, consents: ['p1', 'p4'] });
  const [changeId = ''] = story.state.changes.keys();
  story.act('p1', consent(changeId, true));
  t.equal(shiftOf(story.state.published, 'p1-2026-11-10')?.person, 'p1');
  t.throws(() => story.act('p2', consent(changeId, true)), /does not wait for "p2"/);
  t.match(story.act('p4', consent(changeId, true)).act, { version: 2, refusal: '' });
  t.equal(shiftOf(story.state.published, 'p1-2026-11-10')?.person, 'p4');
  // A draft cannot go round it.
  const draftId = begin(story);
  story.act('planner', inDraft(story, draftId, 'p2-2026-11-10', 'p3'));
  t.throws(() => story.act('planner', published(draftId)), /within the notice period/);
  story.act('boss', give(story, 'p2-2026-11-10', 'p1'));
  const [, second = ''] = story.state.changes.keys();
  story.act('p2', consent(second, false));
  t.match(story.state.changes.get(second), { state: 'refused', refusal: 'p2 does not agree' });
});

t.test('what an import set falls back to what stood before', async (t) => {
  const story = siteStory();
  const draftId = begin(story, '');
  const early = story.state.setup.templates.get('early')?.[0]?.value;
  if (!early) return t.fail('no template');
  const setup = [
    {
      effectiveFrom: '2020-01-01',
      removed: false,
      value: { of: 'template' as const, template: { ...early, startMinute: 480 } },
    },
  ];
  story.act('planner', {
    kind: 'file-imported',
    importId: '',
    fileName: 'shifts.csv',
    of: 'shifts',
    setup,
    edits: [],
    draftId,
    leave: [],
  });
  const start = () => setupOn(story.state.setup, '2026-11-10').templates.get('early')?.startMinute;
  t.equal(start(), 480);
  const [importId = ''] = story.state.imports.keys();
  story.act('planner', { kind: 'file-import-undone', importId });
  t.equal(start(), 420);
  t.throws(() => story.act('planner', { kind: 'file-import-undone', importId }), /undone already/);
});
