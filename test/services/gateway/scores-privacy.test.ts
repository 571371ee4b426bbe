// By role matrix (decision 0018): every GET route of scores that the gateway itself describes is
// walked as everybody, and what comes back is searched for what is another's.
import t from 'tap';
import {
  type Asker,
  blue,
  closed,
  digitsOf,
  everybody,
  hushOf,
  month,
  nameOf,
  red,
  site,
  startScene,
  tellEverything,
  tenant,
  told,
} from './scores-scene.ts';
import { actAs } from './start-gateway.ts';
import { openWallClient } from './wall-client.ts';

const { as, post, url } = await startScene(t);
const marked = await tellEverything(as);
const boss = await as('administrator', 'boss');
const described = (await boss('GET', '/api/json')).json as unknown as OpenApi;

interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
}
interface Operation {
  parameters?: { name: string; required?: boolean }[];
  requestBody?: { content: Record<string, { schema: ActBody }> };
}
interface ActBody {
  properties: { act: { properties: Record<string, unknown> } };
}

/** What is tried for every parameter that a route knows; one that is missing here fails the test. */
const tries: Record<string, readonly string[]> = {
  site: [site],
  person: ['', ...told],
  period: ['', closed],
  version: ['0'],
  team: ['', 'red', 'blue'],
  trends: ['true'],
  format: ['json', 'csv'],
  id: ['', ...told.map((person) => marked.get(person) ?? '')],
  definition: ['month'],
  day: [''],
  away: ['xred9,xblue9'],
  form: [''],
  from: [''],
  to: [''],
};

/** Every address of every GET route of scores. */
const addresses = Object.entries(described.paths).flatMap(([path, { get }]) => {
  if (!path.startsWith('/v1/scores/') || !get) return [];
  const names = (get.parameters ?? []).map(({ name }) => name);
  const unknown = names.filter((name) => !tries[name]);
  if (unknown.length > 0) throw new Error(`${path}: say what to try for ${unknown.join(', ')}`);
  let queries = [''];
  for (const name of names) {
    queries = queries.flatMap((query) =>
      (tries[name] ?? []).map((value) =>
        value === '' ? query : `${query}&${name}=${encodeURIComponent(value)}`,
      ),
    );
  }
  return queries.map((query) => `${path}?${query.slice(1)}`);
});

/** Who looks: their role, who they are, and whose scores they may see. */
const viewers: readonly (readonly [role: string, person: string, sees: readonly string[]])[] = [
  ['agent', 'xred1', ['xred1']],
  ['agent', 'xred8', ['xred8']],
  ['agent', 'xblue2', ['xblue2']],
  ['agent', '', []],
  ['team-lead', 'lena', red],
  ['team-lead', 'bruno', blue],
  ['supervisor', 'sue', everybody],
  ['planner', 'paul', []],
  ['quality', 'quinn', everybody],
  ['administrator', 'boss', everybody],
  ['wall', '', []],
];

/** Where people may be named without a word or figure about them: they are looked up, not judged. */
const namesOnly: Record<string, readonly string[]> = {
  // Whose agent is whose, and who leads: what stands in the directory.
  '/v1/scores/setup': ['team-lead', 'planner'],
  // Whoever draws again needs the whole list: who took which contact.
  '/v1/scores/samples': ['team-lead'],
  // Who steers the day asks people to stand in.
  '/v1/scores/stand-ins': ['planner'],
  // Who was asked to rate a colleague hears whom.
  '/v1/scores/rounds': ['xblue2'],
};

/** What of somebody is in a text: who they are, what was said, what they reached. */
function traces(text: string, person: string): { named: boolean; judged: boolean } {
  const named = new RegExp(`\\b(${person}|${nameOf(person)})\\b`).test(text);
  // 61.37 may be written 61.37000000000001 or 61.3699999.
  const digits = digitsOf(person);
  const below = String(digits - 1).padStart(2, '0');
  const figures = new RegExp(`\\b[1-6]0\\.(${digits}(0{5}\\d*)?|${below}9{5}\\d*)(?!\\d)`);
  return { named, judged: new RegExp(`${hushOf(person)}\\b`).test(text) || figures.test(text) };
}

async function walk(ask: Asker): Promise<{ address: string; status: number; text: string }[]> {
  const answers = [];
  for (const address of addresses) answers.push({ address, ...(await ask('GET', address)) });
  return answers;
}

