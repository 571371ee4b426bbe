import t from 'tap';
import { legId } from '../../../services/domain/queue/contact-fact.ts';
import { queueIntervals, spanCounts } from '../../../services/domain/queue/intervals.ts';
import { applyContactFact, emptyQueues } from '../../../services/domain/queue/queue-state.ts';
import { noSettings } from '../../../services/domain/settings/settings.ts';
import { localDay } from '../../../services/domain/time/local-day.ts';

// Lengths by the rules of the IANA time zone database.
const days = [
  { zone: 'Europe/Berlin', noon: '2026-03-29T12:00:00Z', hours: 23 },
  { zone: 'Europe/Berlin', noon: '2026-10-25T12:00:00Z', hours: 25 },
  { zone: 'Asia/Kolkata', noon: '2026-03-29T06:30:00Z', hours: 24 },
  { zone: 'Australia/Lord_Howe', noon: '2026-04-05T01:30:00Z', hours: 24.5 },
  { zone: 'Australia/Lord_Howe', noon: '2026-10-04T01:30:00Z', hours: 23.5 },
  // Clocks go forward at midnight: the day begins at one o'clock.
  { zone: 'America/Santiago', noon: '2026-09-06T15:00:00Z', hours: 23 },
  { zone: 'Asia/Shanghai', noon: '2026-03-29T04:00:00Z', hours: 24 },
];

for (const { zone, noon, hours } of days) {
  t.test(`${noon.slice(0, 10)} has ${hours} hours in ${zone}`, async (t) => {
    const { startMs, endMs } = localDay(Date.parse(noon), zone);
    t.equal((endMs - startMs) / 3_600_000, hours);
    t.same(localDay(startMs, zone), { startMs, endMs }, 'its first instant belongs to it');
    t.same(localDay(endMs - 1, zone), { startMs, endMs }, 'and its last');
    t.equal(localDay(endMs, zone).startMs, endMs, 'and the next begins where it ends');
  });

  t.test(
    `the local day sums to its five minutes of UTC, ${noon.slice(0, 10)} ${zone}`,
    async (t) => {
      const { startMs, endMs } = localDay(Date.parse(noon), zone);
      const state = emptyQueues();
      // One contact a minute, from an hour before the day to an hour after it.
      for (let atMs = startMs - 3_600_000; atMs < endMs + 3_600_000; atMs += 60_000) offer(atMs);
      const queue = state.queues.get('hq/sales');
      if (!queue) throw new Error('no queue');
      t.equal(spanCounts(queue, { fromMs: startMs, toMs: endMs }).offered, hours * 60);
      const span = { fromMs: startMs, toMs: endMs };
      const fives = queueIntervals(queue, span, 300).reduce(
        (sum, one) => sum + one.counts.offered,
        0,
      );
      t.equal(fives, hours * 60);

      function offer(atMs: number): void {
        const leg = legId({ source: 'pbx', uniqueId: String(atMs), queue: 'sales', ordinal: 1 });
        const place = { site: 'hq', source: 'pbx', queue: 'sales', legId: leg, contactId: leg };
        const seen = { precisionMs: 1, estimated: false, channel: 'voice' as const };
        const what = { kind: 'offered' as const };
        const fact = {
          about: 'contact' as const,
          factId: `${leg}/offered`,
          atMs,
          offeredAtMs: atMs,
        };
        applyContactFact(state, { ...fact, ...place, ...seen, what }, noSettings);
      }
    },
  );
}
