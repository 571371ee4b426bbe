/** Agents of a floor into columns by state: who, since when, and how many more. */
import type { AgentRow } from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';

/** A column of states. */
export type Group = 'contact' | 'ready' | 'acw' | 'break' | 'other' | 'away' | 'rest';

/** States by number, as `DisplayState` has them, in the order in which they are listed. */
const statesOf: Record<Group, readonly number[]> = {
  contact: [4, 5, 3],
  ready: [2],
  acw: [6],
  break: [7],
  other: [8, 9, 0],
  away: [6, 7, 8, 9, 0],
  rest: [4, 5, 3, 6, 7, 8, 9, 0],
};

/** One group as the board shows it. */
export interface GroupView {
  group: Group;
  /** Everybody in it. */
  count: number;
  /** By state, those that are not zero, in the order of the states. */
  states: { state: number; count: number }[];
  /** By reason of a break, most first. */
  reasons: { reason: string; count: number }[];
  /** Columns it takes. */
  columns: number;
  /** Those shown, by state and then by time in state, longest first. */
  shown: AgentRow[];
  /** Those that found no place. */
  more: number;
}

/**
 * Lays a floor out in columns.
 *
 * @param counts - agents by state from the totals, in which nobody counts
 *   twice; null when there are none, then the rows are counted.
 */
export function floorGroups(
  agents: readonly AgentRow[],
  counts: Readonly<Record<number, number>> | null,
  space: { columns: number; rows: number },
): GroupView[] {
  const countOf = (state: number) =>
    counts?.[state] ?? (counts ? 0 : agents.filter((agent) => agent.state === state).length);
  const groups = groupsFor(space.columns, (group) => sum(statesOf[group].map(countOf)) > 0);
  const members = new Map(groups.map((group) => [group, membersOf(agents, group)]));
  const columns = spread(groups, members, space);
  return groups.map((group) => {
    const all = members.get(group) ?? [];
    const count = sum(statesOf[group].map(countOf));
    const places = (columns.get(group) ?? 1) * space.rows;
    // The last place tells how many more there are.
    const shown = all.slice(0, all.length > places ? places - 1 : places);
    return {
      group,
      count,
      states: statesOf[group]
        .map((state) => ({ state, count: countOf(state) }))
        .filter((one) => one.count > 0),
      reasons: reasonsOf(all),
      columns: columns.get(group) ?? 1,
      shown,
      more: all.length - shown.length,
    };
  });
}

/** As many groups as there are columns; the last ones share when there are too few. */
function groupsFor(columns: number, hasAny: (group: Group) => boolean): Group[] {
  if (columns >= 5 && hasAny('other')) return ['contact', 'ready', 'acw', 'break', 'other'];
  if (columns >= 4) {
    return hasAny('other') ? ['contact', 'ready', 'away'] : ['contact', 'ready', 'acw', 'break'];
  }
  return columns === 3 ? ['contact', 'ready', 'away'] : ['ready', 'rest'];
}

function membersOf(agents: readonly AgentRow[], group: Group): AgentRow[] {
  const order = statesOf[group];
  return agents
    .filter((agent) => order.includes(agent.state))
    .sort(
      (a, b) =>
        order.indexOf(a.state) - order.indexOf(b.state) ||
        a.sinceMs - b.sinceMs ||
        (a.key < b.key ? -1 : 1),
    );
}

/** Columns that are left over go, one by one, to the group with most agents without a place. */
function spread(
  groups: readonly Group[],
  members: ReadonlyMap<Group, AgentRow[]>,
  { columns, rows }: { columns: number; rows: number },
): Map<Group, number> {
  const given = new Map(groups.map((group) => [group, 1]));
  const unplaced = (group: Group) =>
    (members.get(group)?.length ?? 0) - (given.get(group) ?? 1) * rows;
  for (let left = columns - groups.length; left > 0; left -= 1) {
    const neediest = groups.reduce((a, b) => (unplaced(b) > unplaced(a) ? b : a));
    given.set(neediest, (given.get(neediest) ?? 1) + 1);
  }
  return given;
}

function reasonsOf(agents: readonly AgentRow[]): { reason: string; count: number }[] {
  const byReason = new Map<string, number>();
  for (const { state, reason } of agents) {
    if (state === 7 && reason) byReason.set(reason, (byReason.get(reason) ?? 0) + 1);
  }
  return [...byReason]
    .map(([reason, count]) => ({ reason, count }))
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