t.test('the search finds all that is known of everybody, when quality looks', async (t) => {
  const routes = new Set(addresses.map((address) => address.split('?')[0]));
  t.ok(routes.size >= 15, `${routes.size} routes, ${addresses.length} addresses`);
  const answers = await walk(await as('quality', 'quinn'));
  const whole = answers.map(({ text }) => text).join('\n');
  for (const person of everybody) {
    t.same(traces(whole, person), { named: true, judged: true }, person);
  }
  const saying = new Set(
    answers
      .filter(({ text }) => traces(text, 'xred1').judged)
      .map(({ address }) => address.split('?')[0]),
  );
  for (const list of ['cards', 'card', 'evaluations', 'calibrations', 'rounds', 'appeals']) {
    t.ok(saying.has(`/v1/scores/${list}`), list);
  }
  for (const list of ['ladder', 'notes', 'surveys']) t.ok(saying.has(`/v1/scores/${list}`), list);
  t.notOk(
    answers.some(({ status }) => status >= 500 || status === 400),
    'every address is one',
  );
});

t.test('no route shows anybody what is another’s', async (t) => {
  for (const [role, person, sees] of viewers) {
    const others = everybody.filter((one) => !sees.includes(one));
    const leaks: string[] = [];
    for (const { address, text, status } of await walk(await as(role, person))) {
      const path = address.split('?')[0] ?? '';
      for (const other of others) {
        const { named, judged } = traces(text, other);
        // A refusal names whom it was asked about.
        const mayName =
          [role, person].some((one) => namesOnly[path]?.includes(one)) || status >= 400;
        if (judged || (named && !mayName)) leaks.push(`${address}: ${other}`);
      }
    }
    t.same(leaks, [], `${role} ${person}`);
  }
});

t.test('an agent sees the own', async (t) => {
  const answers = await walk(await as('agent', 'xred1'));
  const texts = answers.map(({ text }) => text).join('\n');
  t.same(traces(texts, 'xred1'), { named: true, judged: true });
  t.ok(
    answers.some(({ status }) => status === 403),
    'others are refused',
  );
});

t.test('an agent does nothing about others, and decides nothing', async (t) => {
  const agent = await as('agent', 'xred8');
  const about = { person: 'xred1' };
  const form = { formId: 'own', nameEn: 'Own', groups: [] };
  const target = marked.get('xred1');
  const known = (await boss('GET', `/v1/scores/appeals?site=${site}`)).json as unknown as {
    appeals: { appealId: string; person: string }[];
  };
  const appealId = known.appeals.find(({ person }) => person === 'xred1')?.appealId;
  const rounds = (await boss('GET', `/v1/scores/rounds?site=${site}`)).json as unknown as {
    rounds: { begun: { roundId: string } }[];
    mystery: { begun: { roundId: string } }[];
  };
  const [roundId, visited] = [rounds.rounds, rounds.mystery].map(([one]) => one?.begun.roundId);
  const closesAt = new Date(Date.now() + 86_400_000).toISOString();
  const refused: Record<string, object> = {
    ...{ formDecided: form, samplingDecided: { rules: [], period: 'week' } },
    ...{ samplingBegun: { period: month }, samplingDrawn: { period: closed } },
    evaluated: { ...about, formId: 'call', contact: 'c-1', purpose: 'spot', answers: [] },
    calibrationBegun: { ...about, contact: 'c', formId: 'call', markers: ['xred8', 'b'], closesAt },
    ...{ calibrationEnded: { calibrationId: 'c' }, surveysRecorded: { answers: [] } },
    roundBegun: { name: 'x', formId: 'call', ratings: [], closesAt },
    roundAnswered: { roundId, ...about, answers: [] },
    ...{ roundEnded: { roundId }, mysteryBegun: { name: 'x', quarter: '2026-Q4', formId: 'call' } },
    mysteryVisited: { roundId: visited, ...about, marker: 'x', at: closesAt, answers: [] },
    testRecorded: { name: 'x', most: 1, pass: 1, results: [{ ...about, points: 1, at: closesAt }] },
    definitionDecided: { definition: { definitionId: 'own', period: 'month' } },
    figuresRecorded: { figures: [], fileName: 'x' },
    periodClosed: { period: closed, definitionId: 'month', cause: 'again' },
    appealLodged: { of: 'evaluation', target, words: 'not mine' },
    ...{ appealWithdrawn: { appealId }, appealAssigned: { appealId, marker: 'xred8' } },
    appealDecided: { appealId, outcome: 'refused', reason: 'no' },
    flagAnswered: { flagId: 'f', changes: true, words: 'yes' },
    ladderDecided: { rules: { effectiveFrom: '2020-01-01', posts: [], reviewMonths: 1 } },
    holdingDecided: { holding: { ...about, postId: 'expert', since: '2026-01-01' }, reason: 'x' },
    ...{ faultRecorded: { ...about, day: `${closed}-20`, words: 'x' }, reviewDone: { month } },
    planWritten: { ...about, week: '2026-W48', items: [], summary: 'x' },
    coachingNoted: { ...about, text: 'x' },
    praised: { ...about, words: 'x', until: '2999-12-31' },
    topicSet: { week: '2026-W48', titleEn: 'x', words: 'x' },
  };
  // Another one's marks are not there for who contests them, and the round is over for all.
  const unseen: Record<string, number> = { appealLodged: 404, roundAnswered: 409 };
  const allowed: Record<string, object> = { ruleFlagged: { about: 'ladder', words: 'too steep' } };
  const post = described.paths['/v1/scores/acts']?.post;
  const [body] = Object.values(post?.requestBody?.content ?? {});
  const acts = Object.keys(body?.schema.properties.act.properties ?? {});
  t.same(
    acts.filter((kind) => !refused[kind] && !allowed[kind]),
    [],
    'every act is tried',
  );
  for (const [kind, fields] of Object.entries({ ...refused, ...allowed })) {
    const asked = { preview: true, act: { [kind]: fields } };
    const { status, text } = await agent('POST', `/v1/scores/acts?site=${site}`, asked);
    const expected = allowed[kind] ? 200 : (unseen[kind] ?? 403);
    t.equal(status, expected, `${kind}: ${text}`);
    if (status !== 404) t.notOk(traces(text, 'xred1').judged, kind);
  }
  const wall = await as('wall');
  const said = { preview: true, act: { ruleFlagged: allowed.ruleFlagged } };
  t.equal((await wall('POST', `/v1/scores/acts?site=${site}`, said)).status, 403);
});

