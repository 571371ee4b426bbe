/** The planner's pages, and what is looked at on them. */
import type { Workspace } from '../parts/address.svelte.ts';

/** The steps of planning, in the order of the work. */
export const steps = [
  'import',
  'history',
  'rules',
  'forecast',
  'requirement',
  'what-if',
  'intraday',
  'accuracy',
  'skills',
] as const;

/** One step. */
export type Step = (typeof steps)[number];

/** What is looked at. Empty = not chosen; the page then takes the first there is. */
export interface Place {
  site: string;
  queue: string;
  forecast: string;
  /** First local day looked at. */
  from: string;
  /** Days looked at: "1", "7", "28" ... */
  span: string;
  /** Minutes of a slot; "1440" = days. */
  slot: string;
  /** A slot that is opened, by its start. */
  open: string;
  /** A second version beside the first. */
  beside: string;
  model: string;
}

/** The planner's workspace. */
export const planningPages: Workspace<Step, Place> = {
  base: 'planning',
  steps,
  names: ['site', 'queue', 'forecast', 'from', 'span', 'slot', 'open', 'beside', 'model'],
  // A slot that is opened and its length belong to one step.
  ofOneStep: ['open', 'slot', 'from', 'span', 'model'],
};
