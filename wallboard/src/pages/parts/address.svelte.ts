/** Where somebody is: all that is looked at stands in the address, so it can be sent on. */

/** The pages of one workspace. */
export interface Workspace<Step extends string, Place> {
  /** First part of the path: "planning". */
  base: string;
  /** The steps, in the order of the work. */
  steps: readonly Step[];
  /** What is looked at; empty = not chosen: the page then takes the first there is. */
  names: readonly (keyof Place & string)[];
  /** Of these, what belongs to one step and is left behind on the way to another. */
  ofOneStep: readonly (keyof Place & string)[];
}

/** The address of a workspace's pages, read and written. */
export class Address<Step extends string, Place extends { [name in keyof Place]: string }> {
  readonly #of: Workspace<Step, Place>;
  #step = $state('');
  #place = $state.raw<Record<string, string>>({});

  constructor(of: Workspace<Step, Place>) {
    this.#of = of;
    this.read();
  }

  /** The step shown. */
  get step(): Step {
    return this.#step as Step;
  }

  /** What is looked at. */
  get place(): Place {
    return this.#place as Place;
  }

  /** Takes over what the address bar says. */
  read(): void {
    const { steps, names } = this.#of;
    const last = location.pathname.replace(/\/+$/, '').split('/').at(-1);
    const query = new URLSearchParams(location.search);
    this.#step = steps.find((one) => one === last) ?? steps[0] ?? '';
    this.#place = Object.fromEntries(names.map((name) => [name, query.get(name) ?? '']));
  }

  /** Goes somewhere. Looking at something else of the same step makes no new entry of history. */
  go(changes: Partial<Place> & { step?: Step }): void {
    const { step = this.step, ...rest } = changes;
    const href = this.href(step, rest as unknown as Partial<Place>);
    if (step === this.step) history.replaceState(null, '', href);
    else history.pushState(null, '', href);
    this.read();
  }

  /** The address of a step with what is looked at now. */
  href(step: Step, changes: Partial<Place> = {}): string {
    const left = step === this.step ? [] : this.#of.ofOneStep;
    const own = Object.fromEntries(left.map((name) => [name, '']));
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...this.#place, ...own, ...changes })) {
      if (typeof value === 'string' && value !== '') query.set(name, value);
    }
    return `/${this.#of.base}/${step}${query.size > 0 ? `?${query}` : ''}`;
  }
}
