import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { NatsConnection } from '@nats-io/transport-node';
import {
  CurvesContent,
  ShiftsContent,
} from '../../proto/gen/floorcast/schedule/v1/schedule_decision.ts';
import type { Contents, Curves, WantedContents } from '../domain/schedule/acts/acting.ts';
import type { Shift } from '../domain/schedule/shift.ts';
import { openContents, shaOf } from '../lib/contents.ts';
import { eraseDecisions } from '../lib/decision-log.ts';
import { recent } from '../lib/recent.ts';
import { fromWireShift, toWireShift } from '../lib/shift-wire.ts';
import { rostersBucket, subjects } from '../lib/subjects.ts';
import { fromWireCurveSlot, toWireCurveSlot } from './convert.ts';

/** Shifts of drafts and versions, and requirements, each known by its SHA-256. */
export interface RosterStore {
  shifts: (tenant: string, sha: string) => Promise<readonly Shift[]>;
  curves: (tenant: string, sha: string) => Promise<Curves>;
  /** Contents at hand for an act; new ones are put into the store by `keep`. */
  contents: (tenant: string, wanted: WantedContents) => Promise<HeldContents>;
  /** Deletes every content and every decision of schedules of a tenant. */
  erase: (tenant: string) => Promise<{ decisions: number; contents: number }>;
}

/** Contents at hand, and the new ones among them. */
export interface HeldContents extends Contents {
  /** Puts what was added into the store: before the act that names it is appended. */
  keep: () => Promise<void>;
}

/** Shifts repeat themselves: packed they are a tenth. */
const packed = {
  pack: promisify<Uint8Array, Uint8Array>(gzip),
  unpack: promisify<Uint8Array, Uint8Array>(gunzip),
};
/** Decoded ones in memory, by shifts and slots: about a gigabyte of shifts at most. */
const rememberedItems = 500_000;

/** The bucket of contents; made when it is missing. */
export async function openStore(nats: NatsConnection): Promise<RosterStore> {
  const bucket = await openContents(nats, rostersBucket, packed);
  const known = {
    shifts: recent<readonly Shift[]>(rememberedItems, (shifts) => shifts.length + 1),
    curves: recent<Curves>(rememberedItems, ({ slots }) => slots.length + 1),
  };
  const nameOf = (tenant: string, sha: string) => `${tenant}/${sha}`;
  const shifts = async (tenant: string, sha: string) => {
    const name = nameOf(tenant, sha);
    const at = known.shifts.get(name);
    return at ?? known.shifts.put(name, readShifts(await bucket.get(tenant, sha)));
  };
  const curves = async (tenant: string, sha: string) => {
    const name = nameOf(tenant, sha);
    const at = known.curves.get(name);
    return at ?? known.curves.put(name, readCurves(await bucket.get(tenant, sha)));
  };
  return {
    shifts,
    curves,
    contents: async (tenant, wanted) => {
      const held = {
        shifts: await all(wanted.shifts, (sha) => shifts(tenant, sha)),
        curves: await all(wanted.curves, (sha) => curves(tenant, sha)),
      };
      return heldContents(held, (bytes) => bucket.put(tenant, bytes));
    },
    erase: async (tenant) => {
      known.shifts.clear();
      known.curves.clear();
      const decisions = await eraseDecisions(nats, subjects.schedulesOfTenant(tenant));
      return { decisions, contents: await bucket.erase(tenant) };
    },
  };
}

interface Held {
  shifts: Map<string, readonly Shift[]>;
  curves: Map<string, Curves>;
}

function heldContents(held: Held, put: (bytes: Uint8Array) => Promise<string>): HeldContents {
  const added = new Map<string, Uint8Array>();
  const add = (bytes: Uint8Array) => {
    const sha = shaOf(bytes);
    added.set(sha, bytes);
    return sha;
  };
  return {
    shifts: (sha) => found(held.shifts, sha),
    curves: (sha) => found(held.curves, sha),
    addShifts: (given) => {
      const sha = add(ShiftsContent.encode({ shifts: given.map(toWireShift) }).finish());
      held.shifts.set(sha, given);
      return sha;
    },
    addCurves: (given) => {
      const slots = given.slots.map(toWireCurveSlot);
      const sha = add(CurvesContent.encode({ slotMinutes: given.slotMinutes, slots }).finish());
      held.curves.set(sha, given);
      return sha;
    },
    keep: async () => {
      for (const bytes of added.values()) await put(bytes);
    },
  };
}

function found<Value>(held: ReadonlyMap<string, Value>, sha: string): Value {
  const value = held.get(sha);
  if (value === undefined) throw new Error(`content ${sha} was not asked for`);
  return value;
}

async function all<Value>(
  shas: readonly string[],
  one: (sha: string) => Promise<Value>,
): Promise<Map<string, Value>> {
  const wanted = [...new Set(shas)].filter(Boolean);
  return new Map(await Promise.all(wanted.map(async (sha) => [sha, await one(sha)] as const)));
}

function readShifts(bytes: Uint8Array): readonly Shift[] {
  return ShiftsContent.decode(bytes).shifts.map(fromWireShift);
}

function readCurves(bytes: Uint8Array): Curves {
  const { slotMinutes, slots } = CurvesContent.decode(bytes);
  return { slotMinutes, slots: slots.map(fromWireCurveSlot) };
}
