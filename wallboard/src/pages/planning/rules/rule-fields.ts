/** Between staffing rules and a form: shares in percent, null as an empty field. */
import type { Model, Shrinkage, StaffingRules } from '../planning-api.ts';

/** Rules as fields. */
export interface RuleFields {
  model: Model;
  serviceLevel: number | null;
  withinS: number | null;
  asaS: number | null;
  occupancy: number | null;
  abandonment: number | null;
  minimumAgents: number | null;
  ahtS: number | null;
  patienceS: number | null;
  quantile: number | null;
  calendar: string;
  shrinkage: Shrinkage[];
  effectiveFrom: string;
}

/** Rules as a form shows them, to hold from a day on. */
export function fieldsOf(rules: StaffingRules, today: string): RuleFields {
  const { goals } = rules;
  return {
    model: rules.model,
    serviceLevel: inPercent(goals?.serviceLevel),
    withinS: goals?.withinS ?? null,
    asaS: goals?.asaS ?? null,
    occupancy: inPercent(goals?.occupancy),
    abandonment: inPercent(goals?.abandonment),
    minimumAgents: goals?.minimumAgents ?? 0,
    ahtS: rules.ahtSource === 'fixed' ? rules.ahtS : null,
    patienceS: rules.patienceS,
    quantile: inPercent(rules.quantile),
    calendar: rules.calendar,
    shrinkage: rules.shrinkage.map((one) => ({ ...one })),
    effectiveFrom: today,
  };
}

/** What a form says; what it does not show stays as it was. */
export function rulesFrom(fields: RuleFields, before: StaffingRules): StaffingRules {
  const level = asRatio(fields.serviceLevel);
  return {
    model: fields.model,
    goals: {
      serviceLevel: level,
      withinS: level === null ? null : fields.withinS,
      rule: before.goals?.rule ?? '',
      asaS: fields.asaS,
      pWait: before.goals?.pWait ?? null,
      occupancy: asRatio(fields.occupancy),
      blocking: before.goals?.blocking ?? null,
      abandonment: asRatio(fields.abandonment),
      minimumAgents: Math.round(fields.minimumAgents ?? 0),
    },
    ahtSource: fields.ahtS === null ? 'forecast' : 'fixed',
    ahtS: fields.ahtS,
    patienceS: fields.patienceS,
    shrinkage: fields.shrinkage,
    calendar: fields.calendar,
    quantile: asRatio(fields.quantile),
    effectiveFrom: fields.effectiveFrom,
  };
}

function inPercent(ratio: number | null | undefined): number | null {
  return ratio === null || ratio === undefined ? null : Math.round(ratio * 1e4) / 100;
}

function asRatio(percent: number | null): number | null {
  return percent === null ? null : Number((percent / 100).toFixed(6));
}
