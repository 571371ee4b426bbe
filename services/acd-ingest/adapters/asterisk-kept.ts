import { keptLegs, type Leg, pruneLegs, restoreLegs } from './asterisk-legs.ts';
import { addMember, type Member } from './asterisk-members.ts';
import { newSwitch, type Switch, type SwitchIdentity } from './asterisk-switch.ts';
import type { LogPosition } from './queue-log-tail.ts';

/** Raised whenever the kept form changes: another version is passed over. */
const keptVersion = 1;

/** What a restart of the reader needs: how far the log was read, open legs, ordinals, members. */
interface Kept {
  version: number;
  nowMs: number;
  position: LogPosition | null;
  legs: Leg[];
  members: Member[];
  blocked: [string, number][];
}

/** The switch as plain JSON. */
export function keptSwitch(sw: Switch, position: LogPosition | null): unknown {
  pruneLegs(sw.legs, sw.nowMs);
  const kept: Kept = {
    version: keptVersion,
    nowMs: sw.nowMs,
    position,
    legs: keptLegs(sw.legs, sw.nowMs),
    members: [...sw.members.byInterface.values()],
    blocked: [...sw.blocked].slice(-1_000),
  };
  return structuredClone(kept);
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
  sw.legs = restoreLegs(kept.legs);
  sw.blocked = new Map(kept.blocked);
  for (const member of kept.members) addMember(sw.members, member);
  // A leave whose reason was still open: the switch's list, or the log, will say.
  for (const leg of kept.legs) if (leg.phase.ami === 'leaving') leg.phase.ami = 'waiting';
  return { sw, position: kept.position };
}
