import { once } from 'node:events';
import { createServer, get, type ServerResponse } from 'node:http';
import t from 'tap';
import { DisplayState } from '../../../proto/gen/floorcast/agent/v1/agent_state.ts';
import type { Sent } from '../../../services/gateway/ring.ts';
import { maxUnsentBytes, openScreen } from '../../../services/gateway/screen.ts';
import { ask } from '../../../services/lib/grpc.ts';
import { toWireSetting } from '../../../services/lib/settings-wire.ts';
import { actAs, startGateway } from './start-gateway.ts';
import { openWallClient } from './wall-client.ts';

t.test('a live wall', async (t) => {
  const { url, figures, directory, metrics } = await startGateway(t);
  const staff = await actAs(url, 'acme', 'supervisor');
  const passing = await actAs(url, 'acme', 'wall');
  const sequence = (id: string) => Number(id.split(':')[1]);

  await t.test('shows figures, ages and instants on its own clock', async (t) => {
    figures.waiting('acme', 'repair', 3);
    const screen = await openWallClient(url, { cookie: staff });
    await screen.until(() => screen.queues.get('hq/repair')?.waiting === 3);
    const row = screen.queues.get('hq/repair');
    const since = row?.longestSinceMs ?? 0;
    // The source's clock is two minutes ahead; the caller has waited 30 s all the same.
    t.ok(Math.abs(Date.now() - 30_000 - since) < 2_000, 'the wait began 30 s ago');
    t.match(row, { offered: 13, serviceLevel: { met: 6, counted: 10, targetMs: 20_000 } });
    const frame = screen.frames.at(-1)?.frame;
    const proven = frame?.sources[0]?.provenMs ?? 0;
    t.ok(Math.abs(Date.now() - proven) < 2_000, 'the source is proven until just now');
    t.equal(frame?.pageVersion, 'v1');
    screen.drop();
  });

  await t.test('a screen that lost its connection misses nothing', async (t) => {
    const screen = await openWallClient(url, { cookie: staff });
    await screen.until(() => screen.queues.size === 1);
    screen.drop();
    const seen = sequence(screen.lastId());
    const other = await openWallClient(url, { cookie: staff });
    for (let count = 1; count <= 5; count += 1) {
      figures.waiting('acme', 'repair', count);
      figures.waiting('acme', `queue-${count}`, count);
      await other.until(() => other.queues.get(`hq/queue-${count}`)?.waiting === count);
    }
    const again = await openWallClient(url, {
      cookie: staff,
      lastId: screen.lastId(),
      from: screen,
    });
    await again.until(() => again.queues.size === 6);
    t.notOk(again.frames[0]?.frame.whole, 'only what was missed is sent');
    t.same(
      again.frames.map(({ id }) => sequence(id)),
      again.frames.map((_frame, i) => seen + 1 + i),
      'every frame after the last seen, none twice',
    );
    t.same(Object.fromEntries(again.queues), Object.fromEntries(other.queues));
    const stranger = await openWallClient(url, { cookie: staff, lastId: 'elsewhere:7' });
    await stranger.until(() => stranger.frames.length > 0);
    t.ok(stranger.frames[0]?.frame.whole, 'an id of another gateway means the whole');
    t.same(Object.fromEntries(stranger.queues), Object.fromEntries(other.queues));
    for (const one of [again, other, stranger]) one.drop();
  });

  await t.test('a live message that was lost heals at the next one', async (t) => {
    const screen = await openWallClient(url, { cookie: staff });
    await screen.until(() => screen.queues.size === 6);
    const before = figures.snapshots();
    figures.waiting('acme', 'repair', 40, 'lost');
    figures.waiting('acme', 'queue-1', 41);
    await screen.until(() => screen.queues.get('hq/repair')?.waiting === 40);
    t.equal(screen.queues.get('hq/queue-1')?.waiting, 41);
    t.equal(figures.snapshots(), before + 1);
    screen.drop();
  });

  await t.test('tenants are apart', async (t) => {
    const theirs = await actAs(url, 'other', 'supervisor');
    figures.waiting('other', 'secret', 7);
    const screen = await openWallClient(url, { cookie: theirs });
    await screen.until(() => screen.queues.has('hq/secret'));
    t.same([...screen.queues.keys()], ['hq/secret']);
    const ours = await openWallClient(url, { cookie: staff });
    await ours.until(() => ours.queues.size > 0);
    t.notOk(ours.queues.has('hq/secret'));
    screen.drop();
    ours.drop();
  });

  await t.test('a public screen names nobody and breaks no small group down', async (t) => {
    const path = '/v1/live?board=floor';
    const leads = await openWallClient(url, { path, cookie: staff });
    const wall = await openWallClient(url, { path, cookie: passing });
    for (let n = 1; n <= 7; n += 1) figures.agent('acme', `a${n}`, DisplayState.READY);
    await leads.until(() => leads.agents.size === 7);
    const totals = () => wall.frames.findLast(({ frame }) => frame.totals)?.frame.totals;
    await wall.until(() => totals()?.signedIn === 7);
    t.equal(wall.agents.size, 0, 'seven are too few');
    t.same(totals()?.agentsByState, {});
    figures.agent('acme', 'a8', DisplayState.BREAK);
    await leads.until(() => leads.agents.size === 8);
    await wall.until(() => wall.agents.size === 8);
    t.match(leads.agents.get('pbx/a8'), { name: 'Name of a8', reason: 'lunch' });
    t.notMatch(JSON.stringify([...wall.agents.values()]), /Name of|pbx\/a|lunch/);
    t.same(totals()?.agentsByState, { [DisplayState.READY]: 7, [DisplayState.BREAK]: 1 });
    figures.agent('acme', 'a8', DisplayState.SIGNED_OUT);
    await wall.until(() => wall.agents.size === 0);
    figures.agent('acme', 'a8', DisplayState.BREAK);
    // The administrator of the site decides otherwise, and every screen follows.
    const setting = toWireSetting('acme', {
      kind: 'site',
      id: 'hq',
      effectiveFromMs: Date.parse('2026-01-01T00:00:00Z'),
      value: {
        name: { en: 'HQ', zh: '' },
        timeZone: 'UTC',
        privacy: 'none',
        callerDigits: 0,
        posted: [],
        noticeOn: '',
      },
    });
    const context = { tenant: 'acme', person: 'boss', roles: ['administrator' as const] };
    const { client } = directory;
    await ask(client, client.putSetting, { commandId: 'names', setting }, { context });
    await wall.until(() => wall.agents.get('pbx/a8')?.name === 'Name of a8');
    t.equal(wall.agents.size, 8, 'the nameless rows are gone');
    leads.drop();
    wall.drop();
  });

  await t.test('two hundred screens share the bytes of each frame', async (t) => {
    const screens = await Promise.all(
      Array.from({ length: 200 }, () => openWallClient(url, { cookie: staff })),
    );
    await Promise.all(screens.map((screen) => screen.until(() => screen.queues.size === 6)));
    const count = async (name: string) => {
      const [metric] = (await metrics.getSingleMetric(name)?.get())?.values ?? [];
      return metric?.value ?? 0;
    };
    const before = {
      encoded: await count('floorcast_frames_encoded_total'),
      sent: await count('floorcast_frames_sent_total'),
    };
    figures.waiting('acme', 'repair', 77);
    const shows = (screen: (typeof screens)[number]) =>
      screen.queues.get('hq/repair')?.waiting === 77;
    await Promise.all(screens.map((screen) => screen.until(() => shows(screen))));
    const encoded = (await count('floorcast_frames_encoded_total')) - before.encoded;
    const sent = (await count('floorcast_frames_sent_total')) - before.sent;
    const ids = screens.map(
      ({ frames }) =>
        frames.find(({ frame }) => frame.queues.some((row) => row.waiting === 77))?.id,
    );
    t.equal(new Set(ids).size, 1, 'one frame for all');
    // A few views of earlier screens still run without anybody looking.
    t.ok(encoded < 20, `${encoded} frames were encoded`);
    t.ok(sent >= 200, `${sent} were sent`);
    for (const screen of screens) screen.drop();
  });
});

