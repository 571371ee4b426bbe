// What an agent sees of a contact: the own part, nothing of colleagues or of who called.
import t from 'tap';
import { Fact } from '../../../proto/gen/floorcast/event/v1/fact.ts';
import type { ContactLeg } from '../../../proto/gen/floorcast/history/v1/trace.ts';
import { ownLegs } from '../../../services/event-archive/own-legs.ts';

const offeredAt = new Date('2026-11-12T09:00:00Z');
const isOwn = (key: string, atMs: number) => key === 'pbx/101' && atMs === offeredAt.getTime();

function fact($case: string, value: object): Fact {
  const happened = { $case, value };
  return Fact.fromPartial({
    about: { $case: 'contact', value: { queue: 'sales', happened } },
  } as Parameters<typeof Fact.fromPartial>[0]);
}

function leg(agent: string, facts: Fact[]): ContactLeg {
  return {
    ...{ legId: `of-${agent}`, contactId: 'c', site: 'hq', source: 'pbx', queue: 'sales' },
    ...{ offeredAt, outcome: 'answered', waitMs: 9_000, agent, talkMs: 30_000, facts },
    ...{ holdMs: 0, acwMs: 5_000 },
  };
}

const plain = (one: Fact) => JSON.parse(JSON.stringify(one));
const offered = fact('offered', { callerHash: 'h', callerTail: '42' });
const inVain = (agent: string) => fact('ringNoAnswer', { agent, ringMs: 8_000 });
const taken = (agent: string) => fact('answered', { agent, waitMs: 9_000 });

t.test('a leg that the agent took is told whole, but for colleagues and the caller', async (t) => {
  const [own, ...others] = ownLegs(
    [leg('101', [offered, inVain('102'), taken('101')]), leg('102', [offered, taken('102')])],
    isOwn,
  );
  t.same(others, []);
  t.match(own, { agent: '101', talkMs: 30_000, waitMs: 9_000 });
  t.same(own?.facts.map(plain), [fact('offered', {}), taken('101')].map(plain));
});

t.test('of a leg that rang at the agent in vain only that is told', async (t) => {
  const [own] = ownLegs([leg('102', [offered, inVain('101'), taken('102')])], isOwn);
  t.match(own, { agent: '', outcome: '', queue: 'sales' });
  t.equal(own?.talkMs, undefined);
  t.same(own?.facts.map(plain), [fact('offered', {}), inVain('101')].map(plain));
});

t.test('an agent who was somebody else then sees nothing', async (t) => {
  t.same(
    ownLegs([leg('101', [offered, taken('101')])], () => false),
    [],
  );
  t.same(
    ownLegs([leg('', [offered])], () => true),
    [],
    'nor of a leg that nobody took',
  );
});
