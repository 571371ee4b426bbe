import { Channel as WireChannel } from '../../proto/gen/floorcast/event/v1/contact_fact.ts';
import type { Channel } from '../domain/queue/contact-fact.ts';

const channelToWire: Record<Channel, WireChannel> = {
  voice: WireChannel.VOICE,
  chat: WireChannel.CHAT,
  mail: WireChannel.MAIL,
  message: WireChannel.MESSAGE,
  'work-item': WireChannel.WORK_ITEM,
};
const channels = invert(channelToWire);

/** A channel as the wire has it. */
export function toWireChannel(channel: Channel): WireChannel {
  return channelToWire[channel];
}

/** A channel off the wire; what is not said is voice. */
export function fromWireChannel(channel: WireChannel): Channel {
  return channels.get(channel) ?? 'voice';
}

/** An instant as the wire has it; null = not known. */
export function toDate(ms: number | null): Date | undefined {
  return ms === null ? undefined : new Date(ms);
}

/** A table of words read the other way. */
export function invert<K extends string, V>(record: Record<K, V>): Map<V, K> {
  return new Map((Object.entries(record) as [K, V][]).map(([key, value]) => [value, key]));
}