t.test(
  'what is posted names nobody (eu), the best and the praised (cn), what is set (none)',
  async (t) => {
    const wall = await as('wall');
    const namedUnder = async (preset: 'eu' | 'cn' | 'none', posted: ('best' | 'praise')[] = []) => {
      await post({ privacy: preset, posted });
      for (;;) {
        const { text, json } = await wall('GET', `/v1/scores/posted?site=${site}`);
        if (`${json.preset}` !== preset) continue;
        t.notOk(
          everybody.some((person) => text.includes(`"${person}"`)),
          'ids are never posted',
        );
        const asPraised = told.reduce((left, one) => left.replace(hushOf(one), ''), text);
        t.notOk(
          everybody.some((person) => traces(asPraised, person).judged),
          'nor is any score',
        );
        const names = everybody.filter((person) => text.includes(nameOf(person)));
        await streamed(preset, names);
        return names;
      }
    };
    const screen = await openWallClient(url, {
      path: `/v1/live?board=team&site=${site}`,
      cookie: await actAs(url, tenant, 'wall'),
    });
    const shown = () =>
      screen.frames.findLast(({ frame }) => frame.posted.length > 0)?.frame.posted[0];
    /** The same on a wall's own stream, which never says more. */
    const streamed = async (preset: string, names: readonly string[]) => {
      const said = () => {
        const { best = [], praised = [] } = shown() ?? {};
        return [...best, ...praised].map(({ name }) => name).sort();
      };
      const wanted = JSON.stringify(names.map(nameOf).sort());
      await screen.until(() => !!shown()?.provenMs && JSON.stringify(said()) === wanted);
      for (const { frame } of screen.frames) {
        const text = JSON.stringify(frame);
        const bare = told.reduce((left, one) => left.replaceAll(hushOf(one), ''), text);
        t.notOk(
          everybody.some((person) => traces(bare, person).judged),
          `${preset}: no score`,
        );
      }
    };
    t.same(await namedUnder('eu', ['best', 'praise']), []);
    t.same(
      await namedUnder('cn'),
      ['xred1', 'xred9', 'xblue1', 'xblue9'],
      'the ninth are the best',
    );
    t.same(await namedUnder('none'), []);
    t.same(await namedUnder('none', ['praise']), ['xred1', 'xblue1']);
    t.same(await namedUnder('none', ['best']), ['xred9', 'xblue9']);
    screen.drop();
  },
);
