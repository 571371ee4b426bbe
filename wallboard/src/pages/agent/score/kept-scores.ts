/** The own scores on the device, for when there is no network; never another person's. */
import type { Appeals, Ladder, Notes } from '../../quality/people-api.ts';
import type { Cards, Evaluations, OpenedCard, Rounds } from '../../quality/quality-api.ts';
import type { Posted } from './score-api.ts';

const storageKey = 'floorcast.my-score';

/** All that is told, as it is kept on the device. */
export interface Told {
  opened: OpenedCard | null;
  cards: Cards | null;
  ladder: Ladder | null;
  appeals: Appeals | null;
  notes: Notes | null;
  rounds: Rounds | null;
  evaluations: Evaluations | null;
  posted: Posted | null;
}

/** What is kept, of whom. */
export interface KeptScores {
  tenant: string;
  person: string;
  /** When it was told. */
  at: string;
  told: Told;
}

/** Keeps it; without the traces of the card where all of it is too much. */
export function keepScores(kept: KeptScores): void {
  for (const scores of [kept, withoutTraces(kept)]) {
    try {
      localStorage.setItem(storageKey, JSON.stringify(scores));
      return;
    } catch {
      // A full or forbidden storage costs the look without network, nothing else.
    }
  }
}

/** What was kept of somebody; a device without network does not know the tenant, and shows its own. */
export function keptScores(tenant: string, person: string): KeptScores | null {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? 'null') as KeptScores | null;
    const isOwn = kept?.person === person && (tenant === '' || tenant === kept.tenant);
    return isOwn ? kept : null;
  } catch {
    return null;
  }
}

/** Nothing is kept. */
export function forgetScores(): void {
  try {
    localStorage.removeItem(storageKey);
  } catch {
    // Where storage is forbidden nothing was kept.
  }
}

function withoutTraces(kept: KeptScores): KeptScores {
  const { opened } = kept.told;
  if (!opened?.card) return kept;
  const lines = opened.card.lines.map((line) => ({ ...line, trace: [] }));
  return {
    ...kept,
    told: { ...kept.told, opened: { ...opened, card: { ...opened.card, lines } } },
  };
}
