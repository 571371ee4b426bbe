import type { Fact } from '../../domain/fact.ts';
import type { AmiMessage } from './ami-parser.ts';
import { transferred } from './asterisk-calls.ts';
import type { Leg } from './asterisk-legs.ts';
import { contactFact, type Switch, type Telling } from './asterisk-switch.ts';

/** What happens within a conversation: events of the class `call`, which a login may lack. */
export const talkEvents: Record<
  string,
  (sw: Switch, message: AmiMessage, telling: Telling) => Fact[]
> = { BlindTransfer, AttendedTransfer, Hold, Unhold };

function BlindTransfer(sw: Switch, message: AmiMessage, telling: Telling): Fact[] {
  const leg = sw.legs.byDest.get(message.get('TransfererUniqueid'));
  if (!leg || message.get('Result') !== 'Success') return [];
  return transferred(sw, leg, { agent: '', to: message.get('Extension') }, telling);
}

function AttendedTransfer(sw: Switch, message: AmiMessage, telling: Telling): Fact[] {
  const leg = sw.legs.byDest.get(message.get('OrigTransfererUniqueid'));
  if (!leg || message.get('Result') !== 'Success') return [];
  const to = message.get('SecondTransfererConnectedLineNum') || message.get('TransferTargetExten');
  return transferred(sw, leg, { agent: '', to }, telling);
}

function Hold(sw: Switch, message: AmiMessage, telling: Telling): Fact[] {
  const leg = legOnPhone(sw, message);
  if (!leg?.answer || leg.onHold) return [];
  leg.onHold = true;
  leg.holds += 1;
  const what = { kind: 'held', agent: leg.answer.agent } as const;
  return [contactFact(sw, leg, what, { ...telling, ordinal: leg.holds })];
}

/** Phones send one before every transfer: without a hold it is nothing. */
function Unhold(sw: Switch, message: AmiMessage, telling: Telling): Fact[] {
  const leg = legOnPhone(sw, message);
  if (!leg?.answer || !leg.onHold) return [];
  leg.onHold = false;
  const what = { kind: 'resumed', agent: leg.answer.agent } as const;
  return [contactFact(sw, leg, what, { ...telling, ordinal: leg.holds })];
}

/** The open leg of an agent's channel; behind a Local channel the phone is known by its name. */
function legOnPhone(sw: Switch, message: AmiMessage): Leg | undefined {
  const direct = sw.legs.byDest.get(message.get('Uniqueid'));
  if (direct) return direct;
  const device = message.get('Channel').replace(/-[0-9a-f]+$/, '');
  const contactId = message.get('Linkedid');
  for (const leg of sw.legs.byDest.values()) {
    const member = sw.members.byInterface.get(leg.answer?.interface ?? '');
    if (leg.contactId === contactId && member?.stateInterface === device) return leg;
  }
  return undefined;
}
