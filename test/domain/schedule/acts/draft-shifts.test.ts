import t from 'tap';
import { bookOfDraft } from '../../../../services/domain/schedule/acts/draft-shifts.ts';
import type { Shift } from '../../../../services/domain/schedule/shift.ts';
import { shiftsOfDays } from '../../../../services/domain/schedule/shift-book.ts';
import { draftBegun, published, siteStory } from './site-story.ts';

const story = siteStory();
story.publish(['p1 2026-11-10 early', 'p2 2026-11-10 early', 'p3 2026-11-13 late']);
const begun = story.act('planner', draftBegun('2026-11-10', 2, '', 'published'));
const draftId = begun.act.kind === 'draft-begun' ? begun.act.draftId : '';

function edit(shiftId: string, after: Shift | null): void {
  const edits = [{ shiftId, before: null, after }];
  story.act('planner', { kind: 'draft-edited', draftId, edits });
}

/** The draft's book as it is kept, and as it is from nothing. */
function both(): [Shift[], Shift[]] {
  const draft = story.state.drafts.get(draftId);
  if (!draft) throw new Error('no draft');
  const fresh = { ...draft, layers: draft.layers.map((layer) => ({ ...layer })) };
  const shiftsOf = (one: typeof draft) =>
    shiftsOfDays(bookOfDraft(story.state, one, story.contents), '2026-11-01', '2026-11-30');
  return [shiftsOf(draft), shiftsOf(fresh)];
}

t.test('a draft edited edit by edit holds what it holds when read anew', async (t) => {
  const one = story.shift('p1', '2026-11-10');
  if (!one) throw new Error('no shift');
  edit(one.shiftId, { ...one, person: 'p4' });
  t.same(...both());
  edit('more', { ...one, shiftId: 'more', person: 'p3' });
  edit(one.shiftId, null);
  t.same(...both());
  t.same(
    both()[0].map(({ person, day }) => `${person} ${day}`),
    ['p2 2026-11-10', 'p3 2026-11-10', 'p3 2026-11-13'],
  );
  story.act('planner', published(draftId));
  t.same(...both());
  edit('more', null);
  t.same(...both());
  t.equal(both()[0].length, 2, 'what is published around it is the newest');
});
