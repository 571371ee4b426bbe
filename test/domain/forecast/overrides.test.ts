import t from 'tap';
import {
  type OverriddenSlot,
  valueAdded,
  valueAddedByAuthor,
  valueAddedByOverride,
} from '../../../services/domain/forecast/overrides.ts';

const slot = (change: Partial<OverriddenSlot>): OverriddenSlot => ({
  overrideId: 'o1',
  author: 'ana',
  before: 100,
  after: 120,
  actual: 130,
  ...change,
});

t.test('an override that came nearer has helped, one that went away has not', async (t) => {
  t.match(valueAdded([slot({})]), {
    wapeBefore: 30 / 130,
    wapeAfter: 10 / 130,
    errorLess: 20,
    helped: true,
  });
  t.match(valueAdded([slot({ actual: 90 })]), {
    biasAfter: 30 / 90,
    errorLess: -20,
    helped: false,
  });
});

t.test('while nothing is known, nobody has helped or harmed', async (t) => {
  t.match(valueAdded([slot({ actual: Number.NaN })]), { slots: 0, wapeBefore: null, helped: null });
  t.equal(valueAdded([slot({ actual: 110 })]).helped, null, 'ten off before and after');
});

t.test('each author stands for all overrides of theirs, the most helpful first', async (t) => {
  const slots = [
    slot({}),
    slot({ overrideId: 'o2', actual: 100 }),
    slot({ overrideId: 'o3', author: 'bo', actual: 150 }),
    slot({ overrideId: 'o3', author: 'bo', actual: 140 }),
  ];
  t.match(valueAddedByAuthor(slots), [
    { author: 'bo', overrides: 1, helpedOverrides: 1, errorLess: 40, slots: 2 },
    { author: 'ana', overrides: 2, helpedOverrides: 1, errorLess: 0, helped: null },
  ]);
  t.equal(valueAddedByOverride(slots).get('o2')?.helped, false);
});
