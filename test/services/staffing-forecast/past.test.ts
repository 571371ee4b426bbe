// A new queue is forecast from one that is like it, until its own history suffices.
import t from 'tap';
import { addDays } from '../../../services/domain/planning/local-slots.ts';
import { ask } from '../../../services/lib/grpc.ts';
import { by, drafted, exportedCsv, importFile, startPlanning } from './planner.ts';

const { client } = await startPlanning(t);
const tenant = 'main';
const ann = by('ann');
const [like, fresh] = ['hq/sales', 'hq/returns'];
const today = new Date().toISOString().slice(0, 10);
const from = addDays(today, 1);
const id = () => crypto.randomUUID();

await importFile(client, {}, { text: csvOf({ weeks: 12, perSlot: 20, seed: 7 }), who: ann });

t.test('a queue nobody has ever called is its share of the other, and less sure', async (t) => {
  await decide({ queue: like, share: 0.4, callsPerDay: undefined });
  const { queues, forecastId } = await forecast();
  t.same(
    queues.map(({ queue, failure }) => [queue, failure]),
    [
      [fresh, ''],
      [like, ''],
    ],
    'without being named it is forecast along',
  );
  const [own, other] = [await seriesOf(forecastId, fresh), await seriesOf(forecastId, like)];
  for (const [i, { mean = 0 }] of own.slots.entries()) {
    const wanted = 0.4 * (other.slots[i]?.mean ?? 0);
    if (Math.abs(mean - wanted) > 1e-6) t.fail(`slot ${i} is ${mean}, not ${wanted}`);
  }
  const width = (one: (typeof own.slots)[number]) => (one.high80 ?? 0) / (one.mean ?? 1);
  const busy = other.slots.findIndex(({ mean = 0 }) => mean > 300);
  const [ownWidth, otherWidth] = [own, other].map(({ slots }) => width(slots[busy] ?? fail()));
  // A share known to 30 % is off by 1.28 deviations, 38 %, once in ten.
  t.ok((ownWidth ?? 0) > 1.3 && (otherWidth ?? 2) < 1.25, `${ownWidth} beside ${otherWidth}`);
  t.match(own.explanation?.notes, [
    'forecast from queue "hq/sales": of its own it has 0 days with contacts, but needs 28',
  ]);
  t.ok(own.slots.every(({ ahtS }) => ahtS === undefined || Math.abs(ahtS - 240) < 1));
});

t.test('a volume may be stated instead: contacts of an ordinary day', async (t) => {
  await decide({ queue: like, share: undefined, callsPerDay: 100 });
  const { forecastId } = await forecast();
  const { slots } = await seriesOf(forecastId, fresh);
  const open = slots.map(({ mean = 0 }) => mean).filter((mean) => mean > 0);
  const mean = open.reduce((sum, one) => sum + one, 0) / open.length;
  t.equal(open.length, 5);
  t.ok(Math.abs(mean - 100) < 5, `${mean} contacts a day`);
});

t.test('its own days correct the share, and four weeks of them are enough', async (t) => {
  await decide({ queue: like, share: 0.4, callsPerDay: undefined });
  // Two weeks of four fifths of the other's contacts: ten days with contacts.
  const two = csvOf({ weeks: 2, perSlot: 16, seed: 11 }).replaceAll('sales', 'returns');
  await importFile(client, {}, { text: two, who: ann });
  const some = await forecast();
  const corrected = await seriesOf(some.forecastId, fresh);
  const figures = new Map(corrected.explanation?.figures.map(({ name, value }) => [name, value]));
  const share = figures.get('share of the similar queue') ?? 0;
  t.ok(share > 0.7 && share < 0.83, `the share is ${share}`);
  t.ok((figures.get('weight of its own days') ?? 0) > 0.9);
  t.match(corrected.explanation?.notes[0], /of its own it has 10 days with contacts/);

  const more = csvOf({ weeks: 6, perSlot: 16, seed: 12 }).replaceAll('sales', 'returns');
  await importFile(client, {}, { text: more, who: ann });
  const own = await forecast();
  t.match((await seriesOf(own.forecastId, fresh)).explanation?.notes, [
    'its own 30 days with contacts suffice: "hq/sales" is not needed',
  ]);
});

