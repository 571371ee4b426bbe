import { adherenceStretch } from '../appeal-target.ts';
import type { AdherenceFigures } from '../period-facts.ts';
import { addItem, type ItemsByPerson, type MeasureItem, type Seen } from './measure-item.ts';

/**
 * Minutes kept, of minutes scheduled and not excused, day by day. Contested minutes that were
 * accepted are given back, never more of a day than were lost by own doing, and once: where the
 * count of the day takes the contest in, it only stands in the trace.
 */
export function ownAdherenceItems(seen: Seen): ItemsByPerson {
  const givenBack = acceptedMinutes(seen);
  const counted = new Set(seen.facts.adherence.flatMap(({ contests }) => contests));
  return days(seen, (day) => {
    const weight = Math.max(0, (day.scheduledMs ?? 0) - day.excusedMs) / minuteMs;
    const own = day.ownMs / minuteMs;
    let left = own;
    const corrections = (givenBack.get(`${day.person} ${day.day}`) ?? []).map(({ id, minutes }) => {
      const isCounted = counted.has(id);
      const value = isCounted ? 0 : Math.min(left, minutes);
      left -= value;
      const note = isCounted ? 'counted' : 'accepted';
      return { kind: 'correction' as const, id, value, weight: 0, note, count: 0 };
    });
    const note = own > 0 ? 'own-minutes' : '';
    const item = { kind: 'adherence-day' as const, id: day.day, value: weight - own, weight, note };
    return [{ ...item, count: 1 }, ...corrections];
  });
}

/** Minutes on queue, of minutes scheduled on queue. */
export function conformanceItems(seen: Seen): ItemsByPerson {
  return days(seen, ({ day: id, onQueueMs, scheduledOnQueueMs }) => {
    const [value, weight] = [onQueueMs / minuteMs, scheduledOnQueueMs / minuteMs];
    return [{ kind: 'adherence-day', id, value, weight, note: '', count: 1 }];
  });
}

const minuteMs = 60_000;

type DayItem = Omit<MeasureItem, 'atMs' | 'queue'>;

/** Items of days on which there is anything to divide by. */
function days(seen: Seen, itemsOf: (day: AdherenceFigures) => DayItem[]): ItemsByPerson {
  const items: ItemsByPerson = new Map();
  for (const day of seen.facts.adherence) {
    if (day.scheduledMs === null || day.day < seen.from || day.day > seen.to) continue;
    const of = itemsOf(day);
    if (of[0] === undefined || of[0].weight <= 0) continue;
    const atMs = Date.parse(`${day.day}T00:00:00Z`);
    for (const item of of) addItem(items, day.person, { ...item, atMs, queue: '' });
  }
  return items;
}

function acceptedMinutes({ state }: Seen): Map<string, { id: string; minutes: number }[]> {
  const accepted = new Map<string, { id: string; minutes: number }[]>();
  for (const {
    appealId: id,
    of,
    state: outcome,
    target,
    person,
    figure,
  } of state.appeals.values()) {
    if (of !== 'adherence' || (outcome !== 'accepted' && outcome !== 'partly')) continue;
    const { day, minutes } = adherenceStretch(target);
    const key = `${person} ${day}`;
    accepted.set(key, [...(accepted.get(key) ?? []), { id, minutes: figure ?? minutes }]);
  }
  return accepted;
}
