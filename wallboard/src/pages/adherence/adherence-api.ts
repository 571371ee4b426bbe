/** Adherence as the gateway tells it. null = cannot be known or computed, never zero. */
import type * as wire from '../../../../proto/gen/floorcast/agent/v1/adherence.ts';
import type * as service from '../../../../proto/gen/floorcast/agent/v1/adherence_service.ts';
import { ask, send } from '../api.ts';

/** A message as JSON: instants as ISO 8601, what is absent as null. */
type Plain<T> = T extends Date
  ? string
  : T extends readonly (infer Each)[]
    ? Plain<Each>[]
    : T extends object
      ? { [Name in keyof T]-?: Plain<T[Name]> }
      : T extends undefined
        ? null
        : T;

/** A person now. */
export type PersonNow = Plain<wire.AdherenceNow>;
/** A stretch of a day. */
export type Stretch = Plain<wire.AdherenceStretch>;
/** A planned activity. */
export type Piece = Plain<wire.PlannedPiece>;
/** What a day comes to. */
export type Sums = Plain<wire.AdherenceSums>;
/** A contest as it stands. */
export type Contest = Plain<service.AdherenceContest>;
/** A mark as it stands. */
export type Mark = Plain<service.AdherenceMark>;
/** Everybody of a site now. */
export type SiteNow = Plain<service.GetAdherenceNowResponse>;
/** One person's day. */
export type PersonDay = Plain<service.GetAdherenceDayResponse>;

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
