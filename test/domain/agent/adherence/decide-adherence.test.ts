import t from 'tap';
import type {
  AdherenceAct,
  AdherenceMark,
  Contest,
} from '../../../../services/domain/agent/adherence/adherence-act.ts';
import { defaultAdherenceRules } from '../../../../services/domain/agent/adherence/adherence-rules.ts';
import { emptySums } from '../../../../services/domain/agent/adherence/adherence-sums.ts';
import { checkAdherenceAct } from '../../../../services/domain/agent/adherence/decide-adherence.ts';
import {
  adherenceRulesOn,
  applyAdherence,
  changedLines,
  emptyAdherence,
  rulingsOf,
  type SiteAdherence,
} from '../../../../services/domain/agent/adherence/site-adherence.ts';

const hour = 3_600_000;
const noon = Date.UTC(2026, 2, 2, 4);
const agent = { author: 'anna', oversees: false, nowMs: noon };
const lead = { author: 'lead', oversees: true, nowMs: noon };

const contest = (fields: Partial<Contest> = {}): AdherenceAct => ({
  kind: 'contested',
  contest: {
    ...{ contestId: 'c', person: 'anna', fromMs: noon - 2 * hour, toMs: noon - hour },
    ...{ claimed: 'system', words: 'it froze', atMs: noon, state: 'open', cause: null },
    ...{ reason: '', decidedBy: '', decidedAtMs: null, day: '', mostMs: null },
    ...{ decides: '', dueAtMs: null },
    ...fields,
  },
});
const mark = (fields: Partial<AdherenceMark> = {}): AdherenceAct => ({
  kind: 'mark-set',
  mark: {
    ...{ markId: 'm', kind: 'coaching', people: ['anna'], fromMs: noon, toMs: noon + hour },
    ...{ note: '', author: 'lead', atMs: noon },
    ...fields,
  },
});
const verdict = (accepted: boolean, cause: Contest['cause'], reason = 'seen'): AdherenceAct => ({
  kind: 'contest-decided',
  contestId: 'c',
  accepted,
  cause,
  reason,
});

function after(...acts: [AdherenceAct, string][]): SiteAdherence {
  return acts.reduce(
    (state, [act, author], n) =>
      applyAdherence(state, { commandId: `${n}`, author, atMs: noon + n, act }, n + 1),
    emptyAdherence,
  );
}

t.test('minutes are contested as an appeal of scores, not here; old logs are read', (t) => {
  const open = after([contest(), 'anna']);
  for (const by of [agent, lead]) {
    for (const act of [contest({ contestId: 'd' }), verdict(true, 'system')]) {
      t.throws(() => checkAdherenceAct(open, act, by), /contested as an appeal of scores/);
    }
  }
  const decided = after([contest(), 'anna'], [verdict(true, 'customer'), 'lead']);
  const span = { fromMs: noon - 2 * hour, toMs: noon - hour };
  t.same(rulingsOf(decided, 'anna'), [
    { contestId: 'c', day: '', ...span, cause: 'customer', mostMs: null },
  ]);
  const refused = after([contest(), 'anna'], [verdict(false, null), 'lead']);
  t.same(rulingsOf(refused, 'anna'), []);
  t.end();
});

t.test('marks are for others, near in time; they can be taken away', (t) => {
  const check = (act: AdherenceAct, by = lead, state = emptyAdherence) =>
    checkAdherenceAct(state, act, by);
  t.doesNotThrow(() => check(mark()));
  t.throws(() => check(mark(), agent), /may not decide marks/);
  t.throws(() => check(mark({ people: ['bo', 'lead'] })), /nobody marks their own time/);
  t.throws(() => check(mark({ people: [] })), /people are 0/);
  const old = { fromMs: noon - 41 * 24 * hour, toMs: noon - 41 * 24 * hour + hour };
  t.throws(() => check(mark(old)), /from 40 days ago/);
  t.throws(() => check({ kind: 'mark-removed', markId: 'm' }), /there is no mark "m"/);
  const marked = after([mark(), 'lead']);
  t.doesNotThrow(() => check({ kind: 'mark-removed', markId: 'm' }, lead, marked));
  t.equal(after([mark(), 'lead'], [{ kind: 'mark-removed', markId: 'm' }, 'lead']).marks.size, 0);
  t.end();
});

t.test('rules hold from their day on, within limits; counts are a program’s', (t) => {
  const rules = { ...defaultAdherenceRules, signInAfterOutage: 7 };
  const act = { kind: 'rules-decided', fromDay: '2026-03-03', rules } as const;
  t.doesNotThrow(() => checkAdherenceAct(emptyAdherence, act, lead));
  const wrong = { ...act, rules: { ...rules, signInAfterOutage: 61 } };
  t.throws(() => checkAdherenceAct(emptyAdherence, wrong, lead), /signInAfterOutage is 61/);
  const state = after([act, 'lead']);
  t.equal(adherenceRulesOn(state, '2026-03-02').signInAfterOutage, 5);
  t.equal(adherenceRulesOn(state, '2026-03-04').signInAfterOutage, 7);
  const counted = { day: '2026-03-02', why: 'over', scheduleVersion: 1, lines: [] } as const;
  t.throws(
    () => checkAdherenceAct(state, { kind: 'day-counted', ...counted }, lead),
    /counted by the service/,
  );
  t.end();
});

t.test('a day counted again keeps what it was, and only changed lines are new', (t) => {
  const sums = (ownMs: number) => {
    const empty = emptySums(true);
    return { ...empty, outMs: { ...empty.outMs, own: ownMs } };
  };
  const counted = (ownMs: number, why: 'over' | 'decision'): AdherenceAct => ({
    kind: 'day-counted',
    ...{ day: '2026-03-02', why, scheduleVersion: 1 },
    lines: [{ person: 'anna', sums: sums(ownMs), contests: [] }],
  });
  const state = after([counted(600_000, 'over'), ''], [counted(0, 'decision'), '']);
  const versions = state.days.get('2026-03-02')?.get('anna') ?? [];
  t.match(versions, [
    { version: 1, why: 'over', sums: { outMs: { own: 600_000 } } },
    { version: 2, why: 'decision', sums: { outMs: { own: 0 } } },
  ]);
  const lines = [
    { person: 'anna', sums: sums(0), contests: [] },
    { person: 'bo', sums: sums(0), contests: [] },
  ];
  const changed = (all: typeof lines) =>
    changedLines(state, '2026-03-02', all).map(({ person }) => person);
  t.same(changed(lines), ['bo']);
  const settled = [{ person: 'anna', sums: sums(0), contests: ['c'] }];
  t.same(
    changed(settled as never),
    ['anna'],
    'a contest counted in is said, if it changes nothing',
  );
  t.end();
});
