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
import { openBook } from './book.ts';
import { openClerk } from './clerk.ts';
import { readConfig } from './config.ts';
import { followScores } from './consume.ts';
import { decider } from './decide.ts';
import { openFacts } from './facts.ts';
import { scoreMetrics } from './metrics.ts';
import { sitePeople } from './people.ts';
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
  let changed = (_: OfSite): void => undefined;
  const following = followScores(nats, { book, changed: (of) => changed(of), signal, log });
  const { of: settingsOf, ...settings } = followSettings(nats, { signal, log });
  const people = (of: OfSite) => sitePeople(settingsOf(of.tenant), of, now());
  const [names, facts] = [openNames(config.directory, now), openFacts(config, now)];
  for (const each of [names, facts]) defer(each.close);
  const acting = actingSource({ people, now, secrets });
  const decide = decider({ nats, book, store, facts, acting, people });

  const metrics = scoreMetrics({ following, book });
  let ready = false;
  const readiness = () => ready || 'the log of decisions is being read';
  defer((await serveAdmin(config.adminAddress, { metrics, readiness })).close);

  await Promise.all([following.caughtUp, settings.caughtUp]);
  const { server, setReady } = makeServer(['floorcast.score.v1.ScorecardService']);
  const looked = { book, store, facts, names, acting, people, now, log };
  server.addService(ScorecardServiceService, scoreRpc({ ...looked, decide, secrets }));
  await listen(server, config.grpcAddress);
  defer(() => server.forceShutdown());
  const clerk = openClerk({ book, decide, people, now, log });
  defer(clerk.close);
  changed = clerk.look;
  ready = true;
  setReady(true);
  sayAlive(nats, 'scorecards', signal);
  log.info({ grpcAddress: config.grpcAddress, tenants: book.tenants().length }, 'ready');
  await Promise.race([following.done, settings.following.done]);
});
