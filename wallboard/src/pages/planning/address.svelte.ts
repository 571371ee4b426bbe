/** Where a planner is: everything that is looked at stands in the address, so it can be sent on. */

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

const names = [
  'site',
  'queue',
  'forecast',
  'from',
  'span',
  'slot',
  'open',
  'beside',
  'model',
] as const;

/** The address of the planning pages, read and written. */
export class Address {
  step = $state<Step>('import');
  place = $state.raw<Place>(placeIn(''));

  constructor() {
    this.read();
  }

  /** Takes over what the address bar says. */
  read(): void {
    const last = location.pathname.replace(/\/+$/, '').split('/').at(-1);
    this.step = steps.find((one) => one === last) ?? 'import';
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
    // A slot that is opened and its length belong to one step.
    const own = step === this.step ? {} : { open: '', slot: '', from: '', span: '', model: '' };
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...this.place, ...own, ...changes })) {
      if (value !== '') query.set(name, value);
    }
    return `/planning/${step}${query.size > 0 ? `?${query}` : ''}`;
  }
}

function placeIn(search: string): Place {
  const query = new URLSearchParams(search);
  return Object.fromEntries(names.map((name) => [name, query.get(name) ?? ''])) as unknown as Place;
}
