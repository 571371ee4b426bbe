import fc from 'fast-check';
import t from 'tap';
import { fairnessDebts } from '../../../../services/domain/schedule/fairness/fairness-debts.ts';
import {
  fairnessLedger,
  type LedgerEntry,
  usualWeights,
} from '../../../../services/domain/schedule/fairness/fairness-ledger.ts';
import {
  ledgerMonths,
  usualLateMinute,
} from '../../../../services/domain/schedule/fairness/ledger-month.ts';
import { ruleBook } from '../../../../services/domain/schedule/rules/breaks-of-rules.ts';
import { timelineOf } from '../../../../services/domain/schedule/rules/timeline.ts';
import { input, person, shift } from '../rules/rule-story.ts';

const months = ['2026-09', '2026-10', '2026-11'];
const nothing = { nights: 0, weekends: 0, holidays: 0, lates: 0, refusedWishes: 0 };
const entry = (who: string, nights: readonly number[], more = {}): LedgerEntry => ({
  person: who,
  contractId: 'full',
  share: 1,
  months: nights.map((count, at) => ({ ...nothing, month: months[at] ?? '', nights: count })),
  ...more,
});

t.test('shifts are counted in the month in which they begin', async (t) => {
  // Saturday 2026-10-31 22:00 runs into Sunday; Monday the 2nd is made a holiday.
  const who = person([
    shift('2026-10-31', '22:00', 8),
    shift('2026-11-02', '14:00', 8),
    shift('2026-11-03', '16:30', 8),
    shift('2026-11-07', '08:00', 4),
    shift('2026-11-07', '13:00', 4),
    shift('2026-11-08', '08:00', 8, { main: 'leave' }),
  ]);
  const asked = input([], [who], {
    days: 14,
    knownFrom: '2026-10-01',
    holidays: new Map([['2026-11-02', 'Day off']]),
  });
  const { calendar, setup } = ruleBook(asked);
  const refused = [
    { person: 'ann', day: '2026-11-05' },
    { person: 'bob', day: '2026-11-05' },
  ];
  const line = timelineOf(who, setup, calendar);
  t.same(ledgerMonths(line, calendar, { lateMinute: usualLateMinute, refused }), [
    { month: '2026-10', nights: 1, weekends: 1, holidays: 0, lates: 0, refusedWishes: 0 },
    // 22:00 and half past midnight are late; two shifts on one Saturday are one weekend day.
    { month: '2026-11', nights: 0, weekends: 1, holidays: 1, lates: 2, refusedWishes: 1 },
  ]);
});

t.test('burden fades month by month; counts do not', async (t) => {
  const [line] = fairnessLedger([entry('ann', [4, 2, 1])], {
    months,
    weights: usualWeights,
    fade: 0.5,
  });
  // 4 x 1/4 + 2 x 1/2 + 1.
  t.match(line, { nights: 7, burden: 3, typical: 3, months });
});

t.test('each thing has its weight', async (t) => {
  const all = { month: '2026-11', nights: 1, weekends: 2, holidays: 3, lates: 4, refusedWishes: 5 };
  const [line] = fairnessLedger([entry('ann', [], { months: [all] })], {
    months,
    weights: usualWeights,
    fade: 0.8,
  });
  // 1 + 2 + 3 x 2 + 4 x 0.5 + 5.
  t.match(line, { burden: 16, weekends: 2, holidays: 3, lates: 4, refusedWishes: 5 });
});

t.test('people are compared with their like, by the middle', async (t) => {
  const lines = fairnessLedger(
    [
      entry('ann', [0, 0, 1]),
      entry('bob', [0, 0, 3]),
      entry('cy', [0, 0, 100]),
      entry('half', [0, 0, 1], { share: 0.5 }),
      entry('part', [0, 0, 5], { contractId: 'part' }),
    ],
    { months, weights: usualWeights, fade: 1 },
  );
  t.same(
    lines.map(({ person: who, burden, typical }) => [who, burden, typical]),
    [
      ['cy', 100, 3],
      ['part', 5, 5],
      ['bob', 3, 3],
      ['ann', 1, 3],
      ['half', 1, 1],
    ],
  );
});

t.test('debts are what was borne beyond the middle, kind by kind', async (t) => {
  const debts = fairnessDebts(
    [entry('ann', [2, 0, 1]), entry('bob', [0, 0, 5]), entry('cy', [0, 0, 0])],
    {
      months,
      fade: 0.5,
    },
  );
  // 2 / 4 + 1 = 1.5 is the middle of 1.5, 5 and 0.
  t.same(debts.get('bob'), { night: 3.5, weekend: 0, late: 0, refusedWish: 0 });
  t.equal(debts.get('ann')?.night, 0);
  t.equal(debts.get('cy')?.night, -1.5);
});

t.test('what no ledger can be made from is refused', async (t) => {
  const made = (fade: number, of: string[]) => () =>
    fairnessLedger([], { months: of, weights: usualWeights, fade });
  t.throws(made(0, months), { message: 'fade is 0, but must be above 0 and at most 1' });
  t.throws(made(1, []), { message: 'months has 0 entries, but must have 1 to 24' });
});

t.test('whoever bears more is never owed less; order of entries decides nothing', async (t) => {
  const borne = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 3, maxLength: 3 });
  const property = fc.property(
    fc.array(borne, { minLength: 2, maxLength: 8 }),
    fc.double({ min: 0.1, max: 1, noNaN: true }),
    (people, fade) => {
      const entries = people.map((nights, at) => entry(`p${at}`, nights));
      const how = { months, weights: usualWeights, fade };
      const lines = fairnessLedger(entries, how);
      const mirrored = fairnessLedger([...entries].reverse(), how);
      const more = fairnessDebts(
        [
          entry(
            'p0',
            [...(people[0] ?? [])].map((n) => n + 1),
          ),
          ...entries.slice(1),
        ],
        how,
      );
      const debts = fairnessDebts(entries, how);
      const half = lines.filter(({ burden, typical }) => burden > typical + 1e-9).length;
      return (
        JSON.stringify(lines) === JSON.stringify(mirrored) &&
        half <= lines.length / 2 &&
        (more.get('p0')?.night ?? 0) >= (debts.get('p0')?.night ?? 0) - 1e-9
      );
    },
  );
  t.doesNotThrow(() => fc.assert(property, { seed: 3, numRuns: 200 }));
});
