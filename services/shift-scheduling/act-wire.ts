import { gunzipSync, gzipSync } from 'node:zlib';
import {
  ScheduleDecided,
  type ScheduleAct as WireAct,
} from '../../proto/gen/floorcast/schedule/v1/schedule_decision.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { PlanAct, ScheduleAct } from '../domain/schedule/schedule-act.ts';
import type { SiteAct } from '../lib/site-decider.ts';
import { fromWirePlanAct, isPlanCase, toWirePlanAct, type WirePlanAct } from './plan-act-wire.ts';
import { fromWireRequestAct, toWireRequestAct, type WireRequestAct } from './request-act-wire.ts';

/** Thousands of edits are megabytes, more than the log takes as they are: packed a tenth. */
const packedFrom = 64 * 1024;

/** A decision as bytes for the log. */
export function encodeAct({
  tenant,
  site,
  commandId,
  author,
  atMs,
  act,
}: SiteAct<ScheduleAct>): Uint8Array {
  const decidedAt = new Date(atMs);
  const decided = { commandId, author, decidedAt, tenant, site, act: toWireAct(act) };
  const bytes = ScheduleDecided.encode(decided).finish();
  return bytes.length > packedFrom ? gzipSync(bytes) : bytes;
}

/** Bytes of the log as a decision. Throws a refusal that names what cannot be read. */
export function decodeAct(bytes: Uint8Array): SiteAct<ScheduleAct> {
  const { tenant, site, commandId, author, decidedAt, act } = read(bytes);
  if (!act?.what || !tenant || !site) {
    throw new DomainError('invalid', `decision "${commandId}" says nothing this version knows`);
  }
  const atMs = decidedAt?.getTime() ?? 0;
  return { tenant, site, commandId, author, atMs, act: fromWireAct(act) };
}

function read(bytes: Uint8Array): ScheduleDecided {
  try {
    return ScheduleDecided.decode(isPacked(bytes) ? gunzipSync(bytes) : bytes);
  } catch (error) {
    throw new DomainError('invalid', `not a decision of a schedule: ${(error as Error).message}`);
  }
}

/** No message begins like this: its first field is a text. */
function isPacked([first, second]: Uint8Array): boolean {
  return first === 0x1f && second === 0x8b;
}

/** An act for the wire. */
export function toWireAct(act: ScheduleAct): WireAct {
  const wire = toWirePlanAct(act as PlanAct);
  return { what: wire ?? toWireRequestAct(act as Exclude<ScheduleAct, PlanAct>) };
}

/** An act off the wire; one that says nothing is refused. */
export function fromWireAct({ what }: WireAct): ScheduleAct {
  if (!what) throw new DomainError('invalid', 'the act says nothing');
  if (isPlanCase(what)) return fromWirePlanAct(what as WirePlanAct);
  return fromWireRequestAct(what as WireRequestAct);
}
