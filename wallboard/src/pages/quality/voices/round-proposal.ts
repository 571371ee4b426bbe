/** Who might rate whom in a 360-degree round: everybody rates about as many as everybody else. */
import type { Rating } from './voices-api.ts';

/** Whom a round is about, and how many of each relation rate each of them. */
export interface Proposal {
  people: readonly string[];
  superior: boolean;
  peers: number;
  /** Of other teams, for whom they work: internal customers. */
  customers: number;
  /** Of those whom a lead leads. */
  subordinates: number;
}

/** How a site is staffed. */
export interface Staffed {
  teamOf: Readonly<Record<string, string>>;
  /** Team → who leads it. */
  leads: Readonly<Record<string, string>>;
}

/**
 * Ratings for a round. Raters are taken round the circle of a team, beginning after the person: so
 * each of n people who are all rated by k peers rates k of them.
 */
export function proposedRatings(proposal: Proposal, staffed: Staffed): Rating[] {
  const ratings: Rating[] = [];
  const taken = new Set<string>();
  const add = (person: string, rater: string, relation: string) => {
    const key = `${person}\t${rater}`;
    if (rater === '' || rater === person || taken.has(key)) return;
    taken.add(key);
    ratings.push({ person, rater, relation });
  };
  const asked = new Map<string, number>();
  for (const person of proposal.people) {
    const team = staffed.teamOf[person] ?? '';
    const led = Object.keys(staffed.leads).filter((one) => staffed.leads[one] === person);
    if (proposal.superior) add(person, staffed.leads[team] ?? '', 'superior');
    const own = membersOf(staffed, (one) => one === team && team !== '');
    for (const rater of around(own, person, proposal.peers)) add(person, rater, 'peer');
    const below = membersOf(staffed, (one) => led.includes(one));
    for (const rater of around(below, person, proposal.subordinates)) {
      add(person, rater, 'subordinate');
    }
    const others = membersOf(staffed, (one) => one !== '' && one !== team && !led.includes(one));
    for (const rater of leastAsked(others, asked, proposal.customers)) {
      asked.set(rater, (asked.get(rater) ?? 0) + 1);
      add(person, rater, 'customer');
    }
  }
  return ratings;
}

/** Rater → how many they are asked about, the most asked first. */
export function loadOf(ratings: readonly Rating[]): [string, number][] {
  const load = Map.groupBy(ratings, ({ rater }) => rater);
  return [...load]
    .map(([rater, own]): [string, number] => [rater, own.length])
    .sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
}

/** People × relations whose raters are too few to be shown. */
export function hiddenGroups(ratings: readonly Rating[], fewest: number): number {
  const groups = Map.groupBy(ratings, ({ person, relation }) => `${person}\t${relation}`);
  return [...groups.values()].filter(({ length }) => length < fewest).length;
}

function membersOf({ teamOf }: Staffed, isOf: (team: string) => boolean): string[] {
  return Object.keys(teamOf)
    .filter((person) => isOf(teamOf[person] ?? ''))
    .sort();
}

/** So many others, round the circle from the person on. */
function around(members: readonly string[], person: string, count: number): string[] {
  const at = members.indexOf(person);
  const others = [...members.slice(at + 1), ...members.slice(0, Math.max(0, at))];
  return others.slice(0, count);
}

function leastAsked(
  members: readonly string[],
  asked: ReadonlyMap<string, number>,
  count: number,
): string[] {
  return [...members]
    .sort((one, other) => (asked.get(one) ?? 0) - (asked.get(other) ?? 0) || (one < other ? -1 : 1))
    .slice(0, count);
}
