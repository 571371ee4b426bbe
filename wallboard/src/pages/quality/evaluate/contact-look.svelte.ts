/** A contact as the archive knows it, read once for the trace and for what is marked. */
import { Reading } from '../../parts/reading.svelte.ts';
import { queueOfLeg, type TraceLeg } from './contact-trace.ts';

/** One contact that is looked at. */
export class ContactLook {
  readonly contact: string;
  readonly reading = new Reading<{ legs: TraceLeg[] }>();
  /** All legs of the contact, in order. */
  readonly legs = $derived(
    [...(this.reading.value?.legs ?? [])].sort((a, b) =>
      (a.offeredAt ?? '').localeCompare(b.offeredAt ?? ''),
    ),
  );
  /** The leg that is looked at; null = the archive does not know it. */
  readonly here = $derived(
    this.legs.find(({ legId }) => legId === this.contact) ?? this.legs[0] ?? null,
  );

  constructor(contact: string) {
    this.contact = contact;
    void this.reading.read(`/v1/contacts/${encodeURIComponent(contact)}`);
  }

  /** Its queue, by the archive or else by its name. */
  get queue(): string {
    return this.here?.queue || queueOfLeg(this.contact);
  }

  /** When it was offered; null = not known. */
  get at(): string | null {
    return this.here?.offeredAt ?? null;
  }
}
