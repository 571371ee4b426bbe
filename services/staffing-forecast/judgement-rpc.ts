import type { Accuracy, OverrideEffect } from '../../proto/gen/floorcast/staffing/v1/forecast.ts';
import type { StaffingServiceServer } from '../../proto/gen/floorcast/staffing/v1/staffing_service.ts';
import { unary } from '../lib/grpc.ts';
import type { Log } from '../lib/log.ts';
import { accuracyOf } from './accuracy.ts';
import { foundForecast, mayRead } from './asked.ts';
import { type IntradayDeps, intradayOf } from './intraday.ts';

/** The newest so many published forecasts are judged at once. */
const maxForecasts = 50;
/** Rows told at once: 50 forecasts of 100 queues by horizon and grain. */
const maxRows = 50_000;

/** How good forecasts were, and how today goes, over gRPC. */
export function judgementRpc(deps: IntradayDeps & { log: Log }) {
  const { book, log } = deps;
  return {
    getIntraday: unary(log, async ({ tenant, queue }, context) => {
      mayRead(context, tenant);
      return await intradayOf(deps, { tenant, queue });
    }),
    listAccuracy: unary(log, async ({ tenant, site, queue, forecastId }, context) => {
      mayRead(context, tenant);
      const asked = forecastId
        ? [foundForecast(book, tenant, forecastId)]
        : all(deps, tenant, site);
      const published = asked
        .filter(({ forecast }) => forecast.published !== null)
        .sort((a, b) => (b.forecast.published?.atMs ?? 0) - (a.forecast.published?.atMs ?? 0))
        .slice(0, maxForecasts);
      const accuracies: Accuracy[] = [];
      const overrides: OverrideEffect[] = [];
      for (const { forecast } of published) {
        for (const drafted of forecast.drafted) {
          if (!drafted.content || (queue && drafted.queue !== queue)) continue;
          const of = { tenant, forecast, queue: drafted.queue };
          const judged = await accuracyOf(deps, of);
          accuracies.push(...judged.accuracies);
          overrides.push(...judged.overrides);
          if (accuracies.length > maxRows) return { accuracies, overrides };
        }
      }
      return { accuracies, overrides };
    }),
  } satisfies Partial<StaffingServiceServer>;
}

function all({ book }: IntradayDeps, tenant: string, site: string) {
  return [...book.sitesOf(tenant)].flatMap(([of, { forecasts }]) =>
    !site || site === of ? [...forecasts.values()].map((forecast) => ({ site: of, forecast })) : [],
  );
}
