// Minutes are contested with scores; adherence follows what is decided there.
import t from 'tap';
import {
  applyMinutesAct,
  contestableUntil,
  type MinutesAct,
  nothingAppealed,
  withAppeals,
} from '../../../../services/domain/agent/adherence/appealed-minutes.ts';
import {
  contestsIn,
  emptyAdherence,
  rulingsOf,
  stampOf,
} from '../../../../services/domain/agent/adherence/site-adherence.ts';
import { countOf } from './tell-day.ts';

const minute = 60_000;
const zone = 'Asia/Shanghai';
const atMs = Date.UTC(2026, 2, 3);
/** 13:00 to 13:20 of 2 March in Shanghai. */
const span = { fromMs: Date.UTC(2026, 2, 2, 5), toMs: Date.UTC(2026, 2, 2, 5, 20) };
const lodged: MinutesAct = {
  ...{ kind: 'lodged', appealId: 'a', person: 'anna', target: '2026-03-02 780-800' },
  ...{ words: 'it froze', claimed: 'system', dueAtMs: atMs + 86_400_000 },
};
const decided = (outcome: 'accepted' | 'partly' | 'refused', minutes: number | null = null) => ({
  ...{ kind: 'decided' as const, appealId: 'a', outcome, reason: 'seen', minutes, cause: null },
});

function after(...acts: MinutesAct[]) {
  return acts.reduce(
    (state, act, n) => applyMinutesAct(state, { author: 'q2', atMs, position: n + 1, zone, act }),
    nothingAppealed,
  );
}
const told = (...acts: MinutesAct[]) => withAppeals(emptyAdherence, after(...acts));

t.test('an appeal stands among the contests until it is decided; repeats change nothing', (t) => {
  const open = told(lodged, { kind: 'assigned', appealId: 'a', marker: 'q2' });
  t.match(open.contests.get('a'), { ...span, state: 'open', decides: 'q2', day: '2026-03-02' });
  t.same(rulingsOf(open, 'anna'), [], 'nothing is excused yet');
  const accepted = told(lodged, decided('accepted'));
  t.same(rulingsOf(accepted, 'anna'), [
    { contestId: 'a', day: '2026-03-02', ...span, cause: 'system', mostMs: null },
  ]);
  t.same(rulingsOf(told(lodged, decided('refused')), 'anna'), []);
  t.same(rulingsOf(told(lodged, { kind: 'withdrawn', appealId: 'a' }), 'anna'), []);
  const again = told(lodged, decided('accepted'), lodged);
  t.equal(again.contests.get('a')?.state, 'accepted');
  t.ok(stampOf(accepted) > stampOf(open) - 1, 'a stamp rises with appeals');
  const other = told(lodged, { ...decided('accepted'), cause: 'customer' });
  t.equal(rulingsOf(other, 'anna')[0]?.cause, 'customer', 'the cause that was decided counts');
  t.end();
});

t.test('a count takes in appeals of its minutes and those that name its day', (t) => {
  const state = told(lodged, decided('accepted'));
  const day = (name: string, fromMs: number) => ({
    day: name,
    window: { fromMs, toMs: fromMs + 86_400_000 },
  });
  t.same(contestsIn(state, 'anna', day('2026-03-02', Date.UTC(2026, 2, 1, 16))), ['a']);
  t.same(contestsIn(state, 'anna', day('2026-03-02', Date.UTC(2026, 2, 2, 16))), ['a']);
  t.same(contestsIn(state, 'anna', day('2026-03-03', Date.UTC(2026, 2, 2, 16))), []);
  t.same(contestsIn(state, 'bo', day('2026-03-02', Date.UTC(2026, 2, 1, 16))), []);
  t.end();
});

t.test('one may contest as long as scores say: the longest of what stands', (t) => {
  const window = (definitionId: string, days: number | null): MinutesAct => ({
    ...{ kind: 'window', definitionId, days },
  });
  // The day ends at 16:00 UTC.
  const until = (...acts: MinutesAct[]) =>
    (contestableUntil(after(...acts), '2026-03-02', zone) - Date.UTC(2026, 2, 2, 16)) / 86_400_000;
  t.equal(until(), 14);
  t.equal(until(window('week', 5), window('month', 10)), 10);
  t.equal(until(window('week', 5), window('month', 10), window('month', null)), 5);
  t.end();
});

t.test('accepted in part the first own minutes are excused, and only so many', (t) => {
  const of = (minutes?: number) =>
    countOf({
      shifts: ['08:00-16:00 work'],
      seen: { pbx: '08:00 ready, 13:00 break, 13:10 ready, 13:30 break, 13:40 ready, 16:00 out' },
      rulings: [{ cause: 'system', span: '13:00-13:45', mostMinutes: minutes }],
      name: 'two breaks',
      minutes: { scheduled: 480, onQueue: 460 },
    });
  const out = (minutes?: number) => {
    const { own, system } = of(minutes).sums.outMs;
    return [own / minute, system / minute];
  };
  t.same(out(), [0, 20]);
  t.same(out(0), [20, 0]);
  t.same(out(13), [7, 13], 'ten of the first break and three of the second');
  t.same(out(60), [0, 20], 'never more than were lost');
  t.end();
});
