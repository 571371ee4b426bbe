import { createHash } from 'node:crypto';
import t from 'tap';
import type { ListedContact, SamplingRule } from '../../../services/domain/score/evaluation.ts';
import type { FactLeg } from '../../../services/domain/score/period-facts.ts';
import { contactsToDraw, draw, listDigest } from '../../../services/domain/score/sampling.ts';
import { digestOf, form, people, question, scoreStory } from './score-story.ts';

const rule = (more: Partial<SamplingRule> = {}): SamplingRule => ({
  ...{ ruleId: 'all', team: '', perAgent: 3, perNewAgent: 6, newDays: 90, allOf: [] },
  ...{ veryLongS: 900, veryShortS: 10, formId: 'call', ...more },
});
const everybody = people(4, (at) => (at < 2 ? 'red' : 'blue'));
const listed = (at: number): ListedContact => ({
  ...{ contact: `c${at}`, person: everybody[at % 4]?.person ?? '', atMs: at },
  ...{ queue: 'billing', kinds: at % 25 === 0 ? ['complaint'] : [] },
});
const list = Array.from({ length: 200 }, (_, at) => listed(at));

t.test('the draw of a week is drawn again by twenty lines', async (t) => {
  const story = scoreStory(everybody);
  story.act('q1', { kind: 'form-decided', form: form([question('tone')]) });
  story.act('q1', { kind: 'sampling-decided', rules: [rule()], period: 'week' });
  story.nowMs = Date.UTC(2026, 10, 8);
  const begun = { kind: 'sampling-begun' as const, period: '2026-W46', seedDigest: '' };
  story.act('q1', begun);
  const published = story.state.samples.get('2026-W46')?.seedDigest;
  t.equal(story.state.samples.get('2026-W46')?.seed, '', 'the seed itself is not told');
  const drawing = {
    ...{ kind: 'sampling-drawn' as const, period: '2026-W46', seed: '', listContent: '' },
    ...{ listDigest: '', drawn: [] },
  };
  t.throws(() => story.act('q1', drawing, { list }), /"2026-W46" is not over/);
  story.nowMs = Date.UTC(2026, 10, 16);
  story.act('q1', drawing, { list });
  const sample = story.state.samples.get('2026-W46');
  t.throws(() => story.act('q1', drawing, { list }), /is drawn already/);

  // Anybody's twenty lines, from what is published.
  const sha = (text: string) => createHash('sha256').update(text).digest('hex');
  const seed = sample?.seed ?? '';
  t.equal(sha(seed), published);
  const ids = list.map((one) => one.contact).sort();
  t.equal(sha(`${ids.join('\n')}\n`), sample?.listDigest);
  const again: string[] = [];
  for (const { person } of everybody) {
    const own = list.filter((one) => one.person === person);
    own.sort((a, b) => (sha(seed + a.contact) < sha(seed + b.contact) ? -1 : 1));
    again.push(...own.slice(0, 3).map((one) => one.contact));
  }
  t.same(sample?.drawn.map(({ contact }) => contact).sort(), again.sort());
});

t.test('over a thousand draws every contact is as likely as every other', async (t) => {
  const counts = new Map(list.map(({ contact }) => [contact, 0]));
  for (let at = 0; at < 1_000; at += 1) {
    const seed = `seed ${at}`;
    const made = draw({
      list,
      rules: [rule()],
      seed,
      people: everybody,
      from: '2026-11-09',
      digestOf,
    });
    for (const { contact } of made) counts.set(contact, (counts.get(contact) ?? 0) + 1);
  }
  // Three of fifty, a thousand times: 60 each. Drawn without putting back, so the sum of squares
  // over its mean is divided by 1 - 3/50. Chi-square with 4 × 49 degrees of freedom: 99.9 % lie
  // below 264.
  const expected = 60;
  t.equal(
    [...counts.values()].reduce((sum, n) => sum + n, 0),
    12_000,
    'twelve a draw',
  );
  const squares = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2, 0);
  const statistic = squares / expected / (1 - 3 / 50);
  t.ok(statistic < 264, `${statistic}`);
  t.ok(statistic > 136, 'nor more even than chance');
});

t.test('all complaints, more of who is new, and each contact once', async (t) => {
  const newcomers = everybody.map((one) =>
    one.person === 'p02' ? { ...one, since: '2026-10-01' } : one,
  );
  const rules = [
    rule({ allOf: ['complaint'], team: 'red' }),
    rule({ ruleId: 'rest', perAgent: 1 }),
  ];
  const drawn = draw({ list, rules, seed: 's', people: newcomers, from: '2026-11-09', digestOf });
  const of = (person: string, why: string) =>
    drawn.filter((one) => one.person === person && one.why === why).length;
  // Every 25th contact is a complaint: c0 and c100 are the first one's; c25 and c125 the second's.
  t.same([of('p01', 'complaint'), of('p01', 'drawn')], [2, 3]);
  t.same([of('p02', 'complaint'), of('p02', 'drawn')], [2, 6]);
  t.same([of('p03', 'complaint'), of('p03', 'drawn')], [0, 1], 'no rule takes all of the blue');
  t.equal(new Set(drawn.map(({ contact }) => contact)).size, drawn.length);
  t.equal(listDigest(list, digestOf), listDigest([...list].reverse(), digestOf));
});

t.test('the list holds what was answered in the period, with its kinds', async (t) => {
  const leg = (id: string, more: Partial<FactLeg> = {}): FactLeg => ({
    ...{ leg: id, queue: 'billing', offeredAtMs: 1_000, person: 'p01', talkMs: 60_000, acwMs: 0 },
    ...{ endedBy: 'customer', transferredTo: '', callerHash: '', rings: [], ...more },
  });
  const day = 86_400_000;
  const legs = [
    leg('short', { talkMs: 5_000 }),
    leg('long', { talkMs: 1_000_000, transferredTo: 'x' }),
    leg('angry'),
    leg('first', { callerHash: 'a' }),
    leg('second', { callerHash: 'a', offeredAtMs: 6 * day }),
    leg('other-queue', { callerHash: 'a', queue: 'sales', offeredAtMs: 2_000 }),
    leg('later', { offeredAtMs: 8 * day }),
    leg('nobody', { person: '' }),
    leg('running', { talkMs: null }),
  ];
  const surveys = [
    { surveyId: 's', contact: 'angry', person: 'p01', satisfaction: 2, resolved: null },
  ].map((one) => ({ ...one, words: '', atMs: 0, queue: '' }));
  const found = contactsToDraw(
    { legs, people: everybody },
    { rules: [rule()], surveys, fromMs: 0, toMs: 7 * day },
  );
  t.same(
    found.map(({ contact, kinds }) => [contact, kinds]),
    [
      ['angry', ['complaint']],
      ['first', ['returned']],
      ['long', ['very-long', 'transferred']],
      ['other-queue', []],
      ['second', []],
      ['short', ['very-short']],
    ],
  );
});
