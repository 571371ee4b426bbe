/** What an agent's pages ask the gateway. */
import { ask, send } from '../api.ts';
import { kinds } from '../schedule/shift-view.ts';
import type { ActAnswer, Acts, AdherenceDay, Explanation, MyDay, Shift } from './my-day.ts';

/** Reads what concerns a person over some days. */
export async function readMyDay(from: string, days: number): Promise<MyDay> {
  const query = new URLSearchParams({ from, days: String(days) });
  return withKinds(await ask<MyDay>(`/v1/schedule/my?${query}`));
}

/** Why one works, or not, on a day. */
export async function explain(site: string, person: string, day: string): Promise<Explanation> {
  const query = new URLSearchParams({ site, draft: '', person, day });
  return withKinds(await ask<Explanation>(`/v1/schedule/explain?${query}`));
}

/** A colleague's published shifts of four weeks, without reasons. */
export async function colleagueShifts(
  site: string,
  person: string,
  from: string,
): Promise<Shift[]> {
  const rest = { from, days: '28', people: person, shiftsOnly: 'true' };
  const query = new URLSearchParams({ site, ...rest });
  return withKinds(await ask<{ shifts: Shift[] }>(`/v1/schedule/shifts?${query}`)).shifts;
}

/** Does one act, or asks what it would do. */
export function act<Name extends keyof Acts>(
  site: string,
  name: Name,
  value: Acts[Name],
  { preview = false }: { preview?: boolean } = {},
): Promise<ActAnswer> {
  const path = `/v1/schedule/acts?${new URLSearchParams({ site })}`;
  return send('POST', path, { preview, act: { [name]: value } });
}

/** Own adherence of a day, stretch by stretch. */
export async function readAdherence(
  site: string,
  person: string,
  day: string,
): Promise<AdherenceDay> {
  const query = new URLSearchParams({ site, person, day });
  return withKinds(await ask<AdherenceDay>(`/v1/adherence/day?${query}`));
}

/** An answer with the kinds of activities by name, wherever shifts stand in it. */
function withKinds<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withKinds) as T;
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, field]) => {
    const isKind = name === 'kind' && typeof field === 'number';
    return [name, isKind ? (kinds[field] ?? 'other') : withKinds(field)];
  });
  return Object.fromEntries(fields) as T;
}
