import type { StaffingServiceServer } from '../../proto/gen/floorcast/staffing/v1/staffing_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import { oneOfRoles, sameTenant } from '../lib/context.ts';
import { unary } from '../lib/grpc.ts';
import { type ForecastRpcDeps, forecastRpc } from './forecast-rpc.ts';
import { type HistoryRpcDeps, historyRpc } from './history-rpc.ts';
import { type ImportDeps, importHistory } from './import-history.ts';
import type { IntradayDeps } from './intraday.ts';
import { judgementRpc } from './judgement-rpc.ts';
import type { PlanningPool } from './planning-pool.ts';
import { requirementRpc } from './requirement-rpc.ts';
import { skillsRpc } from './skills-rpc.ts';

/** What the gRPC face of forecasting works on. */
export type Deps = HistoryRpcDeps &
  ForecastRpcDeps &
  IntradayDeps &
  ImportDeps & { pool: PlanningPool };

/** The gRPC face of forecasting. It translates and refuses; the figures come from the domain. */
export function staffingRpc(deps: Deps): StaffingServiceServer {
  return {
    ...historyRpc(deps),
    ...forecastRpc(deps),
    ...requirementRpc(deps),
    ...judgementRpc(deps),
    ...skillsRpc(deps),
    importHistory: importHistory(deps),
    erasePlanning: unary(deps.log, async ({ tenant, confirm }, context) => {
      sameTenant(context, tenant);
      oneOfRoles(context, ['administrator']);
      if (confirm !== tenant) {
        const sentence = `confirm is "${confirm}", but must repeat the tenant "${tenant}"`;
        throw new DomainError('invalid', sentence);
      }
      const erased = await deps.store.erase(tenant);
      deps.book.forget(tenant);
      return erased;
    }),
  };
}
