import type {
  ScenarioChange as WireChange,
  Forecast as WireForecast,
  Import as WireImport,
  ImportedQueue as WireImportedQueue,
  Mark as WireMark,
  Override as WireOverride,
} from '../../proto/gen/floorcast/staffing/v1/forecast.ts';
import type {
  StaffingGoals as WireGoals,
  StaffingRules as WireRules,
} from '../../proto/gen/floorcast/staffing/v1/requirement.ts';
import { DomainError } from '../domain/domain-error.ts';
import type {
  ImportedQueue,
  Mark,
  MarkKind,
  Override,
  ScenarioChange,
} from '../domain/planning/planning-decision.ts';
import {
  changeOf,
  overridesOf,
  type PlannedForecast,
  type PlannedImport,
} from '../domain/planning/site-plan.ts';
import {
  type RulesGoals,
  type RulesModel,
  rulesModels,
  type StaffingRules,
} from '../domain/planning/staffing-rules.ts';
import { type AbandonRule, abandonRules } from '../domain/queue/service-level.ts';

/** A queue of an imported file for the wire. */
export function toWireImportedQueue(queue: ImportedQueue): WireImportedQueue {
  const { content: _, ahtS, ...rest } = queue;
  return { ...rest, ahtS: ahtS ?? undefined };
}

/** An import for the wire. */
export function toWireImport(site: string, of: PlannedImport): WireImport {
  const { importId, fileName, queues, imported, undone } = of;
  return {
    importId,
    site,
    fileName,
    author: imported.author,
    importedAt: new Date(imported.atMs),
    queues: queues.map(toWireImportedQueue),
    undoneAt: undone ? new Date(undone.atMs) : undefined,
    undoneBy: undone?.author ?? '',
  };
}

/** A mark for the wire. */
export function toWireMark({ atMs, queues, ...mark }: Mark, site: string): WireMark {
  return { ...mark, queues: [...queues], site, markedAt: new Date(atMs) };
}

/** A mark off the wire; what it says is checked where it is decided. */
export function fromWireMark(wire: WireMark | undefined): Mark {
  if (!wire) throw new DomainError('invalid', 'mark is missing');
  const { markId, queues, from, to, kind, treatment, name, author, markedAt } = wire;
  if (treatment !== 'exclude' && treatment !== 'model') {
    throw new DomainError('invalid', `treatment is "${treatment}", but must be exclude or model`);
  }
  const atMs = markedAt?.getTime() ?? 0;
  return { markId, queues, from, to, kind: kind as MarkKind, treatment, name, author, atMs };
}

/** An override for the wire. */
export function toWireOverride({ atMs, change, ...override }: Override): WireOverride {
  return { ...override, change: toWireSlots(change), overriddenAt: new Date(atMs) };
}

function toWireSlots(change: Override['change']): WireOverride['change'] {
  if ('percent' in change) return { $case: 'percent', value: change.percent };
  if ('value' in change) return { $case: 'value', value: change.value };
  return { $case: 'values', value: { values: [...change.values] } };
}

/** An override off the wire. */
export function fromWireOverride(wire: WireOverride | undefined): Override {
  if (!wire?.change) throw new DomainError('invalid', 'override.change is missing');
  const { change, overriddenAt, target, ...rest } = wire;
  if (target !== 'calls' && target !== 'aht') {
    throw new DomainError('invalid', `target is "${target}", but must be calls or aht`);
  }
  return { ...rest, target, change: fromWireSlots(change), atMs: overriddenAt?.getTime() ?? 0 };
}

function fromWireSlots(change: NonNullable<WireOverride['change']>): Override['change'] {
  switch (change.$case) {
    case 'percent':
      return { percent: change.value };
    case 'value':
      return { value: change.value };
    case 'values':
      return { values: change.value.values };
  }
}

/** What a scenario changes, for the wire. */
export function toWireChange({ patienceS, ...change }: ScenarioChange): WireChange {
  return { ...change, patienceS: patienceS ?? undefined };
}

/** What a scenario changes, off the wire; nothing given changes nothing. */
export function fromWireChange(wire: WireChange | undefined): ScenarioChange {
  const { volumePercent = 0, ahtPercent = 0, patienceS, shrinkage = '' } = wire ?? {};
  return { volumePercent, ahtPercent, patienceS: patienceS ?? null, shrinkage };
}

