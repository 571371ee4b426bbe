import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import t from 'tap';
import { openSiteBook } from '../../services/lib/site-book.ts';
import { type SiteAct, siteDecider } from '../../services/lib/site-decider.ts';
import { streams, subjects } from '../../services/lib/subjects.ts';
import { startNats } from '../helpers/nats.ts';

interface Said {
  kind: string;
}

const { nats } = await startNats(t);
const of = { tenant: 'main', site: 'hq' };
const subject = subjects.schedule(of.tenant, of.site);
const book = openSiteBook<number, Said, null>(0, (acts) => acts + 1);

/** Somebody at another instance, who is always a moment earlier. */
let overtakes = 0;
let overtaken = 0;

async function overtake(): Promise<void> {
  overtaken += 1;
  const commandId = crypto.randomUUID();
  const act = { ...of, commandId, author: 'bob', atMs: 0, act: { kind: 'draft-edited' } };
  const { seq } = await jetstream(nats).publish(subject, JSON.stringify(act));
  book.apply(of, { ...act, position: seq }, null);
}

const decide = siteDecider({
  nats,
  book,
  what: 'the schedule',
  subjectOf: () => subject,
  encode: (act: SiteAct<Said>) => Buffer.from(JSON.stringify(act)),
  decode: (bytes) => JSON.parse(Buffer.from(bytes).toString()) as SiteAct<Said>,
  given: async () => null,
  decideNow: async (command: typeof of & { commandId: string; author: string }) => {
    const lastSequence = book.lastOf(command)?.position ?? 0;
    const keep = async () => {
      if (overtaken < overtakes) await overtake();
    };
    return { decided: { act: { kind: 'draft-published' } }, keep, atMs: 0, lastSequence };
  },
  repeated: (act: Said) => ({ act }),
});

t.test('who is overtaken four times decides a fifth time', async (t) => {
  overtakes = 4;
  const command = { ...of, commandId: 'ann-1', author: 'ann' };
  const acting = decide.act(command);
  // The follower of the log folds in what was appended.
  const follow = async () => {
    for (;;) {
      const last = await messageAt(5);
      if (last) return book.apply(of, { ...last, position: 5 }, null);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await follow();
  t.match(await acting, { act: { kind: 'draft-published' }, position: 5 });
});

async function messageAt(position: number): Promise<SiteAct<Said> | null> {
  const manager = await jetstreamManager(nats);
  const message = await manager.streams.getMessage(streams.decisions.name, { seq: position });
  return message ? (JSON.parse(message.string()) as SiteAct<Said>) : null;
}

t.test('five times, and it is told who changed what', async (t) => {
  [overtakes, overtaken] = [5, 0];
  const command = { ...of, commandId: 'ann-2', author: 'ann' };
  await t.rejects(decide.act(command), {
    fault: 'conflict',
    message: /"hq" changes too fast; the last was "draft-edited" by bob/,
  });
  t.equal(overtaken, 5);
});
