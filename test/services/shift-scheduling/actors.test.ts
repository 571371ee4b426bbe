// Fifty people at once, over a service that is killed at random: whole or not at all.
import t from 'tap';
import type { ActResponse } from '../../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import { DomainError } from '../../../services/domain/domain-error.ts';
import { laterDay } from '../../../services/domain/schedule/site-calendar.ts';
import { ask } from '../../../services/lib/grpc.ts';
import { random } from '../event-archive/centre.ts';
import { brokenRules, untoldCover } from './published-checker.ts';
import {
  act,
  by,
  decided,
  publish,
  read,
  restRule,
  setUp,
  shiftOf,
  site,
  startScheduling,
  tenant,
} from './scheduler.ts';

const { client, service } = await startScheduling(t);
const ann = by('ann');
const today = new Date().toISOString().slice(0, 10);
const from = laterDay(today, 10);
const days = 5;
const people = Array.from({ length: 50 }, (_, n) => `p${n}`);
/** Nights of the last day end on the day after. */
const span = { from, days: days + 1 };

/** Tried until the service is there again, with the same id: a repeat changes nothing. */
async function surely<T>(work: () => Promise<T>): Promise<T | DomainError> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error.fault !== 'unavailable') return error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Answers to acts that made a version, for their cover to be counted again. */
const made: { answer: ActResponse; version: number }[] = [];
/** Refusals: whoever was refused was told why. */
const told: DomainError[] = [];
const posted: string[] = [];
const shifts = people.flatMap((person, n) =>
  Array.from({ length: days }, (_, day) =>
    shiftOf(person, laterDay(from, day), n % 2 === 0 ? 'early' : 'late'),
  ),
);

t.before(async () => {
  await setUp(client, people);
  const plain = { ...restRule, numbers: {}, source: '' };
  for (const value of [
    { ...plain, ruleId: 'overlap', kind: 'overlap' },
    { ...plain, ruleId: 'row', kind: 'consecutive-days', numbers: { max: 6 } },
  ]) {
    const set = { effectiveFrom: '2020-01-01', removed: false };
    await act(client, ann, ['setupDecided', { ...set, value: { $case: 'rule', value } }]);
  }
  await publish(client, { from, days, shifts });
  for (let n = 0; n < 5; n += 1) {
    const shift = { ...shiftOf('', laterDay(from, n), 'night', `open-${n}`), person: '' };
    const answer = await act(client, ann, ['openShiftPosted', { shift, groups: [] }]);
    posted.push(decided(answer, 'openShiftPosted').openId);
  }
});

t.test('fifty people swap and claim while the service is killed', async (t) => {
  let over = false;
  const killing = (async () => {
    const next = random(99);
    for (let times = 1; times <= 3 && !over; times += 1) {
      await new Promise((resolve) => setTimeout(resolve, 200 + next() * 600));
      await service.kill('SIGKILL');
      await service.start();
      const broken = await surely(() => brokenRules(client, span));
      t.same(broken, [], `nothing is broken after it was killed for the ${times}. time`);
    }
  })();
  await Promise.all(people.map(actor));
  over = true;
  await killing;

  const now = await read(client, span);
  t.same(await brokenRules(client, span), [], 'no hard rule is broken in what is published');
  t.equal(now.score?.hard, 0, 'and the service says the same');
  const ids = now.shifts.map(({ shiftId }) => shiftId);
  t.equal(new Set(ids).size, ids.length, 'no shift is there twice');
  const lost = shifts.filter(({ shiftId }) => !ids.includes(shiftId));
  t.same(lost, [], 'no shift is lost: nobody gives half a swap');
  const requests = await ask(client, client.listRequests, { tenant, site, settled: true }, ann);
  const swaps = requests.swaps.filter(({ outcome }) => outcome?.state === 'done');
  t.ok(swaps.length > 0, `${swaps.length} of ${requests.swaps.length} swaps were done`);
  t.ok(
    swaps.every(({ outcome }) => outcome?.edits.length === 2),
    'each of them whole',
  );
  const taken = requests.openShifts.filter(({ state }) => state === 'taken');
  const held = now.shifts.filter(({ templateId }) => templateId === 'night');
  t.equal(held.length, taken.length, 'an open shift is held by one person, or by nobody');
  t.ok(
    told.every(({ message }) => message.length > 10),
    'and whoever was refused was told why',
  );
});

t.test('each told its cover as the versions before and after hold it', async (t) => {
  t.ok(made.length > 0, `${made.length} acts made a version`);
  for (const { answer, version } of made) {
    t.same(await untoldCover(client, span, answer, version), [], `version ${version}`);
  }
});

/** Proposes a swap, has it answered and approved, then claims an open shift. */
async function actor(person: string, n: number): Promise<void> {
  const next = random(n + 1);
  const other = people[(n + 1 + Math.floor(next() * 48)) % 50] as string;
  const day = laterDay(from, Math.floor(next() * days));
  const part = (giver: string, taker: string) => {
    return { giver, taker, shiftId: `${giver}-${day}`, from: undefined, to: undefined };
  };
  const parts = [part(person, other), part(other, person)];
  const me = by(person, 'agent');
  const swap = { parts, message: '', expiresAt: undefined };
  const proposed = await done(`swap-${person}`, me, ['swapProposed', swap]);
  if (proposed) {
    const { swapId } = decided(proposed, 'swapProposed');
    const answer = { swapId, agreed: true, parts: [] };
    await done(`answer-${person}`, by(other, 'agent'), ['swapAnswered', answer]);
    const approval = { swapId, approved: true, reason: '' };
    await done(`decide-${person}`, by('sue', 'supervisor'), ['swapDecided', approval]);
  }
  const openId = posted[n % posted.length] as string;
  await done(`claim-${person}`, me, ['openShiftClaimed', { openId }]);
}

async function done(
  commandId: string,
  who: ReturnType<typeof by>,
  what: Parameters<typeof act>[2],
) {
  const answer = await surely(() => act(client, who, what, { commandId }));
  if (answer instanceof DomainError) {
    told.push(answer);
    return null;
  }
  const one = answer.act?.what;
  const outcome = one?.$case === 'swapDecided' || one?.$case === 'swapAnswered';
  const version =
    one?.$case === 'openShiftClaimed'
      ? one.value.version
      : outcome
        ? (one.value.outcome?.version ?? 0)
        : 0;
  if (version > 0) made.push({ answer, version });
  return answer;
}
