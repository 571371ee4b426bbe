// Facts of a period over gRPC: many who open their cards at once ask the archive once.
import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import t from 'tap';
import { HistoryServiceService } from '../../../proto/gen/floorcast/history/v1/history_service.ts';
import { noSettings } from '../../../services/domain/settings/settings.ts';
import { listen, makeServer } from '../../../services/lib/grpc.ts';
import { openFacts } from '../../../services/scorecards/facts.ts';
import { sitePeople } from '../../../services/scorecards/people.ts';

const of = { tenant: 'main', site: 'hq' };
let asked = 0;
/** Answers are held back until this is called. */
let answer: () => void = () => undefined;
const archive = await startArchive();
let nowMs = Date.parse('2026-11-28T12:00:00Z');
const facts = openFacts(
  { eventArchive: archive, agentStatus: '127.0.0.1:1' },
  { now: () => nowMs, heard: { countsOf: () => new Map() } },
);
t.teardown(facts.close);
const people = sitePeople(noSettings, of, nowMs);
const wanted = { legs: true, adherence: false };

t.test('five at once wait for one answer, and who comes later gets it too', async (t) => {
  const all = Array.from({ length: 5 }, () => facts.of(of, '2026-11', { people, wanted }));
  await held(1);
  answer();
  const gathered = await Promise.all(all);
  t.equal(new Set(gathered).size, 1);
  t.equal(await facts.of(of, '2026-11', { people, wanted }), gathered[0]);
  t.equal(asked, 1);
});

t.test('what is to be frozen is asked anew, also beside a look that is under way', async (t) => {
  nowMs += 60_000;
  const look = facts.of(of, '2026-11', { people, wanted });
  const close = facts.of(of, '2026-11', { people, wanted, fresh: true });
  await held(3);
  answer();
  t.not(await look, await close);
  t.equal(asked, 3);
});

t.test('an archive that refuses is asked again by the next', async (t) => {
  const other = openFacts(
    { eventArchive: '127.0.0.1:1', agentStatus: '127.0.0.1:1' },
    { now: () => nowMs, heard: { countsOf: () => new Map() } },
  );
  t.teardown(other.close);
  const both = await Promise.all([1, 2].map(() => other.of(of, '2026-11', { people, wanted })));
  t.equal(both[0], both[1]);
  t.not(both[0]?.missing.legs, '');
  t.not(await other.of(of, '2026-11', { people, wanted }), both[0]);
});

/** Until so many questions have come. */
async function held(count: number): Promise<void> {
  while (asked < count) await new Promise((resolve) => setImmediate(resolve));
}

/** An archive without contacts, which counts who asks for them. */
async function startArchive(): Promise<string> {
  const { server, setReady } = makeServer([]);
  const waiting: (() => void)[] = [];
  answer = () => {
    for (const each of waiting.splice(0)) each();
  };
  const names = Object.keys(HistoryServiceService);
  const none: unknown = (_: unknown, told: (error: Error) => void) => told(new Error('not asked'));
  const listContactLegs: unknown = (
    _: unknown,
    told: (error: null, response: { legs: []; nextPageToken: string }) => void,
  ) => {
    asked += 1;
    waiting.push(() => told(null, { legs: [], nextPageToken: '' }));
  };
  const all = { ...Object.fromEntries(names.map((name) => [name, none])), listContactLegs };
  server.addService(HistoryServiceService, all as UntypedServiceImplementation);
  const port = await listen(server, '127.0.0.1:0');
  setReady(true);
  t.teardown(() => server.forceShutdown());
  return `127.0.0.1:${port}`;
}
