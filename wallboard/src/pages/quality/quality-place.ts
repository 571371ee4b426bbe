/** The quality desk's pages, and what is looked at on them. */
import type { Workspace } from '../parts/address.svelte.ts';

/** The steps, in the order of the work. */
export const steps = [
  'cards',
  'notes',
  'appeals',
  'samples',
  'evaluate',
  'calibration',
  'voices',
  'forms',
  'definitions',
  'ladder',
] as const;

/** One step. */
export type Step = (typeof steps)[number];

/** What is looked at. Empty = not chosen; the page then takes the first there is. */
export interface Place {
  site: string;
  /** Team; empty = all. */
  team: string;
  person: string;
  /** A week, "2026-W48", or a month, "2026-11". */
  period: string;
  /** Version of a close; empty = the newest, or the open one. */
  version: string;
  /** What is opened: a form, an evaluation, a contact, a calibration, a round, an appeal ... */
  open: string;
  /** A line or question that is opened in it. */
  line: string;
  /** Part of a step with parts. */
  part: string;
}

/** The quality desk's workspace. */
export const qualityPages: Workspace<Step, Place> = {
  base: 'quality',
  steps,
  names: ['site', 'team', 'person', 'period', 'version', 'open', 'line', 'part'],
  ofOneStep: ['open', 'line', 'part', 'version'],
};
