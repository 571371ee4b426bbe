import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import t from 'tap';
import { type AmiRead, amiParser } from '../../../services/acd-ingest/adapters/ami-parser.ts';
import { timestampOf } from '../../../services/acd-ingest/adapters/ami-translator.ts';
import { recorded, seeded } from './recorded-switch.ts';

const parse = (text: string | Buffer, chunk = Number.POSITIVE_INFINITY): AmiRead[] => {
  const parser = amiParser();
  const bytes = Buffer.from(text);
  const reads: AmiRead[] = [];
  for (let at = 0; at < bytes.length; at += chunk) {
    reads.push(...parser.push(bytes.subarray(at, at + chunk)));
  }
  return [...reads, ...parser.end()];
};
const plain = (reads: AmiRead[]) =>
  reads.map((read) => (read.kind === 'message' ? [...read.message.headers] : read));

t.test('the greeting has no blank line after it and belongs to no message', async (t) => {
  const reads = parse(
    'Asterisk Call Manager/11.0.0\r\nResponse: Success\r\nMessage: Authentication accepted\r\n\r\n',
  );
  t.match(reads[0], { kind: 'greeting', version: '11.0.0', line: 1 });
  t.same(plain(reads).slice(1), [
    [
      ['Response', 'Success'],
      ['Message', 'Authentication accepted'],
    ],
  ]);
});

t.test('however the bytes are cut, the messages are the same, letters whole', async (t) => {
  const text =
    'Event: QueueMemberAdded\r\nMemberName: Hille Põder 坐席\r\n\r\nEvent: B\r\nX: 1\r\n\r\n';
  const whole = plain(parse(text));
  t.same(whole[0], [
    ['Event', 'QueueMemberAdded'],
    ['MemberName', 'Hille Põder 坐席'],
  ]);
  for (const chunk of [1, 2, 3, 7]) t.same(plain(parse(text, chunk)), whole, `${chunk} bytes`);
});

t.test('the recorded nine megabytes come out the same in pieces of any size', async (t) => {
  const bytes = recorded('ami_capture.log');
  const whole = parse(bytes);
  t.equal(whole.filter(({ kind }) => kind === 'refused').length, 0);
  const random = seeded(1);
  const parser = amiParser();
  let count = 0;
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + Math.floor(random() * 20_000);
    count += parser.push(bytes.subarray(at, at + size)).length;
    at += size;
  }
  t.equal(count + parser.end().length, whole.length);
});

t.test('a repeated header keeps all its values, get gives the first', async (t) => {
  const [read] = parse(
    'Event: UserEvent\r\nUniqueid: 1.1\r\nQueue: sales\r\nUniqueid: 1.2\r\n\r\n',
  );
  t.ok(read?.kind === 'message');
  if (read?.kind !== 'message') return;
  t.equal(read.message.get('Uniqueid'), '1.1');
  t.equal(read.message.headers.filter(([name]) => name === 'Uniqueid').length, 2);
  t.equal(read.message.get('Nothing'), '');
});

t.test("only one blank after the colon is not the value's; colons inside are", async (t) => {
  const [read] = parse('A:  two\r\nName: Kõõrdi: Õie\r\nEmpty: \r\nBare:\r\n\r\n');
  t.same(plain(read ? [read] : []), [
    [
      ['A', ' two'],
      ['Name', 'Kõõrdi: Õie'],
      ['Empty', ''],
      ['Bare', ''],
    ],
  ]);
});

t.test('what is no message is refused with its line, and the next one is read', async (t) => {
  const good = 'Event: A\r\n\r\n';
  const garbage: [string, string][] = [
    ['GET / HTTP/1.1\r\nno colon here\r\n\r\n', 'a line is no header of the form "Name: value"'],
    [': no name\r\n\r\n', 'a line is no header of the form "Name: value"'],
    ['Event: \0\r\n\r\n', 'a line is no header of the form "Name: value"'],
    [`Event: ${'x'.repeat(70_000)}\r\n\r\n`, 'a line is longer than 65536 bytes'],
    [`${`X: ${'y'.repeat(1_000)}\r\n`.repeat(300)}\r\n`, 'longer than 262144 bytes'],
  ];
  for (const [text, why] of garbage) {
    const reads = parse(good + text + good, 4_096);
    t.same(
      reads.map(({ kind }) => kind),
      ['message', 'refused', 'message'],
      why,
    );
    t.match(reads[1], { why, line: 3 });
    const kept = reads[1]?.kind === 'refused' ? reads[1].text.length : Number.NaN;
    t.ok(kept <= 2_000, 'and of the text only so much is kept');
  }
});

t.test('a line that never ends does not fill the memory', async (t) => {
  const parser = amiParser();
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 2_000; i += 1) parser.push(Buffer.alloc(64 * 1_024, 0x78));
  // What is garbage already does not count, whenever a busy machine gets to collect it.
  collectGarbage();
  t.ok(process.memoryUsage().arrayBuffers - before < 64 * 1_024 * 1_024);
  t.match(parser.push(Buffer.from('\r\n\r\n')), [{ kind: 'refused' }]);
});

t.test('a message cut off by the end is refused, not taken for whole', async (t) => {
  t.match(parse('Event: A\r\n\r\nEvent: QueueCallerJoin\r\nQueue: sa'), [
    { kind: 'message' },
    { kind: 'refused', why: 'the text ends in the middle of a message', line: 3 },
  ]);
});

t.test(
  'a Timestamp is rounded down to the millisecond, so its second stays its second',
  async (t) => {
    const stamp = (value: string) => {
      const [read] = parse(`Timestamp: ${value}\r\n\r\n`);
      return read?.kind === 'message' ? timestampOf(read.message) : undefined;
    };
    t.equal(stamp('1795344535.999999'), 1_795_344_535_999);
    t.equal(stamp('1795344535.000001'), 1_795_344_535_000);
    t.equal(stamp('1795344535'), 1_795_344_535_000);
    for (const none of ['', 'soon', '12', '1795344535.x', '-1795344535.1'])
      t.equal(stamp(none), null);
  },
);

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}
