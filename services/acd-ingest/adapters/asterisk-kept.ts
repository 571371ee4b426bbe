import { type Leg, newLeg, type Reader, readers, restoreLegs, standing } from './asterisk-legs.ts';
import { addMember, type Member } from './asterisk-members.ts';
import { newSwitch, type Switch, type SwitchIdentity } from './asterisk-switch.ts';
import type { LogPosition } from './queue-log-tail.ts';

/** Raised whenever the kept form changes: another version is passed over. */
const keptVersion = 2;

/** What a restart of the reader needs: how far the log was read, open legs, ordinals, members. */
interface Kept {
  version: number;
  nowMs: number;
  position: LogPosition | null;
  /** Open legs, and those of which something was told within ten minutes. */
  legs: Leg[];
  /** Older ones, as far as the ordinals of the next joins depend on them. */
  ended: KeptEnd[];
  members: Member[];
  blocked: [string, number][];
}

/** Uniqueid, queue, ordinal, offered at, last told at, who told the join. */
type KeptEnd = [string, string, number, number, number, Reader[]];

const wholeMs = 600_000;
/** Within this time a call may come back into a queue it has left. */
const endedMs = 3 * 3_600_000;
const maxEnded = 10_000;

/** The switch as JSON; written at once, as it is not a copy. */
export function keptSwitch(sw: Switch, position: LogPosition | null): unknown {
  const legs: Leg[] = [];
  const ended: KeptEnd[] = [];
  for (const list of sw.legs.byKey.values()) {
    for (const leg of list) {
      const { uniqueId, queue, ordinal, offeredAtMs, touchedAtMs, joinedBy } = leg;
      if (standing(leg) !== 'ended' || touchedAtMs >= sw.nowMs - wholeMs) legs.push(leg);
      else if (touchedAtMs >= sw.nowMs - endedMs) {
        ended.push([uniqueId, queue, ordinal, offeredAtMs, touchedAtMs, joinedBy]);
      }
    }
  }
  const kept: Kept = {
    version: keptVersion,
    nowMs: sw.nowMs,
    position,
    legs,
    ended: ended.slice(-maxEnded),
    members: [...sw.members.byInterface.values()],
    blocked: [...sw.blocked].slice(-1_000),
  };
  return kept;
}

/** The switch as kept; a new one when nothing was kept, or in another version. */
export function restoreSwitch(
  identity: SwitchIdentity,
  json: unknown,
): { sw: Switch; position: LogPosition | null } {
  const sw = newSwitch(identity);
  const kept = json as Kept | null | undefined;
  if (kept?.version !== keptVersion) return { sw, position: null };
  sw.nowMs = kept.nowMs;
  sw.legs = restoreLegs([...kept.legs, ...kept.ended.map((end) => endedLeg(identity, end))]);
  sw.blocked = new Map(kept.blocked);
  for (const member of kept.members) addMember(sw.members, member);
  // A leave whose reason was still open: the switch's list, or the log, will say.
  for (const leg of kept.legs) if (leg.phase.ami === 'leaving') leg.phase.ami = 'waiting';
  return { sw, position: kept.position };
}

function endedLeg({ source }: SwitchIdentity, end: KeptEnd): Leg {
  const [uniqueId, queue, ordinal, offeredAtMs, touchedAtMs, joinedBy] = end;
  const join = { source, uniqueId, queue, ordinal, contactId: uniqueId };
  const leg = newLeg({ ...join, atMs: offeredAtMs, precisionMs: 1_000 });
  leg.touchedAtMs = touchedAtMs;
  leg.joinedBy = joinedBy;
  for (const reader of readers) if (joinedBy.includes(reader)) leg.phase[reader] = 'ended';
  // One that nobody told the join of has ended all the same.
  if (joinedBy.length === 0) leg.phase.list = 'ended';
  return leg;
}
