import { credentials } from '@grpc/grpc-js';
import {
  type ImportHead,
  type ImportHistoryRequest,
  StaffingServiceClient,
} from '../../proto/gen/floorcast/staffing/v1/staffing_service.ts';
import { DomainError } from '../../services/domain/domain-error.ts';
import { type Context, toMetadata } from '../../services/lib/context.ts';
import { ask, fromStatus } from '../../services/lib/grpc.ts';
import type { Log } from '../../services/lib/log.ts';
import { pause } from '../../services/lib/pause.ts';
import type { Past } from './history.ts';
import { pastFigures } from './past-figures.ts';
import { patiently } from './patiently.ts';

/** The simulated centre's planner: he works through the same door as any other. */
export interface Planner {
  /**
   * Reads a site's past in as a file, forecasts the weeks from today on and
   * publishes, one site after another. A repeat changes nothing; what cannot be
   * had is logged and left.
   *
   * @returns when every site asked for so far is planned.
   */
  plan: (past: Past) => Promise<void>;
  close: () => void;
}

interface Office {
  client: StaffingServiceClient;
  context: Context;
  log: Log;
  signal: AbortSignal;
}

const pieceBytes = 512 * 1024;
const importWithinMs = 60_000;
const computeWithinMs = 120_000;
const forecastDays = 28;

/** A planner of the tenant, at the staffing service's address. */
export function openPlanner(
  address: string,
  { tenant, log, signal }: { tenant: string; log: Log; signal: AbortSignal },
): Planner {
  const client = new StaffingServiceClient(address, credentials.createInsecure());
  const context = { tenant, person: 'simulator', roles: ['planner' as const] };
  const office: Office = { client, context, log, signal };
  let last: Promise<void> = Promise.resolve();
  return {
    plan: async (past) => {
      last = last.then(() => planSite(office, past));
      let awaited: Promise<void>;
      do {
        awaited = last;
        await awaited;
      } while (awaited !== last);
    },
    close: () => client.close(),
  };
}

async function planSite(office: Office, past: Past): Promise<void> {
  const { log, signal } = office;
  const site = past.site.id;
  try {
    await readIn(office, past);
    await publish(office, past);
    log.info({ site }, 'the simulated past is read in, the coming weeks are published');
  } catch (error) {
    if (signal.aborted) return;
    log.warn({ site, why: String(error) }, 'the simulated centre is left unplanned');
  }
}

async function readIn(office: Office, past: Past): Promise<void> {
  const { signal, context } = office;
  const { site, seed, agents } = past;
  const file = Buffer.from(await pastFigures(past, signal));
  const head: ImportHead = {
    tenant: context.tenant,
    commandId: `simulated-past-${site.id}-${seed}-${agents}`,
    site: site.id,
    zone: site.timeZone,
    slotMinutes: 15,
    columns: {},
    queue: '',
    fileName: `simulated-${site.id}.csv`,
    dryRun: false,
  };
  await patiently(signal, () => send(office, head, file));
}

function send({ client, context }: Office, head: ImportHead, file: Buffer): Promise<void> {
  const parts: ImportHistoryRequest[] = [{ part: { $case: 'head', value: head } }];
  for (let from = 0; from < file.length; from += pieceBytes) {
    parts.push({ part: { $case: 'piece', value: file.subarray(from, from + pieceBytes) } });
  }
  return new Promise((resolve, reject) => {
    const options = { deadline: Date.now() + importWithinMs };
    const call = client.importHistory(toMetadata(context), options, (error, answer) => {
      if (error) return reject(fromStatus(error));
      const wrong = answer.report?.errors[0];
      if (wrong) return reject(new DomainError('invalid', `line ${wrong.line}: ${wrong.message}`));
      resolve();
    });
    for (const part of parts) call.write(part);
    call.end();
  });
}

/** The four weeks from today on, drafted and then published as they are. */
async function publish(office: Office, { site, seed, agents }: Past): Promise<void> {
  const { client, context, signal } = office;
  const { tenant } = context;
  const commandId = `simulated-plan-${site.id}-${seed}-${agents}`;
  const from = Temporal.Now.plainDateISO(site.timeZone).toString();
  const wish = { tenant, commandId, site: site.id, queues: [], from, days: forecastDays };
  const drafting = { ...wish, slotMinutes: 15, name: `Simulated planner: four weeks from ${from}` };
  const forecastId = await patiently(
    signal,
    async () => (await ask(client, client.draftForecast, drafting, { context })).forecastId,
  );
  for (const endMs = Date.now() + computeWithinMs; Date.now() < endMs; ) {
    await pause(500, signal);
    const { forecast } = await ask(client, client.getForecast, { tenant, forecastId }, { context });
    if (forecast?.state === 'computing') continue;
    if (forecast?.state !== 'draft') return;
    const ready = { tenant, commandId: `${commandId}-published`, forecastId };
    await ask(client, client.publishForecast, ready, { context });
    return;
  }
}
