import type { Activity, Shift } from './shift.ts';

const pauses: readonly Activity['kind'][] = ['break', 'meal', 'split'];

/**
 * A shift with one of its breaks at another time: where it was the work beside it goes on, where it
 * comes to be the work gives way. `null` when there is no work at that place for so long.
 *
 * @param place - of the break among those of the shift, from 0.
 */
export function withBreakAt(shift: Shift, place: number, fromMs: number): Shift | null {
  const pause = shift.activities.filter(({ kind }) => pauses.includes(kind))[place];
  if (!pause) return null;
  const moved: Activity = { ...pause, fromMs, toMs: fromMs + (pause.toMs - pause.fromMs) };
  if (moved.fromMs < shift.fromMs || moved.toMs > shift.toMs) return null;
  const filled = joined(
    shift.activities.map((one, at) => (one === pause ? asWork(shift, at) : one)),
  );
  const activities = filled.flatMap((one) => {
    if (one.toMs <= moved.fromMs || one.fromMs >= moved.toMs) return [one];
    const before = { ...one, toMs: moved.fromMs };
    const after = { ...one, fromMs: moved.toMs };
    return [before, ...(moved.fromMs >= one.fromMs ? [moved] : []), after].filter(
      (piece) => piece.toMs > piece.fromMs,
    );
  });
  const ousted = filled.some(
    (one) => one.kind !== 'work' && one.fromMs < moved.toMs && one.toMs > moved.fromMs,
  );
  return ousted ? null : { ...shift, activities };
}

function asWork({ activities }: Shift, at: number): Activity {
  const pause = activities[at] as Activity;
  const beside = [activities[at - 1], activities[at + 1]].find((one) => one?.kind === 'work');
  return { ...pause, kind: 'work', paid: true, group: beside?.group ?? '', note: '' };
}

/** Stretches of the same work, one after the other, as one. */
function joined(activities: readonly Activity[]): Activity[] {
  const list: Activity[] = [];
  for (const one of activities) {
    const last = list.at(-1);
    const same = last?.kind === 'work' && one.kind === 'work' && last.group === one.group;
    if (last && same && last.note === one.note) list[list.length - 1] = { ...last, toMs: one.toMs };
    else list.push(one);
  }
  return list;
}