t.test('a screen that does not read costs one bounded buffer and then catches up', async (t) => {
  let response: ServerResponse | null = null;
  const server = createServer((_request, answer) => {
    response = answer.writeHead(200);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const asked = get({ port, host: '127.0.0.1' });
  await once(server, 'request');
  const answer = response as ServerResponse | null;
  if (!answer) throw new Error('no response');
  answer.flushHeaders();
  const [incoming] = await once(asked, 'response');
  incoming.pause();

  const frame = (seq: number): Sent => ({ seq, bytes: Buffer.alloc(100_000, `${seq};`) });
  const caughtUp: number[] = [];
  const screen = openScreen(answer, {
    now: () => Date.now(),
    catchUp: (seq) => {
      caughtUp.push(seq);
      return [{ seq: 500, bytes: Buffer.from('whole') }];
    },
  });
  let most = 0;
  for (let seq = 1; seq <= 500; seq += 1) {
    screen.send(frame(seq));
    most = Math.max(most, answer.writableLength);
    if (seq % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  t.ok(most <= maxUnsentBytes + 110_000, `50 MB were told, at most ${most} bytes waited`);
  let text = '';
  incoming.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-5);
    if (text === 'whole') incoming.destroy();
  });
  incoming.resume();
  await once(incoming, 'close');
  t.equal(text, 'whole');
  // The kernel takes some on the way, so a part may have been caught up before.
  t.ok(caughtUp.length >= 1);
  t.ok((caughtUp[0] ?? 0) < 500);
});