/** A forecast for the wire. */
export function toWireForecast(
  site: string,
  forecast: PlannedForecast,
  { progress, overrides }: { progress: number; overrides: boolean },
): WireForecast {
  const { forecastId, name, kind, state, failure, parent, from, days, slotMinutes } = forecast;
  const { asked, published, last, drafted } = forecast;
  const change = changeOf(forecast);
  const queues = drafted.map(({ content: _, calls, ...queue }) => {
    return { ...queue, calls: calls ?? undefined };
  });
  const undrafted = forecast.queues.map((queue) => {
    return { queue, calls: undefined, failure: '', learnedUntil: '' };
  });
  return {
    ...{ forecastId, site, name, kind, state, failure, parent, from, days, slotMinutes },
    progress: state === 'computing' ? progress : 1,
    queues: drafted.length > 0 ? queues : undrafted,
    overrides: overrides ? overridesOf(forecast).map(toWireOverride) : [],
    change: change ? toWireChange(change) : undefined,
    author: asked.author,
    draftedAt: new Date(asked.atMs),
    publishedBy: published?.author ?? '',
    publishedAt: published ? new Date(published.atMs) : undefined,
    position: last.position,
  };
}

/** Rules for the wire. */
export function toWireRules(rules: StaffingRules): WireRules {
  const { goals, ahtS, patienceS, quantile, shrinkage, chatHandleS, ...more } = rules;
  const { deferred, similar, ...rest } = more;
  return {
    ...rest,
    goals: toWireGoals(goals),
    ahtS: ahtS ?? undefined,
    patienceS: patienceS ?? undefined,
    quantile: quantile ?? undefined,
    shrinkage: shrinkage.map((kind) => ({ ...kind, weekdays: [...kind.weekdays] })),
    chatHandleS: [...chatHandleS],
    deferred: deferred ? { ...deferred, weekdays: [...deferred.weekdays] } : undefined,
    similar: similar
      ? {
          queue: similar.queue,
          share: similar.share ?? undefined,
          callsPerDay: similar.callsPerDay ?? undefined,
        }
      : undefined,
  };
}

function toWireGoals({ rule, minimumAgents, ...goals }: RulesGoals): WireGoals {
  const given = Object.entries(goals).filter(([, value]) => value !== null);
  return { rule, minimumAgents, ...Object.fromEntries(given) };
}

/** Rules off the wire; what they say is checked where they are decided. */
export function fromWireRules(wire: WireRules | undefined): StaffingRules {
  if (!wire) throw new DomainError('invalid', 'rules is missing');
  const { model, goals, ahtSource, ahtS, patienceS, quantile, carriedLoad, ...rest } = wire;
  if (ahtSource !== 'forecast' && ahtSource !== 'fixed') {
    throw new DomainError('invalid', `ahtSource is "${ahtSource}", but must be forecast or fixed`);
  }
  // Decisions from before there was a choice say nothing of it.
  if (carriedLoad !== 'auto' && carriedLoad !== 'off' && carriedLoad !== '') {
    throw new DomainError('invalid', `carriedLoad is "${carriedLoad}", but must be auto or off`);
  }
  return {
    ...rest,
    deferred: rest.deferred ?? null,
    similar: rest.similar
      ? {
          queue: rest.similar.queue,
          share: rest.similar.share ?? null,
          callsPerDay: rest.similar.callsPerDay ?? null,
        }
      : null,
    carriedLoad: carriedLoad === 'off' ? 'off' : 'auto',
    model: toModel(model),
    goals: fromWireGoals(goals),
    ahtSource,
    ahtS: ahtS ?? null,
    patienceS: patienceS ?? null,
    quantile: quantile ?? null,
  };
}

/** Goals off the wire. */
export function fromWireGoals(wire: WireGoals | undefined): RulesGoals {
  if (!wire) throw new DomainError('invalid', 'goals is missing');
  return {
    serviceLevel: wire.serviceLevel ?? null,
    withinS: wire.withinS ?? null,
    rule: toRule(wire.rule),
    asaS: wire.asaS ?? null,
    pWait: wire.pWait ?? null,
    occupancy: wire.occupancy ?? null,
    blocking: wire.blocking ?? null,
    abandonment: wire.abandonment ?? null,
    minimumAgents: wire.minimumAgents,
  };
}

function toRule(name: string): AbandonRule {
  if (name === '') return 'missed';
  const rule = abandonRules.find((one) => one === name);
  if (rule) return rule;
  throw new DomainError('invalid', `rule is "${name}", but must be of ${abandonRules.join(', ')}`);
}

/** A model by its name. */
export function toModel(name: string): RulesModel {
  const model = rulesModels.find((one) => one === name);
  if (model) return model;
  throw new DomainError('invalid', `model is "${name}", but must be of ${rulesModels.join(', ')}`);
}
