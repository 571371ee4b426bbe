import type { StaffingRules } from '../domain/planning/staffing-rules.ts';
import {
  chatModel,
  erlangModel,
  measuredModel,
  type QueueModel,
  redialling,
} from '../domain/staffing/queue-model.ts';
import type { Callers } from './callers.ts';
import { toGoals } from './goals.ts';

const noPatience = 'no patience is known: nobody hung up in the last 60 days, and no rule says one';
const noShape = 'no patience was measured: nobody hung up in the last 60 days';

/** Why rules cannot be reckoned by with what is known of the callers; empty = they can. */
export function problemOf({ model }: StaffingRules, { patienceS, hazard }: Callers): string {
  if (model === 'erlang-a' && patienceS === null) return noPatience;
  return model === 'measured-patience' && hazard === null ? noShape : '';
}

/** Are slots sized by Erlang's models alone, which do a month at once? */
export function isPlain({ model, redialShare }: StaffingRules): boolean {
  return redialShare === 0 && ['erlang-b', 'erlang-c', 'erlang-a'].includes(model);
}

/**
 * The model of a live queue, with redials where the rules say so; null for
 * deferred work, or where the callers are not known well enough.
 *
 * @param times - by how much handling takes longer than the rules say.
 */
export function modelOf(rules: StaffingRules, callers: Callers, times = 1): QueueModel | null {
  const goals = toGoals(rules);
  const { patienceS, hazard } = callers;
  const { model, redialShare, chatHandleS } = rules;
  if (problemOf(rules, callers)) return null;
  const again = (one: QueueModel) => redialling(one, redialShare, goals);
  switch (model) {
    case 'erlang-b':
    case 'erlang-c':
      return again(erlangModel(model, null, goals));
    case 'erlang-a':
      return again(erlangModel(model, patienceS, goals));
    case 'measured-patience':
      return hazard && again(measuredModel(hazard, goals));
    case 'chat': {
      const handleS = chatHandleS.map((seconds) => seconds * times);
      return again(chatModel({ handleS, patienceS }, goals));
    }
    case 'deferred':
      return null;
  }
}
