import { sayAlive } from '../lib/admin.ts';
import { connectNats } from '../lib/nats.ts';
import { run } from '../lib/run.ts';
import { readConfig } from './config.ts';
import { serve } from './serve.ts';

// queue-metrics: facts in, who is waiting and how well we answer out.
await run('queue-metrics', async (running) => {
  const config = readConfig(process.env);
  const nats = await connectNats(config.natsUrl, 'queue-metrics');
  running.defer(() => nats.drain());

  const { done } = await serve({ ...running, nats, config });
  sayAlive(nats, 'queue-metrics', running.signal);
  await done;
});
