import { repeatDays } from '../period.ts';
import type { FactLeg } from '../period-facts.ts';
import { returnedLegs } from '../sampling.ts';
import { addItem, type ItemsByPerson, type Seen } from './measure-item.ts';

/** Value and note that one answered leg adds; `null` = it does not count. */
type Count = (leg: FactLeg) => { value: number; note: string } | null;

const plain = (value: number) => ({ value, note: '' });
const marked = (is: boolean, note: string) => (is ? { value: 1, note } : plain(0));

/** Contacts answered: the figure is their sum. */
export function answeredItems(seen: Seen): ItemsByPerson {
  return answeredLegs(seen, () => plain(1), 0);
}

/** Seconds of finished contacts. */
export function handlingItems(seen: Seen): ItemsByPerson {
  return answeredLegs(seen, ({ talkMs, acwMs }) =>
    talkMs === null || acwMs === null ? null : plain((talkMs + acwMs) / 1_000),
  );
}

/** Finished contacts, handed on or not. */
export function transferItems(seen: Seen): ItemsByPerson {
  return answeredLegs(seen, ({ talkMs, transferredTo }) =>
    talkMs === null ? null : marked(transferredTo !== '', 'transferred'),
  );
}

/** Finished contacts of which it is known who ended them. */
export function shortHangUpItems(seen: Seen, shortS: number): ItemsByPerson {
  return answeredLegs(seen, ({ talkMs, endedBy }) =>
    talkMs === null || endedBy === ''
      ? null
      : marked(endedBy === 'agent' && talkMs < shortS * 1_000, 'short-hang-up'),
  );
}

/** Contacts of known callers whose seven days are over in the period: none counts early. */
export function repeatItems(seen: Seen, days: number): ItemsByPerson {
  const returned = returnedLegs(seen.facts.legs, Math.min(days, repeatDays));
  const ageMs = repeatDays * 86_400_000;
  const earlier = { ...seen, fromMs: seen.fromMs - ageMs, toMs: seen.toMs - ageMs };
  return answeredLegs(earlier, ({ leg, callerHash }) =>
    callerHash === '' ? null : marked(returned.has(leg), 'came-again'),
  );
}

/** Rings in vain, long enough to be answered, beside contacts answered. */
export function rungOutItems(seen: Seen, leastRingS: number): ItemsByPerson {
  const items = answeredLegs(seen, () => plain(0));
  for (const { leg, queue, rings } of seen.facts.legs) {
    for (const { person, ringMs, atMs } of rings) {
      if (atMs < seen.fromMs || atMs >= seen.toMs || ringMs < leastRingS * 1_000) continue;
      const note = 'rung-out';
      addItem(items, person, {
        ...{ kind: 'contact', id: leg, atMs, value: 1, weight: 1, note, count: 1, queue },
      });
    }
  }
  return items;
}

function answeredLegs({ facts, fromMs, toMs }: Seen, count: Count, weight = 1): ItemsByPerson {
  const items: ItemsByPerson = new Map();
  for (const one of facts.legs) {
    const { leg: id, queue, offeredAtMs: atMs, person } = one;
    if (person === '' || atMs < fromMs || atMs >= toMs) continue;
    const counted = count(one);
    if (counted)
      addItem(items, person, { kind: 'contact', id, atMs, weight, count: 1, queue, ...counted });
  }
  return items;
}
