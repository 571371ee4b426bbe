import { sayAlive } from '../lib/admin.ts';
import { connectNats } from '../lib/nats.ts';
import { run } from '../lib/run.ts';
import { readConfig } from './config.ts';
import { serve } from './serve.ts';

// agent-status: facts in, who is doing what now out.
await run('agent-status', async (running) => {
  const config = readConfig(process.env);
  const nats = await connectNats(config.natsUrl, 'agent-status');
  running.defer(() => nats.drain());

  const { done } = await serve({ ...running, nats, config, clock: Date.now });
  sayAlive(nats, 'agent-status', running.signal);
  await done;
});
