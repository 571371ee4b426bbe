import { TryWhatIfResponse } from '../../proto/gen/floorcast/staffing/v1/staffing_service.ts';
import {
  type LayeredSeries,
  layChange,
  withLayers,
} from '../../services/domain/planning/layers.ts';
import { localSlots } from '../../services/domain/planning/local-slots.ts';
import { defaultRules, type StaffingRules } from '../../services/domain/planning/staffing-rules.ts';
import { noSettings, queueSettingsAt } from '../../services/domain/settings/settings.ts';
import { requiredAgentsRow } from '../../services/domain/staffing/sizing-row.ts';
import { toSlot } from '../../services/staffing-forecast/requirement.ts';
import { staffSlots } from '../../services/staffing-forecast/staff-slots.ts';
import { randomOf } from '../simulation/random.ts';
import { best, row, type StaffingTime } from './staffing.ts';

/** While a slider is dragged the answer has to keep up with it. */
const limitMs = 100;
const [slotMinutes, zone] = [15, 'Asia/Shanghai'];
const callers = { patienceS: 120, hazard: null, lost: null };
const change = { volumePercent: 10, ahtPercent: 5, patienceS: 120, shrinkage: '0.3' };
const spans = { 'four weeks': 28, '100 days': 100 };

/**
 * One what-if as the service answers it: the change laid over the series, every slot staffed,
 * explained and encoded. Its ceiling is the bare sizing of the same slots, in turns with it.
 */
export function measureWhatIf(): StaffingTime[] {
  return Object.entries(spans).flatMap(([name, days]) => {
    const grid = { from: '2026-12-01', days, slotMinutes };
    const slots = localSlots(grid, zone);
    const series = drawnSeries(grid, slots.length);
    return (['erlang-c', 'erlang-a'] as const).map((model) => {
      const usual = defaultRules(queueSettingsAt(noSettings, 'hq', 'sales', 0));
      const rules: StaffingRules = { ...usual, model };
      const answer = () => {
        const over = withLayers(series, 'hq/sales', []);
        layChange(over, change);
        const told = staffSlots(over, slots, { rules, change, callers }).map((one) =>
          toSlot('hq/sales', [one]),
        );
        const whole = { slots: told, total: undefined, unchanged: undefined, zone };
        return TryWhatIfResponse.encode(TryWhatIfResponse.create(whole)).finish();
      };
      const erlangs = series.mean.map((calls) => (calls * 1.1 * 240 * 1.05) / (slotMinutes * 60));
      const goals = { serviceLevel: usual.goals.serviceLevel ?? 0.8, withinS: 20 };
      const load = { erlangs, ahtS: 252, patienceS: 120 };
      const bare = () => requiredAgentsRow(model, load, goals);
      const [took = 0, ceiling = 0] = best([answer, bare], 9);
      const figure = `${took.toFixed(1)} ms, ${(took / ceiling).toFixed(1)} x sizing`;
      const limit = days === 28 ? `${limitMs} ms` : '';
      return row(`${name} of quarter-hours, ${model}`, figure, limit, took <= limitMs);
    });
  });
}

/** A queue open by day, 5 to 40 calls in a slot. */
function drawnSeries(
  grid: { from: string; days: number; slotMinutes: number },
  slots: number,
): LayeredSeries {
  const { uniform } = randomOf('bench', 'what-if', grid.days);
  const mean = Float64Array.from({ length: slots }, (_, at) =>
    at % 96 < 32 || at % 96 > 80 ? 0 : 5 + 35 * uniform(),
  );
  const same = () => mean.slice();
  const bands = { low80: same(), high80: same(), low95: same(), high95: same() };
  const ahtS = new Float64Array(slots).fill(240);
  return { ...grid, mean, ...bands, ahtS, overridden: new Uint8Array(slots) };
}
