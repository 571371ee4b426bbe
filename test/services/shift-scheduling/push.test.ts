import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  type ECDH,
  hkdfSync,
  randomBytes,
  verify,
} from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import type { Shift } from '../../../services/domain/schedule/shift.ts';
import { makeLog } from '../../../services/lib/log.ts';
import type { PublishedChange } from '../../../services/shift-scheduling/changes.ts';
import { openPush } from '../../../services/shift-scheduling/push.ts';
import { pushMessage } from '../../../services/shift-scheduling/push-message.ts';
import { startNats } from '../../helpers/nats.ts';
import { until } from '../../helpers/until.ts';

const nowMs = Date.parse('2026-11-28T08:00:00Z');
const hourMs = 3_600_000;
const at = { zone: 'Asia/Shanghai', nowMs };

t.test('a browser gets the change, sealed for it alone and signed by us', async (t) => {
  const { nats } = await startNats(t);
  const push = await openPush(nats, makeLog('test', 'silent'));
  t.teardown(push.close);
  const browser = await startBrowser(t);
  await push.browsers.put('main', { person: 'p1', ...browser.subscription, language: 'en' });
  push.tell(change('p1', { byWhom: 'planner' }), at);
  await until(() => browser.got.length === 1);

  const [request] = browser.got;
  const message = JSON.parse(browser.open(request?.body ?? Buffer.alloc(0)));
  t.same(message, {
    title: 'Your shift changed',
    body: 'Sun 29 Nov 08:00–16:00 → Sun 29 Nov 10:00–18:00',
    tag: 's1',
    url: '/me/shifts',
  });
  t.ok(isSigned(request?.headers.authorization ?? '', push.publicKey), 'RFC 8292');
  t.equal(push.publicKey, (await openPush(nats, makeLog('test', 'silent'))).publicKey, 'kept');
});

t.test('who made the change, and who is not concerned, hears nothing', async (t) => {
  const { nats } = await startNats(t);
  const push = await openPush(nats, makeLog('test', 'silent'));
  t.teardown(push.close);
  const [mine, others] = [await startBrowser(t), await startBrowser(t)];
  await push.browsers.put('main', { person: 'p1', ...mine.subscription, language: 'zh' });
  await push.browsers.put('main', { person: 'p2', ...others.subscription, language: 'zh' });
  push.tell(change('p1', { byWhom: 'p1' }), at);
  push.tell(change('p1', { byWhom: 'planner' }), at);
  await until(() => mine.got.length === 1);
  t.equal(others.got.length, 0);
});

t.test('a browser that is gone is forgotten; a tenant’s are erased', async (t) => {
  const { nats } = await startNats(t);
  const push = await openPush(nats, makeLog('test', 'silent'));
  t.teardown(push.close);
  const [gone, there] = [await startBrowser(t, 410), await startBrowser(t)];
  await push.browsers.put('main', { person: 'p1', ...gone.subscription, language: 'zh' });
  await push.browsers.put('main', { person: 'p1', ...there.subscription, language: 'zh' });
  push.tell(change('p1', { byWhom: 'planner' }), at);
  await until(async () => (await push.browsers.of('main', 'p1')).length === 1);
  await push.browsers.erase('main');
  t.same(await push.browsers.of('main', 'p1'), []);
});

t.test('an endpoint is https or on this machine, and nobody has more than ten', async (t) => {
  const { nats } = await startNats(t);
  const { browsers, close } = await openPush(nats, makeLog('test', 'silent'));
  t.teardown(close);
  const keys = { p256dh: 'a', auth: 'b', language: 'zh' } as const;
  const put = (endpoint: string) => browsers.put('main', { person: 'p1', endpoint, ...keys });
  await t.rejects(put('http://push.example/1'), /"http:\/\/push.example\/1" is neither https/);
  for (let n = 0; n < 10; n += 1) await put(`https://push.example/${n}`);
  await put('https://push.example/3');
  await t.rejects(put('https://push.example/10'), /10 devices are told already/);
});

