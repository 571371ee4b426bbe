/** Where somebody is in the schedule: all that is looked at stands in the address. */

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

const names = ['site', 'draft', 'from', 'span', 'group', 'team', 'left', 'right', 'part'] as const;

/** The address of the schedule's pages, read and written. */
export class ScheduleAddress {
  step = $state<Step>('grid');
  place = $state.raw<Place>(placeIn(''));

  constructor() {
    this.read();
  }

  /** Takes over what the address bar says. */
  read(): void {
    const last = location.pathname.replace(/\/+$/, '').split('/').at(-1);
    this.step = steps.find((one) => one === last) ?? 'grid';
    this.place = placeIn(location.search);
  }

  /** Goes somewhere. Looking at something else of the same step makes no new entry of history. */
  go(changes: Partial<Place> & { step?: Step }): void {
    const { step = this.step, ...rest } = changes;
    const href = this.href(step, rest);
    if (step === this.step) history.replaceState(null, '', href);
    else history.pushState(null, '', href);
    this.read();
  }

  /** The address of a step with what is looked at now. */
  href(step: Step, changes: Partial<Place> = {}): string {
    const own = step === this.step ? {} : { part: '', left: '', right: '' };
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...this.place, ...own, ...changes })) {
      if (value !== '') query.set(name, value);
    }
    return `/schedule/${step}${query.size > 0 ? `?${query}` : ''}`;
  }
}

function placeIn(search: string): Place {
  const query = new URLSearchParams(search);
  return Object.fromEntries(names.map((name) => [name, query.get(name) ?? ''])) as unknown as Place;
}
