import t from 'tap';
import type { PersonNow } from '../../../../wallboard/src/pages/adherence/adherence-api.ts';
import {
  lasted,
  minutesOf,
  percent,
} from '../../../../wallboard/src/pages/adherence/adherence-time.ts';
import {
  byNeed,
  causes,
  kinds,
  outByCause,
  seenStates,
  shapes,
  spanToDraw,
  statuses,
} from '../../../../wallboard/src/pages/adherence/adherence-view.ts';
import { adherenceWords } from '../../../../wallboard/src/pages/adherence/adherence-words.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 12, minute)).toISOString();

function person(name: string, status: string, cause = 'none', since = 0, open = 0): PersonNow {
  const stretch = {
    status: (statuses as readonly string[]).indexOf(status),
    cause: (causes as readonly string[]).indexOf(cause),
  };
  return { person: name, now: stretch, since: at(since), openContests: open } as PersonNow;
}

t.test('who needs a look comes first: own, then the longest out', (t) => {
  const people = [
    person('planned', 'in'),
    person('asked', 'in', 'none', 0, 1),
    person('customer', 'out', 'customer', 1),
    person('new', 'out', 'own', 9),
    person('long', 'out', 'own', 2),
    person('system', 'out', 'system', 3),
    person('edge', 'tolerated', 'own', 3),
    person('off', 'free'),
  ];
  t.same(
    byNeed(people).map(({ person: name }) => name),
    ['long', 'new', 'system', 'customer', 'edge', 'asked', 'planned', 'off'],
  );
  t.same(outByCause(people), { none: 0, customer: 1, system: 1, supervisor: 0, own: 2 });
  t.end();
});

t.test('times are told as people read them, and nothing is not zero', (t) => {
  t.equal(lasted(at(0), Date.parse(at(4)) + 5_000), '4:05');
  t.equal(lasted(at(0), Date.parse(at(64))), '1:04 h');
  t.equal(lasted(null, 0), '–');
  t.equal(minutesOf(90_000), '1.5');
  t.equal(percent(null), '–');
  t.equal(percent(1.018), '101.8 %');
  t.end();
});

t.test('a strip shows half an hour around what was planned or done', (t) => {
  const stretch = (from: number, to: number, planned: boolean) =>
    ({ from: at(from), to: at(to), status: 3, planned: planned ? {} : null }) as never;
  const span = spanToDraw([
    stretch(0, 60, false),
    stretch(60, 120, true),
    stretch(120, 600, false),
  ]);
  t.same(span, { fromMs: Date.parse(at(30)), toMs: Date.parse(at(150)) });
  t.end();
});

t.test('every state, activity and cause has a word in both languages, every cause a shape', (t) => {
  for (const lang of ['en', 'zh'] as const) {
    const words = adherenceWords(lang);
    for (const one of statuses) t.ok(words.statuses[one], `${lang} ${one}`);
    for (const one of kinds) t.ok(words.kinds[one], `${lang} ${one}`);
    for (const one of seenStates) t.ok(words.states[one], `${lang} ${one}`);
    for (const one of causes.slice(1)) t.ok(words.causes[one] && shapes[one], `${lang} ${one}`);
  }
  t.equal(new Set(Object.values(shapes)).size, causes.length, 'no two shapes are the same');
  t.end();
});
