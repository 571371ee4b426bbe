import { periodDays } from '../period.ts';
import type { Definition, PeriodLength } from '../scorecard.ts';
import type { Decision, DefinitionVersion, SiteScores } from '../site-scores.ts';

/**
 * The version of a definition by which a period is scored: the last one decided of those that hold
 * on its first local day. `null` = there is none, or it has ended.
 */
export function definitionOn(
  state: Pick<SiteScores, 'definitions'>,
  definitionId: string,
  period: string,
): Decision<Definition> | null {
  const { from } = periodDays(period);
  const versions = state.definitions.get(definitionId) ?? [];
  const holding = versions.reduce<Decision<DefinitionVersion> | null>((best, version) => {
    const { effectiveFrom } = version.value.definition;
    if (effectiveFrom > from) return best;
    return best && best.value.definition.effectiveFrom > effectiveFrom ? best : version;
  }, null);
  if (!holding || holding.value.removed) return null;
  return { value: holding.value.definition, decided: holding.decided };
}

/** All definitions by which a period is scored. */
export function definitionsOn(
  state: Pick<SiteScores, 'definitions'>,
  period: string,
  length: PeriodLength,
): Definition[] {
  return [...state.definitions.keys()]
    .flatMap((id) => definitionOn(state, id, period)?.value ?? [])
    .filter((definition) => definition.period === length);
}