t.test('holidays flagged in a file are known ahead, until it is undone', async (t) => {
  const queue = 'hq/shop';
  const holidays = [-63, -42, -21, 0].map((n) => addDays(nextWednesday(), n));
  const text = withHolidays(csvOf({ weeks: 12, perSlot: 20, seed: 17 }), holidays);
  const dry = await importFile(client, { dryRun: true }, { text, who: ann });
  t.match(dry, { columns: { holiday: 'Holiday' }, queues: [{ queue, holidays: 4 }] });
  const read = await importFile(client, {}, { text, who: ann });
  const wednesdays = async () => {
    const { forecastId } = await forecast([queue], 21);
    const { slots } = await seriesOf(forecastId, queue);
    const means = new Map(
      slots.map(({ start, mean, special }) => [start.slice(0, 10), { mean, special }]),
    );
    return holidays.slice(-1).flatMap((day) => [means.get(day), means.get(addDays(day, 7))]);
  };
  const [flagged, usual] = await wednesdays();
  t.equal(flagged?.special, 'Foundation Day');
  // A tenth of the contacts came on each of the three that were seen.
  const ratio = (flagged?.mean ?? 1) / (usual?.mean ?? 1);
  t.ok(ratio > 0.03 && ratio < 0.35, `${ratio} of a usual day`);
  const undo = { tenant, commandId: id(), importId: read?.importId ?? '' };
  await ask(client, client.undoImport, undo, ann);
  const plain = text
    .split('\n')
    .map((line) => line.split(';').slice(0, 4).join(';'))
    .join('\n');
  await importFile(client, {}, { text: plain, who: ann });
  const [unknown] = await wednesdays();
  t.ok(
    (unknown?.mean ?? 0) > 0.6 * (usual?.mean ?? 1),
    `${unknown?.mean} where nothing is flagged`,
  );
});

t.test('a queue like itself, or like one that is new as well, is refused by name', async (t) => {
  await t.rejects(decide({ queue: fresh, share: 1, callsPerDay: undefined }), {
    message: /similar.queue is "hq\/returns", but must be another queue/,
  });
  await t.rejects(decide({ queue: like, share: 1, callsPerDay: 5 }), {
    message: /similar.share is 1 and callsPerDay is 5: give one of them/,
  });
  const [newer, chained] = ['hq/newer', 'hq/newest'];
  const text = csvOf({ weeks: 3, perSlot: 16, seed: 13 }).replaceAll('sales', 'newer');
  await importFile(client, {}, { text, who: ann });
  await decide({ queue: newer, share: 1, callsPerDay: undefined }, chained);
  const { failure } = await forecast([chained]);
  t.match(
    failure,
    'queue "hq/newest" is to be forecast from "hq/newer", which has 15 days with contacts itself',
  );
});

async function decide(
  similar: { queue: string; share: number | undefined; callsPerDay: number | undefined },
  queue = fresh,
) {
  const { current } = await ask(client, client.listRules, { tenant, queue }, ann);
  const before = current?.rules ?? fail();
  const rules = { ...before, similar, effectiveFrom: today };
  const asked = { tenant, commandId: id(), queue, rules, seenPosition: undefined };
  return await ask(client, client.decideRules, asked, ann);
}

async function forecast(queues: string[] = [], days = 7) {
  const asked = { tenant, commandId: id(), site: 'hq', queues, from, days, slotMinutes: 0 };
  const { forecastId } = await ask(client, client.draftForecast, { ...asked, name: '' }, ann);
  return (await drafted(client, forecastId)) ?? fail();
}

async function seriesOf(forecastId: string, queue: string) {
  const asked = { tenant, forecastId, queue, slotMinutes: 1440, from: '', to: '' };
  return await ask(client, client.getForecastSeries, asked, ann);
}

/** An open day of the next week. */
function nextWednesday(): string {
  const days = Array.from({ length: 7 }, (_, n) => addDays(from, n));
  return days.find((day) => new Date(day).getUTCDay() === 3) ?? from;
}

/** A column of holidays: a tenth of the contacts on those past, no figure yet on those to come. */
function withHolidays(text: string, holidays: string[]): string {
  const [, ...rows] = text.replaceAll('sales', 'shop').split('\n');
  const ahead = holidays.filter((day) => day > today).map((day) => `${day} 10:00;shop;;`);
  const flagged = [...rows, ...ahead].map((row) => {
    if (!holidays.includes(row.slice(0, 10))) return `${row};`;
    const [start, queue, calls = '', aht] = row.split(';');
    const few = calls === '' ? '' : Math.round(Number(calls) / 10);
    return [start, queue, few, few ? aht : '', 'Foundation Day'].join(';');
  });
  return ['Start;Queue;Offered;AHT;Holiday', ...flagged].join('\n');
}

/** Weeks that end yesterday. */
function csvOf({ weeks, ...rest }: { weeks: number; perSlot: number; seed: number }): string {
  return exportedCsv({ from: addDays(today, -7 * weeks), weeks, ...rest });
}

function fail(): never {
  throw new Error('there is none');
}
