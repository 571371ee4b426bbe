import t from 'tap';
import { laterDay } from '../../../services/domain/schedule/site-calendar.ts';
import { ask } from '../../../services/lib/grpc.ts';
import {
  act,
  by,
  decided,
  publish,
  read,
  refusal,
  setUp,
  shiftOf,
  site,
  startScheduling,
  tenant,
} from './scheduler.ts';

const { client } = await startScheduling(t);
const today = new Date().toISOString().slice(0, 10);
const from = laterDay(today, 7);
const [ann, sue, lee] = [by('ann'), by('sue', 'supervisor'), by('lee', 'team-lead')];
const [p1, p2, wall] = [by('p1', 'agent'), by('p2', 'agent'), by('', 'wall')];
const foreign = by('eve', 'planner', 'other');

t.test('who may read what', async (t) => {
  await setUp(client, ['p1', 'p2']);
  await publish(client, {
    from,
    days: 3,
    shifts: [shiftOf('p1', from, 'early'), shiftOf('p2', from, 'late')],
  });
  const of = { tenant, site };
  const reads: [string, (who: typeof ann) => Promise<unknown>][] = [
    ['setup', (who) => ask(client, client.getSetup, { ...of, on: '' }, who)],
    ['schedules', (who) => ask(client, client.listSchedules, of, who)],
    ['requests', (who) => ask(client, client.listRequests, { ...of, settled: false }, who)],
  ];
  for (const [name, look] of reads) {
    for (const who of [ann, sue, lee]) await look(who);
    for (const who of [p1, wall, foreign]) {
      t.match(await refusal(look(who)), { fault: 'not-allowed' }, `${name}: ${who.context.roles}`);
    }
  }
  t.match(await refusal(read(client, { from, days: 3 }, wall)), { fault: 'not-allowed' });
  const candidates = { ...of, purpose: 'overtime', shiftId: '', from: new Date(), to: new Date() };
  t.match(await refusal(ask(client, client.rankCandidates, candidates, lee)), {
    fault: 'not-allowed',
  });
  const file = {
    ...of,
    kind: 'people',
    fileName: '',
    content: Buffer.from('x'),
    columns: {},
    dryRun: true,
  };
  const asked = { ...file, commandId: 'x', draftId: '', effectiveFrom: '' };
  t.match(await refusal(ask(client, client.importFile, asked, sue)), { fault: 'not-allowed' });
  const erase = { tenant, confirm: tenant };
  t.match(await refusal(ask(client, client.eraseSchedule, erase, ann)), { fault: 'not-allowed' });
});

t.test('an agent acts for nobody else, and sees no reason of others', async (t) => {
  const leave = { person: 'p2', kind: 'annual', from, to: from };
  t.match(await refusal(act(client, p1, ['leaveAsked', leave])), { fault: 'not-allowed' });
  const sick = { person: 'p2', from, to: from };
  t.match(await refusal(act(client, p1, ['sicknessReported', sick])), { fault: 'not-allowed' });
  const wish = { person: 'p2', day: from, weekday: 0, work: false, templateId: '', strength: 1 };
  t.match(await refusal(act(client, p1, ['wishSet', wish])), { fault: 'not-allowed' });
  t.match(
    await refusal(act(client, p1, ['draftBegun', { name: '', from, days: 1, slotMinutes: 30 }])),
    { fault: 'not-allowed' },
  );
  const edits = [{ shiftId: `p2-${from}`, before: undefined, after: undefined }];
  t.match(await refusal(act(client, p1, ['scheduleChanged', { edits, reason: '' }])), {
    fault: 'not-allowed',
  });

  await act(client, p2, ['sicknessReported', { person: '', from, to: from }]);
  const day = { from, days: 1 };
  const mine = await read(client, day, p1);
  t.match(mine, { absences: [], curves: [], violations: [] });
  const kindsOf = async (who: typeof ann) => {
    const { shifts, absences } = await read(client, day, who);
    const inside = shifts.find(({ person }) => person === 'p2')?.activities.map(({ kind }) => kind);
    return { inside: [...new Set(inside)], away: absences.map(({ kind }) => kind) };
  };
  // 7 leave, 8 sick, 11 other.
  t.same(await kindsOf(p1), { inside: [11], away: [] }, 'a colleague is just away');
  t.same(await kindsOf(lee), { inside: [7], away: ['leave'] }, 'the team lead sees no reason');
  t.same(await kindsOf(sue), { inside: [8], away: ['sick'] }, 'who decides leave does');
  t.same(await kindsOf(p2), { inside: [8], away: ['sick'] }, 'and oneself');
  const { sickness } = await ask(
    client,
    client.listRequests,
    { tenant, site, settled: false },
    lee,
  );
  t.same(sickness, []);
});

t.test('the own day holds what is one’s own; others’ is refused to agents', async (t) => {
  const asked = { tenant, person: '', from, days: 7 };
  const own = await ask(client, client.getMyDay, asked, p1);
  t.match(own, { person: 'p1', site, shifts: [{ person: 'p1', day: from }], hasCalendar: false });
  t.ok(own.pushKey.length > 80, 'a browser can be told');
  t.match(own.allowances, [{ kind: 'annual', minutes: 4_800, takenMinutes: 0 }]);
  t.match(await refusal(ask(client, client.getMyDay, { ...asked, person: 'p2' }, p1)), {
    fault: 'not-allowed',
  });
  const ledger = await ask(client, client.getFairness, { tenant, site, months: 0 }, p1);
  t.same(
    ledger.lines.map(({ person }) => person),
    ['p1'],
    'of the ledger one’s own line',
  );
  const why = { tenant, site, draftId: '', person: 'p1', day: from };
  const { shift, alternatives, history } = await ask(client, client.explainShift, why, p1);
  t.equal(shift?.templateId, 'early');
  t.same(alternatives.map(({ templateId }) => templateId).sort(), ['', 'late', 'night']);
  t.match(history, [{ act: 'draft-published', author: 'ann' }]);
  t.match(await refusal(ask(client, client.explainShift, { ...why, person: 'p2' }, p1)), {
    fault: 'not-allowed',
  });
  const made = await act(client, p1, ['calendarFeedDecided', { make: true }]);
  t.ok(made.secret.length > 20, 'the secret is told once');
  t.not(decided(made, 'calendarFeedDecided').secretDigest, made.secret);
});
