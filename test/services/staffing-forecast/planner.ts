import { credentials } from '@grpc/grpc-js';
import type { Test } from 'tap';
import type { ImportReport } from '../../../proto/gen/floorcast/staffing/v1/forecast.ts';
import {
  type ImportHead,
  StaffingServiceClient,
} from '../../../proto/gen/floorcast/staffing/v1/staffing_service.ts';
import { type Context, toMetadata } from '../../../services/lib/context.ts';
import { ask, fromStatus } from '../../../services/lib/grpc.ts';
import { historyFolder } from '../../helpers/clickhouse.ts';
import { startNats, type TestNats } from '../../helpers/nats.ts';
import { startService, type TestService } from '../../helpers/service.ts';
import { until } from '../../helpers/until.ts';
import { random } from '../event-archive/centre.ts';

/** The service and the archive as real processes over real NATS. */
export interface TestPlanning {
  bus: TestNats;
  archive: TestService;
  service: TestService;
  client: StaffingServiceClient;
}

/** @param more - of the service's environment. */
export async function startPlanning(
  t: Test,
  more: Record<string, string> = {},
): Promise<TestPlanning> {
  const bus = await startNats(t);
  const env = { FLOORCAST_NATS_URL: bus.url, FLOORCAST_DATA: await historyFolder(t) };
  const archive = await startService(t, 'event-archive', env);
  const service = await startService(t, 'staffing-forecast', {
    ...{ ...env, ...more },
    EVENT_ARCHIVE_GRPC: archive.address,
  });
  const client = new StaffingServiceClient(service.address, credentials.createInsecure(), {
    'grpc.max_reconnect_backoff_ms': 200,
    'grpc.initial_reconnect_backoff_ms': 50,
    'grpc.max_receive_message_length': 64 * 1024 * 1024,
  });
  t.teardown(() => client.close());
  return { bus, archive, service, client };
}

/** Somebody of a tenant. */
export function by(person: string, role: Context['roles'][number] = 'planner', tenant = 'main') {
  return { context: { tenant, person, roles: [role] }, withinMs: 20_000 };
}

/**
 * A centre's export: weeks of half hours, open 08:00 to 18:00 on weekdays, a
 * morning peak, Mondays a quarter more, Poisson noise. Seeded.
 */
export function exportedCsv(of: { from: string; weeks: number; seed: number; perSlot?: number }) {
  const { from, weeks, seed, perSlot = 20 } = of;
  const next = random(seed);
  const lines = ['Start;Queue;Offered;AHT'];
  for (let day = 0; day < weeks * 7; day += 1) {
    const date = new Date(Date.parse(`${from}T00:00:00Z`) + day * 86_400_000);
    const weekday = date.getUTCDay();
    for (let slot = 0; slot < 48; slot += 1) {
      const open = weekday % 6 !== 0 && slot >= 16 && slot < 36;
      const mean = open ? perSlot * shape(slot) * (weekday === 1 ? 1.25 : 1) : 0;
      const clock = `${String(slot >> 1).padStart(2, '0')}:${slot % 2 ? '30' : '00'}`;
      const calls = poisson(mean, next);
      lines.push(`${date.toISOString().slice(0, 10)} ${clock};sales;${calls};${calls ? 240 : ''}`);
    }
  }
  return lines.join('\n');
}

function shape(slot: number): number {
  return 1 + 0.6 * Math.exp(-((slot - 21) ** 2) / 8);
}

function poisson(mean: number, next: () => number): number {
  if (mean === 0) return 0;
  let count = 0;
  for (let left = Math.exp(-mean), product = next(); product > left; product *= next()) count += 1;
  return count;
}

/** Reads a file in, in two pieces. */
export function importFile(
  client: StaffingServiceClient,
  head: Partial<ImportHead>,
  { text, who }: { text: string; who: ReturnType<typeof by> },
): Promise<ImportReport | undefined> {
  const whole: ImportHead = {
    ...{ tenant: who.context.tenant, commandId: crypto.randomUUID(), site: 'hq', zone: '' },
    ...{ slotMinutes: 0, columns: {}, queue: '', fileName: 'export.csv', dryRun: false },
    ...head,
  };
  return new Promise((resolve, reject) => {
    const call = client.importHistory(toMetadata(who.context), (error, answer) => {
      if (error) reject(fromStatus(error));
      else resolve(answer.report);
    });
    const bytes = Buffer.from(text);
    call.write({ part: { $case: 'head', value: whole } });
    for (const value of [bytes.subarray(0, 1_000), bytes.subarray(1_000)]) {
      call.write({ part: { $case: 'piece', value } });
    }
    call.end();
  });
}

/** Waits until a forecast is computed, and gives it. */
export async function drafted(client: StaffingServiceClient, forecastId: string, who = by('ann')) {
  const { tenant } = who.context;
  return await until(async () => {
    const { forecast } = await ask(client, client.getForecast, { tenant, forecastId }, who);
    return forecast && forecast.state !== 'computing' ? forecast : null;
  });
}
