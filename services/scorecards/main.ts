import { ScorecardServiceService } from '../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import { sayAlive, serveAdmin } from '../lib/admin.ts';
import { listen, makeServer } from '../lib/grpc.ts';
import { openNames } from '../lib/names.ts';
import { connectNats } from '../lib/nats.ts';
import { run } from '../lib/run.ts';
import { openSecrets } from '../lib/secrets.ts';
import { followSettings } from '../lib/settings-feed.ts';
import type { OfSite } from '../lib/site-book.ts';
import { actingSource } from './acting.ts';
import { followAdherence, openAdherenceLog } from './adherence-log.ts';
import { openBook } from './book.ts';
import { openClerk } from './clerk.ts';
import { readConfig } from './config.ts';
import { followScores } from './consume.ts';
import { decider } from './decide.ts';
import { openFacts } from './facts.ts';
import { scoreMetrics } from './metrics.ts';
import { type PeopleAt, sitePeople } from './people.ts';
import { scoreRpc } from './rpc.ts';
import { openStore } from './store.ts';

// scorecards: acts on how work is judged in, scores with their reasons out.
await run('scorecards', async ({ log, signal, defer }) => {
  const config = readConfig(process.env);
  const now = () => Date.now();
  const nats = await connectNats(config.natsUrl, 'scorecards');
  defer(() => nats.drain());

  const book = openBook();
  const [store, secrets] = [await openStore(nats), await openSecrets(nats, 'score')];
  const heard = openAdherenceLog();
  let look = (_: OfSite): void => undefined;
  const changed = (of: OfSite) => look(of);
  const following = followScores(nats, { book, changed, signal, log });
  const counts = followAdherence(nats, { heard, changed, signal, log });
  const { of: settingsOf, ...settings } = followSettings(nats, { signal, log });
  const people: PeopleAt = (of, atMs = now()) => sitePeople(settingsOf(of.tenant), of, atMs);
  const [names, facts] = [openNames(config.directory, now), openFacts(config, { now, heard })];
  for (const each of [names, facts]) defer(each.close);
  const acting = actingSource({ people, heard, now, secrets });
  const decide = decider({ nats, book, store, facts, acting, people, now });

  const metrics = scoreMetrics({ following, book, people });
  let ready = false;
  const readiness = () => ready || 'the log of decisions is being read';
  defer((await serveAdmin(config.adminAddress, { metrics, readiness })).close);

  await Promise.all([following.caughtUp, counts.caughtUp, settings.caughtUp]);
  const { server, setReady } = makeServer(['floorcast.score.v1.ScorecardService']);
  const looked = { book, store, facts, names, acting, people, heard, now, log };
  server.addService(ScorecardServiceService, scoreRpc({ ...looked, decide, secrets }));
  await listen(server, config.grpcAddress);
  defer(() => server.forceShutdown());
  const clerk = openClerk({ book, decide, people, heard, now, log });
  defer(clerk.close);
  look = clerk.look;
  ready = true;
  setReady(true);
  sayAlive(nats, 'scorecards', signal);
  log.info({ grpcAddress: config.grpcAddress, tenants: book.tenants().length }, 'ready');
  await Promise.race([following.done, counts.done, settings.following.done]);
});
