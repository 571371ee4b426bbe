import t from 'tap';
import type { ActivityPlaced } from '../../../../services/domain/schedule/schedule-act.ts';
import { flat, siteStory } from './site-story.ts';

const day = '2026-11-10';
const at = (clock: string) => Date.parse(`${day}T${clock}:00+08:00`);
const training: ActivityPlaced = {
  kind: 'activity-placed',
  placingId: '',
  activity: 'training',
  note: 'new tariff',
  people: ['p1', 'p2', 'p3'],
  minutes: 60,
  fromMs: at('07:00'),
  toMs: at('15:00'),
  together: false,
  edits: [],
  version: 0,
  leftOut: new Map(),
};

/** Two are required but from 08:00 to 09:00, when nobody is, and from 13:00 to 14:00, when one is. */
function quietHours() {
  const curves = flat('a', 2, at('00:00'), 48);
  const slots = curves.slots.map((slot) => {
    const hour = (slot.startMs - at('00:00')) / 3_600_000;
    const required = hour >= 8 && hour < 9 ? 0 : hour >= 13 && hour < 14 ? 1 : 2;
    return { ...slot, required };
  });
  return { ...curves, slots };
}

t.test(
  'each is trained where it costs least, seen one after the other, never over a break',
  async (t) => {
    const story = siteStory();
    story.publish([`p1 ${day} early`, `p2 ${day} early`], quietHours());
    const { act } = story.act('boss', training);
    if (act.kind !== 'activity-placed') return t.fail(act.kind);
    const times = [story.shift('p1', day), story.shift('p2', day)].map(
      (shift) => shift?.activities.find(({ kind }) => kind === 'training')?.fromMs,
    );
    t.same(times, [at('08:00'), at('08:00')], 'nobody is required then');
    t.same([...act.leftOut], [['p3', 'no work long enough in the span']]);
    story.act('boss', { ...training, people: ['p1'], note: 'quality', activity: 'coaching' });
    const coached = story.shift('p1', day)?.activities.find(({ kind }) => kind === 'coaching');
    t.equal(coached?.fromMs, at('13:00'), 'one too many there');
    t.ok(story.shift('p1', day)?.activities.some(({ kind }) => kind === 'meal'));
  },
);

t.test('together: all at one time, when most are at work', async (t) => {
  const story = siteStory();
  story.publish([`p1 ${day} early`, `p2 ${day} late`, `p3 ${day} early`], quietHours());
  const { act } = story.act('boss', { ...training, together: true, activity: 'meeting' });
  if (act.kind !== 'activity-placed') return t.fail(act.kind);
  t.equal(act.edits.length, 2);
  t.same([...act.leftOut.keys()], ['p2']);
  const starts = act.edits.map(
    ({ after }) => after?.activities.find(({ kind }) => kind === 'meeting')?.fromMs,
  );
  t.same(starts, [at('08:00'), at('08:00')]);
});
