/** Who marks how much of a sample, and how the rest could be shared fairly. */
import type { Drawn } from '../quality-api.ts';

/** One marker of a sample. */
export interface MarkerLoad {
  marker: string;
  /** Contacts marked already. */
  marked: number;
  /** Of those still open, so many by the suggestion. */
  suggested: number;
  /** Leads these teams, and marks nobody else; none = may mark all. */
  teams: readonly string[];
}

/** What is known of a sample. */
export interface ToShare {
  drawn: readonly Pick<Drawn, 'contact' | 'person'>[];
  /** Contact → who marked it. */
  markedBy: Readonly<Record<string, string>>;
  teamOf: Readonly<Record<string, string>>;
  /** Team → who leads it; empty = nobody. */
  leads: Readonly<Record<string, string>>;
  /** Who looks, where they may mark everybody; empty = nobody more. */
  also: string;
}

/**
 * Shares what is open so that all end with as many as can be: the contacts with the fewest who may
 * mark them first, each to whom has least. A lead marks the own team; nobody marks the own contacts.
 */
export function shareOut({ drawn, markedBy, teamOf, leads, also }: ToShare): MarkerLoad[] {
  const led = Map.groupBy(
    Object.entries(leads).filter(([, lead]) => lead !== ''),
    ([, lead]) => lead,
  );
  const marked = Map.groupBy(Object.values(markedBy), (marker) => marker);
  const markers = new Set([...marked.keys(), ...led.keys(), also].filter(Boolean));
  const loads = new Map<string, MarkerLoad>(
    [...markers].sort().map((marker) => {
      const teams = marker === also ? [] : (led.get(marker) ?? []).map(([team]) => team);
      return [marker, { marker, marked: marked.get(marker)?.length ?? 0, suggested: 0, teams }];
    }),
  );
  const open = drawn
    .filter(({ contact }) => markedBy[contact] === undefined)
    .map(({ contact, person }) => {
      const able = [...loads.values()].filter(({ marker, teams }) => {
        return marker !== person && (teams.length === 0 || teams.includes(teamOf[person] ?? ''));
      });
      return { contact, able };
    })
    .sort((a, b) => a.able.length - b.able.length || (a.contact < b.contact ? -1 : 1));
  for (const { able } of open) {
    const [least] = able.toSorted((a, b) => loadOf(a) - loadOf(b));
    if (least) least.suggested += 1;
  }
  return [...loads.values()];
}

function loadOf({ marked, suggested }: MarkerLoad): number {
  return marked + suggested;
}
