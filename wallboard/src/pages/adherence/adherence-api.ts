/** Adherence as the gateway tells it. null = cannot be known or computed, never zero. */
import type * as wire from '../../../../proto/gen/floorcast/agent/v1/adherence.ts';
import type * as decision from '../../../../proto/gen/floorcast/agent/v1/adherence_decision.ts';
import { ask, send } from '../api.ts';
import type { Plain } from '../parts/plain.ts';

/** A person now. */
export type PersonNow = Plain<wire.AdherenceNow>;
/** A stretch of a day. */
export type Stretch = Plain<wire.AdherenceStretch>;
/** A planned activity. */
export type Piece = Plain<wire.PlannedPiece>;
/** What a day comes to. */
export type Sums = Plain<wire.AdherenceSums>;
/** The rules of a site. */
export type Rules = Plain<wire.AdherenceRules>;

/** A contest as it stands. */
export interface Contest {
  contest: Plain<decision.Contested>;
  at: string | null;
  state: string;
  cause: Plain<wire.DeviationCause>;
  reason: string;
  decidedBy: string;
  decidedAt: string | null;
  /** Who is to decide; empty = nobody yet. */
  decides: string;
  /** Promised by then. */
  dueAt: string | null;
}

/** A mark as it stands. */
export interface Mark {
  mark: Plain<decision.MarkSet>;
  author: string;
  at: string | null;
}

/** Everybody of a site now. */
export interface SiteNow {
  people: PersonNow[];
  asOf: string | null;
  zone: string;
  noSchedule: string;
  scheduleVersion: number;
  contests: Contest[];
  marks: Mark[];
  rules: Rules | null;
  position: number;
  /** People on queue by half-hour of today. */
  curve: { start: string | null; scheduled: number; staffed: number | null }[];
}

/** One person's day. */
export interface PersonDay {
  stretches: Stretch[];
  sums: Sums | null;
  versions: Plain<wire.AdherenceDay>[];
  contests: Contest[];
  marks: Mark[];
  contestUntil: string | null;
  zone: string;
  day: string;
  noSchedule: string;
  seenFrom: string;
  planned: Piece[];
  rules: Rules | null;
}

/** Who does what was planned, now. */
export function readNow(site: string): Promise<SiteNow> {
  return ask<SiteNow>(`/v1/adherence/now?${new URLSearchParams({ site })}`);
}

/** One person's day; an empty day is the one that goes on. */
export function readDay(site: string, person: string, day: string): Promise<PersonDay> {
  return ask<PersonDay>(`/v1/adherence/day?${new URLSearchParams({ site, person, day })}`);
}

/** People wanted on queue by start of half-hour, over all groups; empty where it is not known. */
export async function readRequired(
  site: string,
  day: string,
): Promise<ReadonlyMap<number, number>> {
  const query = new URLSearchParams({ site, from: day, days: '1', people: '-' });
  const path = `/v1/schedule/shifts?${query}`;
  const { curves, slotMinutes } = await ask<Curves>(path);
  const halfHour = 1_800_000;
  const share = (slotMinutes * 60_000) / halfHour;
  const sums = new Map<number, number>();
  for (const { start, required } of curves) {
    if (required === null) continue;
    const at = Math.floor(Date.parse(start) / halfHour) * halfHour;
    // Slots of fifteen minutes make half of their half-hour each.
    sums.set(at, (sums.get(at) ?? 0) + required * Math.min(1, share));
  }
  return sums;
}

/** The part of a schedule's answer that the curve looks at. */
interface Curves {
  curves: { start: string; required: number | null }[];
  slotMinutes: number;
}

/** Does one act. */
export function act(site: string, what: Record<string, object>): Promise<{ id: string }> {
  return send('POST', `/v1/adherence/acts?${new URLSearchParams({ site })}`, { act: what });
}

/** The address of a table of days. */
export function tableOf(site: string, from: string, to: string): string {
  const query = new URLSearchParams({ site, from, to, format: 'csv' });
  return `/v1/adherence/days?${query}`;
}