t.test('only what begins within 48 hours is told, and a loss is a day off', async (t) => {
  const edit = { shiftId: 's1', before: shift('p1', 24), after: null };
  const to = { person: 'p1', zone: 'Asia/Shanghai', language: 'zh', nowMs } as const;
  t.equal(pushMessage(edit, to)?.body, '11月29日周日 16:00–00:00 → 休息');
  t.equal(pushMessage({ ...edit, before: shift('p1', 49) }, to), null, 'not soon');
  t.equal(pushMessage({ ...edit, before: shift('p1', -9) }, to), null, 'over');
  t.equal(pushMessage(edit, { ...to, person: 'p2' }), null, 'another’s');
});

function shift(person: string, inHours: number): Shift {
  const fromMs = nowMs + inHours * hourMs;
  return {
    ...{ shiftId: 's1', person, day: '2026-11-29', templateId: '', fromMs },
    ...{ toMs: fromMs + 8 * hourMs, activities: [], origin: 'planner', pinned: false },
  };
}

function change(person: string, { byWhom }: { byWhom: string }): PublishedChange {
  const edit = { shiftId: 's1', before: shift(person, 16), after: shift(person, 18) };
  return {
    ...{ tenant: 'main', site: 'hq', version: 2, people: [person], edits: [edit] },
    ...{ from: '2026-11-29', to: '2026-11-29' },
    act: { author: byWhom } as PublishedChange['act'],
  };
}

/** What a browser and its maker do: keys, an endpoint, opening what came (RFC 8291). */
async function startBrowser(t: Test, answer = 201) {
  const keys = createECDH('prime256v1');
  const p256dh = keys.generateKeys('base64url');
  const auth = randomBytes(16).toString('base64url');
  const got: { headers: IncomingMessage['headers']; body: Buffer }[] = [];
  const server = createServer(async (request, response) => {
    got.push({ headers: request.headers, body: Buffer.concat(await Array.fromAsync(request)) });
    response.writeHead(answer).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  const subscription = { endpoint: `http://127.0.0.1:${port}/${auth}`, p256dh, auth };
  const open = (body: Buffer) => opened(body, { keys, auth: Buffer.from(auth, 'base64url') });
  return { subscription, got, open };
}

/** What was sealed: one record of RFC 8188 under the keys of RFC 8291. */
function opened(body: Buffer, { keys, auth }: { keys: ECDH; auth: Buffer }): string {
  const [salt, idLength] = [body.subarray(0, 16), body.readUInt8(20)];
  const theirs = body.subarray(21, 21 + idLength);
  const sealed = body.subarray(21 + idLength);
  const about = Buffer.concat([Buffer.from('WebPush: info\0'), keys.getPublicKey(), theirs]);
  const secret = keys.computeSecret(theirs);
  const shared = Buffer.from(hkdfSync('sha256', secret, auth, about, 32));
  const part = (name: string, length: number) =>
    Buffer.from(hkdfSync('sha256', shared, salt, `Content-Encoding: ${name}\0`, length));
  const cipher = createDecipheriv('aes-128-gcm', part('aes128gcm', 16), part('nonce', 12));
  cipher.setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2)).toString();
}

/** The token of `vapid t=…, k=…`, checked with the key that browsers were given. */
function isSigned(header: string, publicKey: string): boolean {
  const token = /t=([^,]+)/.exec(header)?.[1] ?? '';
  const [head, claims, signature] = token.split('.');
  const raw = Buffer.from(publicKey, 'base64url');
  const [x, y] = [raw.subarray(1, 33), raw.subarray(33)].map((each) => each.toString('base64url'));
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' } as never);
  const signed = Buffer.from(`${head}.${claims}`);
  const options = { key, dsaEncoding: 'ieee-p1363' } as const;
  return verify('sha256', signed, options, Buffer.from(signature ?? '', 'base64url'));
}
