import type { ScenarioChange as WireChange } from '../../proto/gen/floorcast/staffing/v1/forecast.ts';
import type { StaffingGoals as WireGoals } from '../../proto/gen/floorcast/staffing/v1/requirement.ts';
import type { StaffingServiceServer } from '../../proto/gen/floorcast/staffing/v1/staffing_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import { checkChange } from '../domain/planning/refusals.ts';
import { unary } from '../lib/grpc.ts';
import type { Log } from '../lib/log.ts';
import { foundForecast, mayRead } from './asked.ts';
import { fromWireChange, fromWireGoals, toModel } from './convert.ts';
import { dayGainsOf } from './day-gains.ts';
import { type ExplainDeps, explain } from './explain.ts';
import { requirementOf, whatIf } from './requirement.ts';
import { daysOf } from './series.ts';
import type { Instead } from './staffing.ts';

const maxWhatIfDays = 100;

/** Requirement and what-if over gRPC. */
export function requirementRpc(deps: ExplainDeps & { log: Log }) {
  const { book, log } = deps;
  return {
    getRequirement: unary(log, async (asked, context) => {
      const { tenant, forecastId, queues } = asked;
      mayRead(context, tenant);
      const { site, forecast } = foundForecast(book, tenant, forecastId);
      const instead = toInstead(asked);
      const answer = await requirementOf(deps, { tenant, forecast, queues }, asked, instead);
      return { ...answer, zone: deps.zoneOf(tenant, site) };
    }),
    getDayGains: unary(log, async (asked, context) => {
      const { tenant, forecastId } = asked;
      mayRead(context, tenant);
      const { forecast } = foundForecast(book, tenant, forecastId);
      return { slots: await dayGainsOf(deps, { tenant, forecast }, asked) };
    }),
    tryWhatIf: unary(log, async (asked, context) => {
      const { tenant, forecastId, queue } = asked;
      mayRead(context, tenant);
      const { site, forecast } = foundForecast(book, tenant, forecastId);
      const from = asked.from || forecast.from;
      const span = { from, to: asked.to || from };
      if (daysOf(forecast, span).days > maxWhatIfDays) {
        throw new DomainError('invalid', `more than ${maxWhatIfDays} days: ask for fewer`);
      }
      const answer = await whatIf(deps, { tenant, forecast, queue }, span, toInstead(asked));
      return { ...answer, zone: deps.zoneOf(tenant, site) };
    }),
    explainRequirement: unary(log, async (asked, context) => {
      const { tenant, forecastId, queue, start } = asked;
      mayRead(context, tenant);
      const { forecast } = foundForecast(book, tenant, forecastId);
      return await explain(deps, { tenant, forecast, queue }, start, toInstead(asked));
    }),
  } satisfies Partial<StaffingServiceServer>;
}

/** What a question puts in place of rules and forecast. */
export function toInstead(asked: {
  model: string;
  quantile?: number | undefined;
  goals?: WireGoals | undefined;
  change?: WireChange | undefined;
}): Instead {
  const { model, quantile = null, goals } = asked;
  if (quantile !== null && !(quantile > 0 && quantile < 1)) {
    throw new DomainError('invalid', `quantile is ${quantile}, but must lie between 0 and 1`);
  }
  const change = asked.change ? fromWireChange(asked.change) : null;
  if (change) checkChange(change);
  return {
    model: model ? toModel(model) : null,
    quantile,
    goals: goals ? fromWireGoals(goals) : null,
    change,
  };
}
