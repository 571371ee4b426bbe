import t from 'tap';
import { serviceLevel } from '../../../services/domain/queue/service-level.ts';

// One interval, five rules, five answers. Counts and results: ICMI, Queue Tips, March 2005.
const calls = {
  answered: 1000,
  answeredInTime: 860,
  abandoned: 60,
  abandonedInTime: 20,
  abandonedShort: 10,
  leftLate: 0,
  waitingLate: 0,
};

const percent = (ratio: number | null) => (ratio === null ? null : (ratio * 100).toFixed(1));

t.test('each rule gives its published figure', async (t) => {
  t.equal(percent(serviceLevel(calls, 'met-if-early')), '83.0');
  t.equal(percent(serviceLevel(calls, 'ignored')), '86.0');
  t.equal(percent(serviceLevel(calls, 'missed')), '81.1');
  t.equal(percent(serviceLevel(calls, 'ignored-if-early')), '82.7');
  t.equal(percent(serviceLevel(calls, 'ignored-if-short')), '81.9');
});

t.test('an interval without contacts has no service level, not zero', async (t) => {
  const none = {
    answered: 0,
    answeredInTime: 0,
    abandoned: 0,
    abandonedInTime: 0,
    abandonedShort: 0,
    leftLate: 0,
    waitingLate: 0,
  };
  t.equal(serviceLevel(none, 'missed'), null);
});

t.test('ejecting callers after the target lowers the rules that count everyone', async (t) => {
  const ejected = { ...calls, leftLate: 100 };
  t.equal(percent(serviceLevel(ejected, 'missed')), '74.1');
  t.equal(percent(serviceLevel(ejected, 'met-if-early')), '75.9');
  t.equal(percent(serviceLevel(ejected, 'ignored')), '86.0');
});

t.test('one who waits beyond the target has missed already, under every rule', async (t) => {
  const waiting = { ...calls, answered: 0, answeredInTime: 0, abandoned: 0, abandonedInTime: 0 };
  const late = { ...waiting, abandonedShort: 0, waitingLate: 1 };
  for (const rule of ['met-if-early', 'ignored', 'missed'] as const) {
    t.equal(serviceLevel(late, rule), 0, rule);
  }
});
