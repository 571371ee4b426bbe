import type { RuleBreak } from '../rule-break.ts';
import { numberOf, type RuleInForce, wordOf, wordsOf } from '../rule-in-force.ts';
import type { SlotCounts } from '../slot-counts.ts';

/**
 * Least and most people on queue for a group in each slot of a stretch of the day. Slots one after
 * another are told as one break, by the worst of them.
 */
export function peoplePerSlot(slots: SlotCounts, inForce: RuleInForce): RuleBreak[] {
  const { calendar } = inForce;
  const weekdays = wordsOf(inForce, 'weekdays');
  const from = numberOf(inForce, 'fromMinute', 0);
  const to = numberOf(inForce, 'toMinute', 1_440);
  const found: RuleBreak[] = [];
  for (let day = inForce.from; day < inForce.to; day += 1) {
    if (weekdays.length > 0 && !weekdays.includes(String(calendar.weekdayOf(day)))) continue;
    const span = { fromMs: calendar.instant(day, from), toMs: calendar.instant(day, to) };
    found.push(...breaksOfDay(slots, inForce, day, span));
  }
  return found;
}

function breaksOfDay(
  { startMs, slotMs, counts }: SlotCounts,
  inForce: RuleInForce,
  day: number,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): RuleBreak[] {
  const [min, max] = [numberOf(inForce, 'min', 0), numberOf(inForce, 'max', Infinity)];
  const found: RuleBreak[] = [];
  let run: { sentence: 'min' | 'max'; worst: number; start: number } | null = null;
  const end = Math.min(Math.floor((toMs - startMs) / slotMs), counts.length);
  for (let slot = Math.ceil((fromMs - startMs) / slotMs); slot <= end; slot += 1) {
    const value = slot < end ? (counts[slot] ?? 0) : min;
    const sentence = value < min ? 'min' : value > max && slot < end ? 'max' : null;
    if (run && run.sentence !== sentence) {
      found.push(tellRun(run, { slot, day, startMs, slotMs }, inForce, { min, max }));
      run = null;
    }
    if (sentence === null) continue;
    if (run === null) run = { sentence, worst: value, start: slot };
    const isWorse = sentence === 'min' ? value < run.worst : value > run.worst;
    if (isWorse) run.worst = value;
  }
  return found;
}

function tellRun(
  { sentence, worst, start }: { sentence: 'min' | 'max'; worst: number; start: number },
  { slot, day, startMs, slotMs }: { slot: number; day: number; startMs: number; slotMs: number },
  inForce: RuleInForce,
  limits: { min: number; max: number },
): RuleBreak {
  const { clockText } = inForce.calendar;
  const times = {
    from: clockText(startMs + start * slotMs),
    to: clockText(startMs + slot * slotMs),
  };
  const limit = limits[sentence];
  const facts = { value: worst, limit, group: wordOf(inForce, 'group'), ...times };
  return { day, amount: Math.abs(worst - limit), sentence, facts };
}
