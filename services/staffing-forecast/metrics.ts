import type { Registry } from 'prom-client';
import { makeMetrics } from '../lib/admin.ts';
import { addDecisionsPosition, addGauge } from '../lib/gauges.ts';
import type { Following } from '../lib/stream.ts';
import type { Book } from './book.ts';

/** How far the log is folded, and how many forecasts wait to be computed. */
export function planningMetrics(of: { following: Following; book: Book }): Registry {
  const { following, book } = of;
  const registry = makeMetrics('staffing-forecast');
  addDecisionsPosition(registry, following.position);
  const waiting = 'Forecasts that are asked for and not computed yet.';
  addGauge(registry, 'floorcast_forecasts_computing', waiting, () => computing(book));
  return registry;
}

function computing({ tenants, sitesOf }: Book): number {
  const plans = tenants().flatMap((tenant) => [...sitesOf(tenant).values()]);
  const forecasts = plans.flatMap((plan) => [...plan.forecasts.values()]);
  return forecasts.filter(({ state }) => state === 'computing').length;
}
