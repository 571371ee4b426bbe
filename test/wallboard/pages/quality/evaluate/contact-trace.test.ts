import t from 'tap';
import {
  callerOf,
  happenings,
  legsPath,
  queueOfLeg,
  recordingLink,
  type TraceFact,
} from '../../../../../wallboard/src/pages/quality/evaluate/contact-trace.ts';

const at = (second: number) => new Date(Date.UTC(2026, 10, 18, 10, 0, second)).toISOString();
const fact = (second: number, kind: string, told: object = {}): TraceFact => {
  return { factId: `leg/${kind}`, at: at(second), estimated: false, what: { kind, ...told } };
};

t.test(
  'what happened is told in order, each thing once, with its place in the recording',
  async (t) => {
    const facts = [
      fact(0, 'offered', { callerHash: 'k1' }),
      fact(35, 'completed', { agent: '101', endedBy: 'transfer' }),
      fact(5, 'answered', { agent: '101' }),
      { ...fact(6, 'answered', { agent: '101' }), estimated: true },
      fact(20, 'transferred', { agent: '101', to: 'billing' }),
      fact(40, 'acw-ended', { agent: '101' }),
    ];
    t.match(happenings({ facts }), [
      { kind: 'offered', atS: null, agent: '' },
      { kind: 'answered', atS: 0, agent: '101', estimated: false },
      { kind: 'transferred', atS: 15, word: 'billing' },
      { kind: 'completed', atS: 30, word: 'transfer' },
      { kind: 'acw-ended', atS: null },
    ]);
    t.equal(callerOf([{ facts: [] }, { facts }]), 'k1');
    t.equal(callerOf([{ facts: [] }]), '');
  },
);

t.test('a recording is linked by the template of its source, and only over the web', async (t) => {
  const leg = {
    ...{ legId: 'pbx-1|1795.42|sales|1', contactId: 'c&1', source: 'pbx-1', queue: 'sales' },
    ...{ agent: null, offeredAt: at(0), outcome: 'answered' },
    ...{ waitMs: 0, talkMs: 0, holdMs: 0, acwMs: 0 },
  };
  const link = (template: string) => recordingLink(template, leg);
  t.equal(link('https://rec/{date}/{uniqueId}.wav'), 'https://rec/2026-11-18/1795.42.wav');
  t.equal(link('https://rec?c={contact}&q={queue}'), 'https://rec?c=c%261&q=sales');
  t.equal(link('javascript:alert({leg})'), '');
  t.equal(link(''), '', 'none is set');
  t.equal(queueOfLeg(leg.legId), 'sales');
  t.equal(queueOfLeg('something else'), '');
});

t.test('a day of legs is a local day of the site', async (t) => {
  const path = legsPath({ site: 'hq', zone: 'Asia/Shanghai', day: '2026-11-18', agents: ['s/1'] });
  const asked = new URLSearchParams(path.split('?')[1]);
  t.same(
    ['from', 'to', 'agent'].map((name) => asked.get(name)),
    ['2026-11-17T16:00:00.000Z', '2026-11-18T16:00:00.000Z', 's/1'],
  );
  t.equal(legsPath({ site: 'hq', zone: 'UTC', day: '2026-11-18', agents: [] }), '', 'nobody');
});
