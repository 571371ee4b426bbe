/** The schedule's pages, and what is looked at on them. */
import type { Workspace } from '../parts/address.svelte.ts';

/** The steps, in the order of the work. */
export const steps = [
  'grid',
  'compare',
  'publish',
  'requests',
  'absence',
  'bidding',
  'fairness',
  'notes',
  'setup',
  'files',
] as const;

/** One step. */
export type Step = (typeof steps)[number];

/** What is looked at. Empty = not chosen; the page then takes the first there is. */
export interface Place {
  site: string;
  /** A draft; "published" = what is published. */
  draft: string;
  /** First local day looked at. */
  from: string;
  /** Days looked at: "1", "7", "28". */
  span: string;
  /** Group whose curve is shown; empty = all. */
  group: string;
  team: string;
  /** Left and right of a comparison: "draft:ID" or "version:N". */
  left: string;
  right: string;
  /** Part of a step with parts. */
  part: string;
}

/** The schedule's workspace. */
export const schedulePages: Workspace<Step, Place> = {
  base: 'schedule',
  steps,
  names: ['site', 'draft', 'from', 'span', 'group', 'team', 'left', 'right', 'part'],
  ofOneStep: ['part', 'left', 'right'],
};
