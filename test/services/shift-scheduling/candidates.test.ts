// Who could stand in, stay longer or leave earlier: ordered by an effect that is added up by hand.
import t from 'tap';
import type { RankCandidatesResponse } from '../../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import { laterDay, siteCalendar } from '../../../services/domain/schedule/site-calendar.ts';
import { ask } from '../../../services/lib/grpc.ts';
import {
  act,
  by,
  decided,
  employee,
  refusal,
  setUp,
  shiftOf,
  site,
  startScheduling,
  tenant,
} from './scheduler.ts';

const { client } = await startScheduling(t);
const ann = by('ann');
const sue = by('sue', 'supervisor');
const day = laterDay(new Date().toISOString().slice(0, 10), 3);
const at = (hour: number) => new Date(siteCalendar('UTC').instant(day, hour * 60));

/** Two wanted from 06:00 to 14:00, three until 20:00, nobody after. */
const wanted = (slot: number) => (slot < 12 || slot >= 40 ? 0 : slot < 28 ? 2 : 3);

t.before(async () => {
  await setUp(client, ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8']);
  const half = [{ group: 'sales', priority: 1, efficiency: 0.5 }];
  const other = [{ group: 'support', priority: 1, efficiency: 1 }];
  for (const value of [
    employee('p1', { post: 'lead' }),
    employee('p5', { groups: other }),
    employee('p6', { groups: half, standInFor: ['lead'] }),
    employee('p7', { groups: half }),
  ]) {
    const set = { effectiveFrom: '2020-01-01', removed: false };
    await act(client, ann, ['setupDecided', { ...set, value: { $case: 'employee', value } }]);
  }
  const eve = laterDay(day, -1);
  const about = { name: 'day', from: eve, days: 2, slotMinutes: 30 };
  const { draftId } = decided(await act(client, ann, ['draftBegun', about]), 'draftBegun');
  const slots = Array.from({ length: 48 }, (_, slot) => ({
    ...{ group: 'sales', start: at(slot / 2), required: wanted(slot), scheduled: 0 },
  }));
  await act(client, ann, ['requirementDecided', { draftId, forecastId: '', slots }]);
  const shifts = [
    shiftOf('p1', day, 'early', 'gone'),
    shiftOf('p2', day, 'early'),
    shiftOf('p3', day, 'late'),
    shiftOf('p7', day, 'late'),
    shiftOf('p8', eve, 'late'),
  ];
  const edits = shifts.map((after) => ({ shiftId: after.shiftId, before: undefined, after }));
  await act(client, ann, ['draftEdited', { draftId, edits }]);
  await act(client, ann, ['draftPublished', { draftId }]);
});

async function ranked(purpose: string, span: { shiftId?: string; from?: Date; to?: Date }) {
  const asked = { tenant, site, purpose, shiftId: '', from: undefined, to: undefined, ...span };
  return told(await ask(client, client.rankCandidates, asked, sue));
}

function told({ candidates }: RankCandidatesResponse) {
  return candidates.map(({ person, effectMinutes, paidMinutes, violations, standIn }) => {
    const forbidden = violations.filter(({ hard }) => hard).map(({ kind }) => kind);
    return [person, effectMinutes, paidMinutes, forbidden.join(), standIn];
  });
}

t.test(
  'who takes over a shift: who is trained for it, the most cover, whom rules forbid it last',
  async (t) => {
    await act(client, sue, ['sicknessReported', { person: 'p1', from: day, to: day }]);
    // Seven and a half hours of work: a whole agent, half an agent, nobody for sales. Who worked until
    // 22:00 on the eve would rest eight hours of eleven; who works early cannot be there twice. No rule
    // of this site forbids two shifts on end.
    t.same(await ranked('stand-in', { shiftId: 'gone' }), [
      ['p6', 225, 450, '', true],
      ['p3', 450, 450, '', false],
      ['p4', 450, 450, '', false],
      ['p7', 225, 450, '', false],
      ['p5', 0, 450, '', false],
      ['p8', 450, 450, 'rest-between-shifts', false],
    ]);
  },
);

t.test('overtime from 14:00 to 16:00, where one and a half of three are there', async (t) => {
  t.same(await ranked('overtime', { from: at(14), to: at(16) }), [
    ['p2', 120, 120, '', false],
    ['p4', 120, 120, '', false],
    ['p8', 120, 120, '', false],
    ['p6', 60, 120, '', false],
    ['p5', 0, 120, '', false],
  ]);
});

t.test(
  'early leave from 20:00 on, when nobody is needed: the whole agent saves most',
  async (t) => {
    t.same(await ranked('early-leave', { from: at(20), to: at(22) }), [
      ['p3', 120, -120, '', false],
      ['p7', 60, -120, '', false],
    ]);
  },
);

t.test('an agent is told nobody, and a purpose must be known', async (t) => {
  const asked = { tenant, site, shiftId: 'gone', from: undefined, to: undefined };
  const agent = by('p4', 'agent');
  const may = ask(client, client.rankCandidates, { ...asked, purpose: 'stand-in' }, agent);
  t.equal((await refusal(may)).fault, 'not-allowed');
  const what = ask(client, client.rankCandidates, { ...asked, purpose: 'fame' }, sue);
  t.match(await refusal(what), { fault: 'invalid', message: /fame/ });
});
