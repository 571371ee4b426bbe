import type { Activity, Shift } from './shift.ts';

/** The activities of a stretch; one that goes on over an end of it is cut there. */
export function activitiesWithin(
  activities: readonly Activity[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Activity[] {
  return activities
    .filter((activity) => activity.fromMs < toMs && activity.toMs > fromMs)
    .map((activity) => ({
      ...activity,
      fromMs: Math.max(activity.fromMs, fromMs),
      toMs: Math.min(activity.toMs, toMs),
    }));
}

/**
 * A stretch laid over activities in place of what was there. Neighbours that say the same become
 * one.
 */
export function withStretch(activities: readonly Activity[], laid: Activity): Activity[] {
  const { fromMs, toMs } = laid;
  return joined([
    ...activitiesWithin(activities, { fromMs: Number.NEGATIVE_INFINITY, toMs: fromMs }),
    laid,
    ...activitiesWithin(activities, { fromMs: toMs, toMs: Number.POSITIVE_INFINITY }),
  ]);
}

/** Stretches in order, those that touch and say the same made one. */
export function joined(activities: readonly Activity[]): Activity[] {
  const result: Activity[] = [];
  for (const activity of activities) {
    const last = result.at(-1);
    if (last && last.toMs === activity.fromMs && saysTheSame(last, activity)) {
      result[result.length - 1] = { ...last, toMs: activity.toMs };
    } else if (activity.toMs > activity.fromMs) result.push(activity);
  }
  return result;
}

/**
 * A shift of other activities: unpaid breaks at its ends fall away, paid ones become work, since
 * no shift begins or ends with a break. `null` when no activity is left.
 */
export function shiftOfActivities(shift: Shift, activities: readonly Activity[]): Shift | null {
  const isRest = ({ kind }: Activity) => kind === 'break' || kind === 'meal' || kind === 'split';
  const kept = [...activities];
  for (const end of [0, -1]) {
    for (let edge = kept.at(end); edge && isRest(edge); edge = kept.at(end)) {
      if (edge.paid) {
        kept.splice(end, 1, { ...edge, kind: 'work', group: '', note: '' });
      } else kept.splice(end, 1);
    }
  }
  const [first, last] = [kept[0], kept.at(-1)];
  if (!first || !last) return null;
  return { ...shift, fromMs: first.fromMs, toMs: last.toMs, activities: joined(kept) };
}

/**
 * What is left of a shift without a stretch. Cut at an end it is shorter; cut in the middle it has
 * unpaid time there, as a split shift has. `null` = nothing of work is left.
 */
export function withoutStretch(
  shift: Shift,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Shift | null {
  const before = activitiesWithin(shift.activities, { fromMs: shift.fromMs, toMs: fromMs });
  const after = activitiesWithin(shift.activities, { fromMs: toMs, toMs: shift.toMs });
  const head = shiftOfActivities(shift, before);
  const tail = shiftOfActivities(shift, after);
  if (!head || !tail) return head ?? tail;
  return joinedShift(head, tail);
}

/**
 * Two shifts of one person made one that keeps the first argument's id; unpaid time fills what
 * lies between them. They may not overlap.
 */
export function joinedShift(kept: Shift, other: Shift): Shift {
  const [first, second] = kept.fromMs <= other.fromMs ? [kept, other] : [other, kept];
  const between: Activity[] =
    first.toMs < second.fromMs
      ? [
          {
            kind: 'split',
            fromMs: first.toMs,
            toMs: second.fromMs,
            paid: false,
            group: '',
            note: '',
          },
        ]
      : [];
  return {
    ...kept,
    day: first.day,
    fromMs: first.fromMs,
    toMs: second.toMs,
    activities: joined([...first.activities, ...between, ...second.activities]),
  };
}

function saysTheSame(a: Activity, b: Activity): boolean {
  return (
    a.kind === b.kind &&
    a.paid === b.paid &&
    a.group === b.group &&
    a.note === b.note &&
    // Two breaks that touch are still two.
    (a.kind === 'work' || a.kind === 'leave' || a.kind === 'sick')
  );
}
