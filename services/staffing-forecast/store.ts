import { createHash } from 'node:crypto';
import { jetstreamManager } from '@nats-io/jetstream';
import { Objm } from '@nats-io/obj';
import type { NatsConnection } from '@nats-io/transport-node';
import {
  ForecastContent,
  SeriesContent,
} from '../../proto/gen/floorcast/staffing/v1/planning_decision.ts';
import { DomainError } from '../domain/domain-error.ts';
import { plansBucket, streams, subjects } from '../lib/subjects.ts';
import { type Recent, recent } from './recent.ts';

/** Contents that decisions name: immutable, each known by the SHA-256 of its bytes. */
export interface PlanStore {
  putSeries: (tenant: string, content: SeriesContent) => Promise<string>;
  putForecast: (tenant: string, content: ForecastContent) => Promise<string>;
  series: (tenant: string, sha: string) => Promise<SeriesContent>;
  forecast: (tenant: string, sha: string) => Promise<ForecastContent>;
  /** Deletes every content and every decision of planning of a tenant. */
  erase: (tenant: string) => Promise<{ decisions: number; contents: number }>;
}

/** Kept in memory: what a planner looks at is asked for again with every key. */
const rememberedBytes = 256 * 1024 * 1024;

/** The bucket of contents; made when it is missing. */
export async function openStore(nats: NatsConnection): Promise<PlanStore> {
  const bucket = await new Objm(nats).create(plansBucket);
  const seen = recent<Uint8Array>(rememberedBytes, (bytes) => bytes.length);
  const decoded = { series: decodedOf<SeriesContent>(), forecast: decodedOf<ForecastContent>() };
  const nameOf = (tenant: string, sha: string) => `${tenant}/${sha}`;

  const put = async (tenant: string, bytes: Uint8Array): Promise<string> => {
    const sha = createHash('sha256').update(bytes).digest('hex');
    const name = nameOf(tenant, sha);
    if (!(await bucket.info(name).catch(() => null))) {
      await bucket.putBlob({ name, options: { max_chunk_size: 512 * 1024 } }, bytes);
    }
    seen.put(name, bytes);
    return sha;
  };
  const get = async (tenant: string, sha: string): Promise<Uint8Array> => {
    const name = nameOf(tenant, sha);
    const known = seen.get(name);
    if (known) return known;
    const bytes = await bucket.getBlob(name).catch((error: Error) => {
      throw new DomainError('unavailable', `content ${sha} cannot be read: ${error.message}`);
    });
    if (!bytes || createHash('sha256').update(bytes).digest('hex') !== sha) {
      throw new DomainError('unavailable', `content ${sha} is missing from the store, or broken`);
    }
    seen.put(name, bytes);
    return bytes;
  };
  return {
    putSeries: (tenant, content) => put(tenant, SeriesContent.encode(content).finish()),
    putForecast: (tenant, content) => put(tenant, ForecastContent.encode(content).finish()),
    series: async (tenant, sha) => {
      const name = nameOf(tenant, sha);
      const known = decoded.series.get(name) ?? SeriesContent.decode(await get(tenant, sha));
      return decoded.series.put(name, known);
    },
    forecast: async (tenant, sha) => {
      const name = nameOf(tenant, sha);
      const known = decoded.forecast.get(name) ?? ForecastContent.decode(await get(tenant, sha));
      return decoded.forecast.put(name, known);
    },
    erase: async (tenant) => {
      seen.clear();
      decoded.series.clear();
      decoded.forecast.clear();
      const manager = await jetstreamManager(nats);
      const filter = subjects.planningsOfTenant(tenant);
      const { purged } = await manager.streams.purge(streams.decisions.name, { filter });
      let contents = 0;
      for (const { name, deleted } of await bucket.list()) {
        if (deleted || !name.startsWith(`${tenant}/`)) continue;
        await bucket.delete(name);
        contents += 1;
      }
      return { decisions: purged, contents };
    },
  };
}

/** Decoded ones are lists of numbers, about as large in memory as fifty bytes a slot. */
function decodedOf<T extends SeriesContent | ForecastContent>(): Recent<T> {
  const slots = (content: T) => ('mean' in content ? content.mean : content.calls).length;
  return recent<T>(rememberedBytes, (content) => 50 * slots(content));
}
