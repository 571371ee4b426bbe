import t from 'tap';
import {
  closesTouched,
  flaggedRule,
  inTime,
  lineOf,
  mayDecide,
  minutesOf,
  queueOf,
  timeLeft,
} from '../../../../../wallboard/src/pages/quality/appeals/appeals-view.ts';
import type { Appeal, Setup } from '../../../../../wallboard/src/pages/quality/quality-api.ts';

const appeal = (appealId: string, more: Partial<Appeal>): Appeal => ({
  ...{ appealId, of: 'line', target: '', person: 'p1', words: '', at: '2026-11-01T00:00:00Z' },
  ...{ firstMarker: '', secondMarker: '', dueAt: '2026-12-01T00:00:00Z', state: 'open' },
  ...{ reason: '', decidedAt: null, newEvaluation: '', before: null, after: null, claimed: '' },
  ...{ cause: '', figure: null, waits: '', contact: '', contactAt: null, queue: '' },
  ...{ formId: '', formVersion: 0, ...more },
});

t.test('mine come first, the nearest deadline first; what is over, the newest first', async (t) => {
  const appeals = [
    appeal('late', { secondMarker: 'me', dueAt: '2026-12-03T00:00:00Z' }),
    appeal('soon', { secondMarker: 'me', dueAt: '2026-12-02T00:00:00Z', state: 'warned' }),
    appeal('other', { secondMarker: 'you', state: 'overdue' }),
    appeal('nobody', { dueAt: '2026-11-30T00:00:00Z' }),
    appeal('old', { state: 'refused', decidedAt: '2026-11-02T00:00:00Z' }),
    appeal('back', { state: 'withdrawn', at: '2026-11-05T00:00:00Z' }),
  ];
  const ids = (some: Appeal[]) => some.map(({ appealId }) => appealId);
  const { mine, others, over } = queueOf(appeals, 'me');
  t.same(ids(mine), ['soon', 'late']);
  t.same(ids(others), ['nobody', 'other']);
  t.same(ids(over), ['back', 'old']);
  t.same(ids(queueOf(appeals, '').mine), [], 'nobody acting has nothing to decide');
});

t.test('time left in days, hours and minutes, and how late it is', async (t) => {
  const nowMs = Date.parse('2026-11-28T12:00:00Z');
  t.same(timeLeft('2026-11-30T13:30:00Z', nowMs), { days: 2, hours: 1, minutes: 30, over: false });
  t.same(timeLeft('2026-11-28T11:45:00Z', nowMs), { days: 0, hours: 0, minutes: 15, over: true });
  t.equal(timeLeft(null, nowMs), null);
  const dueAt = '2026-11-28T12:00:00Z';
  t.equal(inTime({ decidedAt: dueAt, dueAt }), true);
  t.equal(inTime({ decidedAt: '2026-11-28T12:00:01Z', dueAt }), false);
  t.equal(inTime({ decidedAt: null, dueAt }), null);
});

t.test('what a contest names: minutes by the clock, a line by its period', async (t) => {
  t.match(minutesOf('2026-11-12 540-560'), { fromClock: '09:00', toClock: '09:20', minutes: 20 });
  t.match(minutesOf('2026-11-12 1430-1450'), { fromClock: '23:50', toClock: '00:10 +1' });
  t.same(lineOf('2026-11 first contact'), { period: '2026-11', measureId: 'first contact' });
});

t.test('closes that a contest touched, also among other causes', async (t) => {
  const close = (version: number, cause: string) => {
    const of = { period: '2026-10', definitionId: 'month', at: null, author: '', cards: 1 };
    return { ...of, version, cause };
  };
  const own = [close(3, 'appeal a-10'), close(2, 'surveys 3; appeal a-1'), close(1, '')];
  const periods = [
    { period: '2026-10', definitionId: 'month', over: true, closes: own, dueAt: null },
  ];
  const touched = closesTouched({ periods, names: {} }, 'a-1');
  t.same(
    touched.map(({ version }) => version),
    [2],
    'and not those of a-10',
  );
  t.same(closesTouched(null, 'a-1'), []);
});

t.test('who may decide: neither the person, nor the first marker, nor who has it', async (t) => {
  const deciders = { p1: 0, first: 0, now: 0, busy: 4, idle: 1 };
  const one = appeal('a', { firstMarker: 'first', secondMarker: 'now' });
  t.same(mayDecide(one, deciders), [
    { person: 'idle', open: 1 },
    { person: 'busy', open: 4 },
  ]);
});

t.test('a questioned rule leads to where it can be changed, by name', async (t) => {
  const question = { questionId: 'greeting', textEn: 'Greeting', textZh: '问候' };
  const form = {
    formId: 'call',
    nameEn: 'Call',
    nameZh: '通话',
    groups: [{ questions: [question] }],
  };
  const measures = [{ measureId: 'talk', kind: 'aht' }];
  const definitions = [{ definitionId: 'month', nameEn: 'Month', nameZh: '月绩效', measures }];
  const known = [{ kind: 'aht', nameEn: 'Handling time', nameZh: '处理时长' }];
  const setup = { forms: [form], definitions, measures: known } as unknown as Setup;
  const rule = (about: string) => {
    const flagged = { flagId: 'f', about, words: '' };
    return flaggedRule({ flagged, author: '', at: null, answer: null }, setup);
  };
  t.match(rule('question greeting'), { nameEn: 'Greeting', step: 'forms', open: 'call' });
  t.match(rule('form call'), { nameZh: '通话', step: 'forms', open: 'call' });
  t.match(rule('measure talk'), { nameEn: 'Handling time', step: 'definitions', open: 'month' });
  t.match(rule('definition month'), { nameEn: 'Month', step: 'definitions', open: 'month' });
  t.match(rule('question gone'), { nameEn: 'gone', step: 'forms', open: '' });
  t.match(rule('ladder'), { kind: 'ladder', nameEn: '', step: 'ladder' });
});
