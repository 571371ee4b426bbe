import type { NatsConnection } from '@nats-io/transport-node';
import {
  ForecastContent,
  SeriesContent,
} from '../../proto/gen/floorcast/staffing/v1/planning_decision.ts';
import { openContents } from '../lib/contents.ts';
import { eraseDecisions } from '../lib/decision-log.ts';
import { type Recent, recent } from '../lib/recent.ts';
import { plansBucket, subjects } from '../lib/subjects.ts';

/** Contents that decisions name: immutable, each known by the SHA-256 of its bytes. */
export interface PlanStore {
  putSeries: (tenant: string, content: SeriesContent) => Promise<string>;
  putForecast: (tenant: string, content: ForecastContent) => Promise<string>;
  series: (tenant: string, sha: string) => Promise<SeriesContent>;
  forecast: (tenant: string, sha: string) => Promise<ForecastContent>;
  /** Deletes every content and every decision of planning of a tenant. */
  erase: (tenant: string) => Promise<{ decisions: number; contents: number }>;
}

/** Decoded contents kept in memory: what a planner looks at is asked for again with every key. */
const rememberedBytes = 256 * 1024 * 1024;

/** The bucket of contents; made when it is missing. */
export async function openStore(nats: NatsConnection): Promise<PlanStore> {
  const { put, get, erase } = await openContents(nats, plansBucket);
  const decoded = { series: decodedOf<SeriesContent>(), forecast: decodedOf<ForecastContent>() };
  const nameOf = (tenant: string, sha: string) => `${tenant}/${sha}`;
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
      decoded.series.clear();
      decoded.forecast.clear();
      const decisions = await eraseDecisions(nats, subjects.planningsOfTenant(tenant));
      return { decisions, contents: await erase(tenant) };
    },
  };
}

/** Decoded ones are lists of numbers, about as large in memory as fifty bytes a slot. */
function decodedOf<T extends SeriesContent | ForecastContent>(): Recent<T> {
  const slots = (content: T) => ('mean' in content ? content.mean : content.calls).length;
  return recent<T>(rememberedBytes, (content) => 50 * slots(content));
}
