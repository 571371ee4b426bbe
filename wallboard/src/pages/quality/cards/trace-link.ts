/** Where a thing that a figure was made from can be looked at. */
import type { Address } from '../../parts/address.svelte.ts';
import type { TraceItem } from '../quality-api.ts';
import type { Place, Step } from '../quality-place.ts';

/** Whose item it is, of which kind of measure. */
export interface TraceOf {
  address: Address<Step, Place>;
  site: string;
  person: string;
  kind: string;
}

/** Kinds whose days are days of contacts. */
const ofContacts = new Set([
  ...['answered', 'aht', 'transfer-share', 'short-hang-up-share', 'repeat-share'],
  'released-while-ringing-share',
]);

/** The address of an item's own page; empty = it has none. */
export function traceLink(item: TraceItem, { address, site, person, kind }: TraceOf): string {
  const contact = (open: string) => address.href('evaluate', { person, open, part: 'contact' });
  switch (item.kind) {
    case 'contact':
      return contact(item.id);
    case 'survey':
      return item.note ? contact(item.note) : '';
    case 'evaluation':
      return address.href('evaluate', { person, open: item.id });
    case 'test':
      return address.href('voices', { open: item.id, part: 'tests' });
    case 'visit':
      return address.href('voices', { open: item.id, part: 'mystery' });
    case 'round':
      return address.href('voices', { open: item.id.split(' ')[0] ?? '', part: 'rounds' });
    case 'day':
      if (!ofContacts.has(kind)) return '';
      return address.href('evaluate', { person, open: '', part: 'find', line: item.id });
    case 'correction':
      return address.href('appeals', { open: item.id });
    case 'adherence-day':
      return `/floor/adherence?${new URLSearchParams({ site, person, day: item.id })}`;
    default:
      return '';
  }
}
