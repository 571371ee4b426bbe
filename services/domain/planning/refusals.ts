import { DomainError } from '../domain-error.ts';
import { gridRange } from './local-slots.ts';
import type { Mark, Override, PlanningChange, ScenarioChange } from './planning-decision.ts';
import { checkDay, checkRules, ratioOf } from './rules-refusals.ts';
import type { Deed, PlannedForecast, SitePlan } from './site-plan.ts';
import { overridesOf } from './site-plan.ts';

/** So many of each may stand in one site. */
const limits = { imports: 1_000, marks: 5_000, forecasts: 1_000, overrides: 2_000, versions: 200 };

/**
 * Refuses a decision that the plan does not allow; the sentence names value and
 * place, and who decided otherwise.
 *
 * @param seenPosition - what its maker had seen of the thing; null = whatever stands.
 */
export function checkDecision(
  plan: SitePlan,
  what: PlanningChange,
  seenPosition: number | null,
): void {
  switch (what.kind) {
    case 'history-imported':
      return limited(plan.imports.size, limits.imports, 'imports');
    case 'import-undone': {
      const known = plan.imports.get(what.importId);
      if (!known) throw new DomainError('not-found', `no import is named "${what.importId}"`);
      if (known.undone) refuseLate(`import "${what.importId}" was undone`, known.undone);
      return;
    }
    case 'mark-added':
      checkMark(what.mark);
      return limited(plan.marks.size, limits.marks, 'marks');
    case 'mark-removed':
      if (plan.marks.has(what.markId)) return;
      throw new DomainError('not-found', `no mark is named "${what.markId}"`);
    case 'rules-decided': {
      checkRules(what.rules, what.queue);
      const versions = plan.rules.get(what.queue) ?? [];
      limited(versions.length, limits.versions, `versions of the rules of "${what.queue}"`);
      const last = versions
        .map(({ decided }) => decided)
        .sort(byPosition)
        .at(-1);
      if (last) refuseUnseen(`the rules of "${what.queue}"`, last, seenPosition);
      return;
    }
    case 'forecast-asked':
      checkDay(what.from, 'from');
      return limited(plan.forecasts.size, limits.forecasts, 'forecasts');
    default:
      return checkForecast(plan, what, seenPosition);
  }
}

type AboutForecasts = Exclude<
  Extract<PlanningChange, { forecastId: string }>,
  { kind: 'forecast-asked' }
>;

function checkForecast(plan: SitePlan, what: AboutForecasts, seenPosition: number | null): void {
  if (what.kind === 'scenario-copied') {
    checkChange(what.change);
    const parent = forecastOf(plan, what.parent);
    if (parent.drafted.length === 0) throw new DomainError('conflict', notComputed(parent));
    return limited(plan.forecasts.size, limits.forecasts, 'forecasts');
  }
  const forecast = forecastOf(plan, what.forecastId);
  if (what.kind === 'forecast-drafted' || what.kind === 'forecast-failed') {
    if (forecast.state === 'computing') return;
    throw new DomainError('conflict', `forecast "${forecast.name}" is computed already`);
  }
  if (forecast.published)
    refuseLate(`forecast "${forecast.name}" was published`, forecast.published);
  if (forecast.state !== 'draft') throw new DomainError('conflict', notComputed(forecast));
  refuseUnseen(`forecast "${forecast.name}"`, forecast.last, seenPosition);
  if (what.kind === 'forecast-overridden') checkOverride(forecast, what.override);
  if (what.kind === 'override-removed') {
    if (overridesOf(forecast).some(({ overrideId }) => overrideId === what.overrideId)) return;
    throw new DomainError(
      'not-found',
      `no override "${what.overrideId}" lies on "${forecast.name}"`,
    );
  }
}

/** The forecast of this id, or a refusal. */
export function forecastOf({ forecasts }: SitePlan, forecastId: string): PlannedForecast {
  const known = forecasts.get(forecastId);
  if (known) return known;
  throw new DomainError('not-found', `no forecast is named "${forecastId}"`);
}

function notComputed({ name, state, failure }: PlannedForecast): string {
  return state === 'failed'
    ? `forecast "${name}" could not be computed: ${failure}`
    : `forecast "${name}" is still being computed`;
}

