import type { ScenarioChange } from '../domain/planning/planning-decision.ts';
import type { StaffingRules } from '../domain/planning/staffing-rules.ts';
import { type PatienceHazard, stretched } from '../domain/staffing/patience-fit.ts';
import type { Patience } from './patience.ts';

/** What a queue's callers are reckoned to do; null = not known, or not asked. */
export interface Callers {
  /** Mean patience in seconds. */
  patienceS: number | null;
  /** Patience of the measured shape. */
  hazard: PatienceHazard | null;
  /** Share that hung up in the history that forecasts learn from. */
  lost: number | null;
}

const unasked: Callers = { patienceS: null, hazard: null, lost: null };

/**
 * Callers as a change or the rules say, else as measured. The log is read only
 * for what the model needs; a said patience stretches the measured shape to it.
 */
export async function callersOf(
  { patience }: { patience: Patience },
  of: { tenant: string; queue: string; rules: StaffingRules; change: ScenarioChange | null },
): Promise<Callers> {
  const { tenant, queue, rules, change } = of;
  const { model, redialShare } = rules;
  const said = change?.patienceS ?? rules.patienceS;
  const patient = model === 'erlang-a' || model === 'chat' || model === 'measured-patience';
  const needed = (patient && said === null) || model === 'measured-patience' || redialShare > 0;
  if (!needed) return { ...unasked, patienceS: patient ? said : null };
  const { meanS, hazard, lost } = await patience.callers(tenant, queue);
  const times = said === null || meanS === null ? 1 : said / meanS;
  return {
    patienceS: patient ? (said ?? meanS) : null,
    hazard: hazard && times !== 1 ? stretched(hazard, times) : hazard,
    lost: redialShare > 0 ? lost : null,
  };
}
