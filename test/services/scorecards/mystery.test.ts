// Mystery shopping of two sites, told act by act and compared. Figures: a scale of 1 to 5 as 3 of 4
// parts beside a kept secret, so tone 5, 3, 1 score 100, 62.5, 25 (form of scoring.ts).
import t from 'tap';
import { ScoreAct } from '../../../proto/gen/floorcast/score/v1/score_decision.ts';
import { ask } from '../../../services/lib/grpc.ts';
import { answers, by, decided, form, refusal, startScores, tenant } from './scoring.ts';

const { client } = await startScores(t);
const queenie = by('queenie', 'quality');
const compare = (who = queenie, formId = '') =>
  ask(client, client.compareMystery, { tenant, formId }, who);

async function actAt(site: string, $case: string, value: object) {
  const asked = { tenant, site, preview: false, commandId: crypto.randomUUID() };
  const act = ScoreAct.fromPartial({ what: { $case, value } as never });
  return await ask(client, client.act, { ...asked, seenPosition: undefined, act }, queenie);
}

async function visited(site: string, quarter: string, tones: readonly number[]) {
  const begun = await actAt(site, 'mysteryBegun', { name: quarter, quarter, formId: 'call' });
  const { roundId } = decided(begun, 'mysteryBegun');
  for (const tone of tones) {
    const visit = {
      roundId,
      person: '',
      marker: 'outside',
      at: new Date(),
      answers: answers(tone),
    };
    await actAt(site, 'mysteryVisited', visit);
  }
}

t.before(async () => {
  for (const site of ['hq', 'west']) await actAt(site, 'formDecided', form);
  await visited('hq', '2026-Q3', [1, 1, 1, 1, 1]);
  await visited('hq', '2026-Q4', [5, 5, 3, 3, 3]);
  await visited('west', '2026-Q4', [5, 5, 5, 5, 5]);
  await visited('west', '2026-Q3', [1]);
});

t.test('sites are told side by side and over time', async (t) => {
  const { quarters, sites } = await compare();
  t.match(quarters, [
    { quarter: '2026-Q4', site: 'hq', visits: 5, score: 77.5, place: 2, placed: 2, change: 52.5 },
    { quarter: '2026-Q4', site: 'west', score: 100, deviation: 0, place: 1, change: undefined },
    { quarter: '2026-Q3', site: 'hq', score: 25, place: 1, placed: 1 },
    { quarter: '2026-Q3', site: 'west', visits: 1, score: 25, place: 0, deviation: undefined },
  ]);
  t.match(quarters[0], { groups: [{ groupId: 'all', score: 77.5 }], standard: 80, answered: 0 });
  t.same(sites, { hq: 'HQ\t', west: 'west\t' }, 'a site that nobody set up is called by its id');
  t.equal((await compare(queenie, 'call')).quarters.length, 4);
  t.same((await compare(queenie, 'other')).quarters, []);
});

t.test('other sites are told to quality and administrators alone', async (t) => {
  t.equal((await compare(by('boss', 'administrator'))).quarters.length, 4);
  for (const role of ['supervisor', 'team-lead', 'planner', 'agent', 'wall'] as const) {
    t.match(await refusal(compare(by('lea', role))), { fault: 'not-allowed' });
  }
  t.match(await refusal(compare(by('queenie', 'quality', 'other'))), { fault: 'not-allowed' });
});
