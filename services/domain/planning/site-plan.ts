import type {
  AskedForecast,
  DraftedQueue,
  ImportedFile,
  Mark,
  Override,
  PlanningDecision,
  ScenarioChange,
} from './planning-decision.ts';
import type { StaffingRules } from './staffing-rules.ts';

/** Who did something, and when. */
export interface Deed {
  author: string;
  atMs: number;
  /** Its place in the log of decisions. */
  position: number;
}

/** A file that was read in; `undone` set when it no longer counts. */
export interface PlannedImport extends ImportedFile {
  imported: Deed;
  undone: Deed | null;
}

/** What lies over a computed forecast, in the order in which it was laid. */
export type Layer =
  | { kind: 'override'; override: Override }
  | { kind: 'change'; change: ScenarioChange };

/** A forecast or a scenario as decided so far. */
export interface PlannedForecast extends AskedForecast {
  kind: 'forecast' | 'scenario';
  /** What a scenario was copied from; empty otherwise. */
  parent: string;
  state: 'computing' | 'draft' | 'published' | 'failed';
  failure: string;
  /** As computed; empty while computing. */
  drafted: readonly DraftedQueue[];
  layers: readonly Layer[];
  asked: Deed;
  published: Deed | null;
  /** The last decision about it. */
  last: Deed;
}

/** Rules as decided. */
export interface DecidedRules {
  rules: StaffingRules;
  decided: Deed;
}

/** All that is decided about one site: a fold of its decisions. */
export interface SitePlan {
  imports: ReadonlyMap<string, PlannedImport>;
  marks: ReadonlyMap<string, Mark>;
  forecasts: ReadonlyMap<string, PlannedForecast>;
  /** Versions by queue, in order of their effective day; of one day the later decided holds. */
  rules: ReadonlyMap<string, readonly DecidedRules[]>;
  /** The last decision folded in; 0 = none. */
  position: number;
}

/** A site about which nothing is decided. */
export const emptyPlan: SitePlan = {
  imports: new Map(),
  marks: new Map(),
  forecasts: new Map(),
  rules: new Map(),
  position: 0,
};

/**
 * The plan after one more decision. Decisions about what is not there change
 * nothing: who decided was refused, or it was never asked through the service.
 */
export function applyDecision(
  plan: SitePlan,
  { author, atMs, what }: PlanningDecision,
  position: number,
): SitePlan {
  const deed = { author, atMs, position };
  const next = { ...plan, position };
  switch (what.kind) {
    case 'history-imported': {
      const { kind: _, ...file } = what;
      return {
        ...next,
        imports: put(plan.imports, file.importId, { ...file, imported: deed, undone: null }),
      };
    }
    case 'import-undone': {
      const known = plan.imports.get(what.importId);
      if (!known) return next;
      return { ...next, imports: put(plan.imports, what.importId, { ...known, undone: deed }) };
    }
    case 'mark-added':
      return { ...next, marks: put(plan.marks, what.mark.markId, what.mark) };
    case 'mark-removed':
      return { ...next, marks: without(plan.marks, what.markId) };
    case 'rules-decided':
      return {
        ...next,
        rules: put(plan.rules, what.queue, withVersion(plan, what.queue, what.rules, deed)),
      };
    default:
      return { ...next, forecasts: forecastsAfter(plan, what, deed) };
  }
}

type AboutForecasts = Extract<PlanningDecision['what'], { forecastId: string }>;

function forecastsAfter(plan: SitePlan, what: AboutForecasts, deed: Deed): SitePlan['forecasts'] {
  const { forecasts } = plan;
  const change = (changed: (known: PlannedForecast) => Partial<PlannedForecast>) => {
    const known = forecasts.get(what.forecastId);
    if (!known) return forecasts;
    return put(forecasts, what.forecastId, { ...known, ...changed(known), last: deed });
  };
  switch (what.kind) {
    case 'forecast-asked': {
      const { kind: _, ...asked } = what;
      return put(forecasts, what.forecastId, newForecast(asked, deed));
    }
    case 'forecast-drafted':
      return change(() => ({ state: 'draft', drafted: what.queues, failure: '' }));
    case 'forecast-failed':
      return change(() => ({ state: 'failed', failure: what.reason }));
    case 'forecast-overridden':
      return change(({ layers }) => ({
        layers: [...layers, { kind: 'override', override: what.override }],
      }));
    case 'override-removed':
      return change(({ layers }) => ({
        layers: layers.filter(
          (layer) => layer.kind !== 'override' || layer.override.overrideId !== what.overrideId,
        ),
      }));
    case 'forecast-published':
      return change(() => ({ state: 'published', published: deed }));
    case 'scenario-copied': {
      const parent = forecasts.get(what.parent);
      if (!parent) return forecasts;
      const { forecastId, name } = what;
      return put(forecasts, forecastId, {
        ...parent,
        ...{ forecastId, name, kind: 'scenario', parent: what.parent, state: 'draft' },
        layers: [...parent.layers, { kind: 'change', change: what.change }],
        asked: deed,
        published: null,
        last: deed,
      });
    }
  }
}

function newForecast(asked: AskedForecast, deed: Deed): PlannedForecast {
  return {
    ...asked,
    kind: 'forecast',
    parent: '',
    state: 'computing',
    failure: '',
    drafted: [],
    layers: [],
    asked: deed,
    published: null,
    last: deed,
  };
}

function withVersion(
  { rules }: SitePlan,
  queue: string,
  decided: StaffingRules,
  deed: Deed,
): DecidedRules[] {
  const others = (rules.get(queue) ?? []).filter(
    (version) => version.rules.effectiveFrom !== decided.effectiveFrom,
  );
  return [...others, { rules: decided, decided: deed }].sort((a, b) =>
    a.rules.effectiveFrom < b.rules.effectiveFrom ? -1 : 1,
  );
}

function put<V>(map: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> {
  return new Map(map).set(key, value);
}

function without<V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}

/** Overrides that lie over a forecast, in the order in which they were laid. */
export function overridesOf({ layers }: PlannedForecast): Override[] {
  return layers.flatMap((layer) => (layer.kind === 'override' ? [layer.override] : []));
}

/** Everything scenarios change on top of each other; null for a forecast. */
export function changeOf({ layers }: PlannedForecast): ScenarioChange | null {
  const changes = layers.flatMap((layer) => (layer.kind === 'change' ? [layer.change] : []));
  return changes.length === 0 ? null : changes.reduce(bothChanges);
}

/** Two changes, one after the other: percents multiply, what is said later holds. */
export function bothChanges(first: ScenarioChange, then: ScenarioChange): ScenarioChange {
  const percent = (a: number, b: number) => ((1 + a / 100) * (1 + b / 100) - 1) * 100;
  return {
    volumePercent: percent(first.volumePercent, then.volumePercent),
    ahtPercent: percent(first.ahtPercent, then.ahtPercent),
    patienceS: then.patienceS ?? first.patienceS,
    shrinkage: then.shrinkage || first.shrinkage,
  };
}
