// Fifty people at once, over a service that is killed at random: whole or not at all.
import t from 'tap';
import { DomainError } from '../../../services/domain/domain-error.ts';
import { laterDay } from '../../../services/domain/schedule/site-calendar.ts';
import { ask } from '../../../services/lib/grpc.ts';
import { random } from '../event-archive/centre.ts';
import {
  act,
  by,
  decided,
  publish,
  read,
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
const hourMs = 3_600_000;

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

t.test('fifty people swap and claim while the service is killed', async (t) => {
  await setUp(client, people);
  const shifts = people.flatMap((person, n) =>
    Array.from({ length: days }, (_, day) =>
      shiftOf(person, laterDay(from, day), n % 2 === 0 ? 'early' : 'late'),
    ),
  );
  await publish(client, { from, days, shifts });
  const posted: string[] = [];
  for (let n = 0; n < 5; n += 1) {
    const shift = { ...shiftOf('', laterDay(from, n), 'night', `open-${n}`), person: '' };
    const answer = await act(client, ann, ['openShiftPosted', { shift, groups: [] }]);
    posted.push(decided(answer, 'openShiftPosted').openId);
  }
  const told: DomainError[] = [];
  const actor = async (person: string, n: number) => {
    const next = random(n + 1);
    const other = people[(n + 1 + Math.floor(next() * 48)) % 50] as string;
    const day = laterDay(from, Math.floor(next() * days));
    const part = (giver: string, taker: string) => {
      return { giver, taker, shiftId: `${giver}-${day}`, from: undefined, to: undefined };
    };
    const parts = [part(person, other), part(other, person)];
    const me = by(person, 'agent');
    const commandId = `swap-${person}`;
    const proposed = await surely(() =>
      act(client, me, ['swapProposed', { parts, message: '', expiresAt: undefined }], {
        commandId,
      }),
    );
    if (proposed instanceof DomainError) told.push(proposed);
    else {
      const { swapId } = decided(proposed, 'swapProposed');
      const answer = ['swapAnswered', { swapId, agreed: true, parts: [] }] as [
        'swapAnswered',
        object,
      ];
      const answered = await surely(() =>
        act(client, by(other, 'agent'), answer, { commandId: `answer-${person}` }),
      );
      if (answered instanceof DomainError) told.push(answered);
      const decide = ['swapDecided', { swapId, approved: true, reason: '' }] as [
        'swapDecided',
        object,
      ];
      const done = await surely(() =>
        act(client, by('sue', 'supervisor'), decide, { commandId: `decide-${person}` }),
      );
      if (done instanceof DomainError) told.push(done);
    }
    const openId = posted[n % posted.length] as string;
    const claimed = await surely(() =>
      act(client, me, ['openShiftClaimed', { openId }], { commandId: `claim-${person}` }),
    );
    if (claimed instanceof DomainError) told.push(claimed);
  };
  let over = false;
  const killing = (async () => {
    const next = random(99);
    for (let times = 0; times < 3 && !over; times += 1) {
      await new Promise((resolve) => setTimeout(resolve, 200 + next() * 600));
      await service.kill('SIGKILL');
      await service.start();
    }
  })();
  await Promise.all(people.map(actor));
  over = true;
  await killing;

  const now = await read(client, { from, days: days + 1 });
  t.equal(now.score?.hard, 0, 'no hard rule is broken in what is published');
  const ids = now.shifts.map(({ shiftId }) => shiftId);
  t.equal(new Set(ids).size, ids.length, 'no shift is there twice');
  const wanted = shifts.map(({ shiftId }) => shiftId);
  t.same(
    wanted.filter((id) => !ids.includes(id)),
    [],
    'no shift is lost: nobody gives half a swap',
  );
  const byPerson = Map.groupBy(now.shifts, ({ person }) => person);
  for (const [person, own] of byPerson) {
    const sorted = own.toSorted((a, b) => (a.from?.getTime() ?? 0) - (b.from?.getTime() ?? 0));
    for (const [at, shift] of sorted.entries()) {
      const end = sorted[at + 1]?.from?.getTime() ?? Number.POSITIVE_INFINITY;
      const rest = end - (shift.to?.getTime() ?? 0);
      if (rest < 11 * hourMs)
        t.fail(`${person} rests ${rest / hourMs} hours after ${shift.shiftId}`);
    }
  }
  const requests = await ask(client, client.listRequests, { tenant, site, settled: true }, ann);
  const swaps = requests.swaps.filter(({ outcome }) => outcome?.state === 'done');
  t.ok(swaps.length > 0, `${swaps.length} of ${requests.swaps.length} swaps were done`);
  t.ok(
    swaps.every(({ outcome }) => outcome?.edits.length === 2),
    'each of them whole',
  );
  const taken = requests.openShifts.filter(({ state }) => state === 'taken');
  const holders = ids.filter(
    (id) => now.shifts.find(({ shiftId }) => shiftId === id)?.templateId === 'night',
  );
  t.equal(holders.length, taken.length, 'an open shift is held by one person, or by nobody');
  t.ok(
    told.every(({ message }) => message.length > 10),
    'and whoever was refused was told why',
  );
});