function checkOverride(forecast: PlannedForecast, override: Override): void {
  const { queue, change, target, reason } = override;
  if (!forecast.queues.includes(queue)) {
    const sentence = `queue "${queue}" is not part of forecast "${forecast.name}"`;
    throw new DomainError('invalid', sentence);
  }
  limited(forecast.layers.length, limits.overrides, `overrides of "${forecast.name}"`);
  if (!reason.trim()) throw new DomainError('invalid', 'reason is empty: say why');
  const range = gridRange(forecast, override);
  if ('percent' in change && !(change.percent >= -100 && change.percent <= 10_000)) {
    throw new DomainError('invalid', `percent is ${change.percent}, but must be -100 to 10000`);
  }
  const wanted = 'values' in change ? change.values : 'value' in change ? [change.value] : [];
  const wrong = wanted.find((value) => !(value >= 0 && value <= 1e9));
  if (wrong !== undefined) {
    throw new DomainError('invalid', `a value is ${wrong}, but must be from 0 to 1000000000`);
  }
  if ('values' in change && change.values.length !== range.to - range.from) {
    throw new DomainError(
      'invalid',
      `values has ${change.values.length} entries, but ${override.from} to ${override.to} has ` +
        `${range.to - range.from} slots of ${forecast.slotMinutes} minutes`,
    );
  }
  if (target === 'aht' && 'value' in change && change.value === 0) {
    throw new DomainError('invalid', 'value is 0, but a handling time must be above 0 seconds');
  }
}

/** Refuses a change that says nothing computable. */
export function checkChange({ volumePercent, ahtPercent, patienceS, shrinkage }: ScenarioChange) {
  const within = (value: number, lowest: number, name: string) => {
    if (value >= lowest && value <= 10_000) return;
    throw new DomainError('invalid', `${name} is ${value}, but must be ${lowest} to 10000`);
  };
  within(volumePercent, -100, 'volumePercent');
  within(ahtPercent, -99, 'ahtPercent');
  if (patienceS !== null && !(patienceS > 0 && patienceS <= 1e6)) {
    throw new DomainError('invalid', `patienceS is ${patienceS}, but must be 0 to 1000000`);
  }
  const share = shrinkage === '' ? 0 : ratioOf(shrinkage);
  if (share !== null && share >= 0 && share < 0.95) return;
  throw new DomainError('invalid', `shrinkage is "${shrinkage}", but must be 0 to below 0.95`);
}

function checkMark({ from, to, kind, treatment, name }: Mark): void {
  for (const [field, instant] of Object.entries({ from, to })) {
    const [day = '', time] = instant.split('T');
    checkDay(day, field);
    if (time !== undefined && !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) {
      throw new DomainError(
        'invalid',
        `${field} is "${instant}", but must be like 2026-11-23T10:30`,
      );
    }
  }
  if (to <= from) throw new DomainError('invalid', `to is ${to}, but must be after from, ${from}`);
  const kinds = ['campaign', 'outage', 'outlier', 'holiday', 'other'];
  if (!kinds.includes(kind)) {
    throw new DomainError('invalid', `kind is "${kind}", but must be one of ${kinds.join(', ')}`);
  }
  if (treatment === 'model' && !name.trim()) {
    throw new DomainError('invalid', 'name is empty: what is modelled comes back by its name');
  }
}

function limited(standing: number, limit: number, what: string): void {
  if (standing < limit) return;
  throw new DomainError('invalid', `${standing} ${what} stand already, which is the limit`);
}

function refuseUnseen(what: string, last: Deed, seenPosition: number | null): void {
  if (seenPosition === null || last.position <= seenPosition) return;
  refuseLate(`${what} was changed meanwhile`, last, '; read it again and decide anew');
}

function refuseLate(what: string, { author, atMs }: Deed, rest = ''): never {
  const when = new Date(atMs).toISOString();
  throw new DomainError('conflict', `${what} by ${author || 'somebody'} at ${when}${rest}`);
}

function byPosition(a: Deed, b: Deed): number {
  return a.position - b.position;
}
