import t from 'tap';
import type {
  AdherenceAct,
  AdherenceMark,
  Contest,
} from '../../../../services/domain/agent/adherence/adherence-act.ts';
import { defaultAdherenceRules } from '../../../../services/domain/agent/adherence/adherence-rules.ts';
import { emptySums } from '../../../../services/domain/agent/adherence/adherence-sums.ts';
import {
  checkAdherenceAct,
  contestableUntil,
} from '../../../../services/domain/agent/adherence/decide-adherence.ts';
import {
  adherenceRulesOn,
  applyAdherence,
  changedLines,
  emptyAdherence,
  rulingsOf,
  type SiteAdherence,
} from '../../../../services/domain/agent/adherence/site-adherence.ts';

const hour = 3_600_000;
const zone = 'Asia/Shanghai';
/** 2026-03-02 12:00 in Shanghai. */
const noon = Date.UTC(2026, 2, 2, 4);
const agent = { author: 'anna', oversees: false, nowMs: noon, zone };
const lead = { author: 'lead', oversees: true, nowMs: noon, zone };

const contest = (fields: Partial<Contest> = {}): AdherenceAct => ({
  kind: 'contested',
  contest: {
    ...{ contestId: 'c', person: 'anna', fromMs: noon - 2 * hour, toMs: noon - hour },
    ...{ claimed: 'system', words: 'it froze', atMs: noon, state: 'open', cause: null },
    ...{ reason: '', decidedBy: '', decidedAtMs: null },
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

t.test('an agent contests a past stretch of the own day until the day ends, once', (t) => {
  const check = (act: AdherenceAct, by = agent, state = emptyAdherence) =>
    checkAdherenceAct(state, act, by);
  t.doesNotThrow(() => check(contest()));
  t.throws(() => check(contest({ person: 'bo' })), /only "bo" contests the day of "bo"/);
  t.throws(() => check(contest({ claimed: 'own' })), /claimed is "own"/);
  t.throws(() => check(contest({ words: ' ' })), /what happened must be said/);
  t.throws(() => check(contest({ toMs: noon + 1 })), /still to come/);
  t.throws(() => check(contest({ fromMs: noon - hour, toMs: noon - 2 * hour })), /from must come/);
  const open = after([contest(), 'anna']);
  t.throws(() => check(contest({ contestId: 'd' }), agent, open), /contest "c" covers a part/);
  t.end();
});

t.test('the same day means: until local midnight, and at least twelve hours', (t) => {
  // Ends 11:00: midnight in Shanghai is 16:00 UTC, later than 23:00 local.
  t.equal(contestableUntil(noon - hour, zone, defaultAdherenceRules), Date.UTC(2026, 2, 2, 16));
  // Ends at midnight sharp: twelve hours after it.
  const midnight = Date.UTC(2026, 2, 2, 16);
  t.equal(contestableUntil(midnight, zone, defaultAdherenceRules), midnight + 12 * hour);
  const late = { ...agent, nowMs: Date.UTC(2026, 2, 2, 16) };
  t.throws(() => checkAdherenceAct(emptyAdherence, contest(), late), /could be contested until/);
  t.doesNotThrow(() =>
    checkAdherenceAct(emptyAdherence, contest(), { ...late, nowMs: late.nowMs - 1 }),
  );
  t.end();
});

t.test('a contest is decided once, with a reason, and by nobody about themselves', (t) => {
  const open = after([contest(), 'anna']);
  const check = (act: AdherenceAct, by = lead, state = open) => checkAdherenceAct(state, act, by);
  t.doesNotThrow(() => check(verdict(true, 'system')));
  t.throws(() => check(verdict(true, 'system'), agent), /may not decide contests/);
  const self = { ...lead, author: 'anna' };
  t.throws(() => check(verdict(true, 'system'), self), /nobody decides their own contest/);
  t.throws(() => check(verdict(true, 'own')), /accepted needs one other than own/);
  t.throws(() => check(verdict(false, 'system')), /cause is "system"/);
  t.throws(() => check(verdict(true, 'system', '')), /the reason must be said/);
  const decided = after([contest(), 'anna'], [verdict(true, 'customer'), 'lead']);
  t.throws(() => check(verdict(false, null), lead, decided), /accepted already by "lead"/);
  t.same(rulingsOf(decided, 'anna'), [
    { contestId: 'c', fromMs: noon - 2 * hour, toMs: noon - hour, cause: 'customer' },
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
  const rules = { ...defaultAdherenceRules, contestHours: 48 };
  const act = { kind: 'rules-decided', fromDay: '2026-03-03', rules } as const;
  t.doesNotThrow(() => checkAdherenceAct(emptyAdherence, act, lead));
  const wrong = { ...act, rules: { ...rules, signInAfterOutage: 61 } };
  t.throws(() => checkAdherenceAct(emptyAdherence, wrong, lead), /signInAfterOutage is 61/);
  const state = after([act, 'lead']);
  t.equal(adherenceRulesOn(state, '2026-03-02').contestHours, 12);
  t.equal(adherenceRulesOn(state, '2026-03-04').contestHours, 48);
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
    lines: [{ person: 'anna', sums: sums(ownMs) }],
  });
  const state = after([counted(600_000, 'over'), ''], [counted(0, 'decision'), '']);
  const versions = state.days.get('2026-03-02')?.get('anna') ?? [];
  t.match(versions, [
    { version: 1, why: 'over', sums: { outMs: { own: 600_000 } } },
    { version: 2, why: 'decision', sums: { outMs: { own: 0 } } },
  ]);
  const lines = [
    { person: 'anna', sums: sums(0) },
    { person: 'bo', sums: sums(0) },
  ];
  t.same(
    changedLines(state, '2026-03-02', lines).map(({ person }) => person),
    ['bo'],
  );
  t.end();
});
