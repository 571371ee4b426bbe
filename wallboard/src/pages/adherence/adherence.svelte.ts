/** What the adherence page looks at; asked for again every two seconds. */
import { type ActingChoice, Refused, why } from '../api.ts';
import { dateIn } from '../history-view.ts';
import {
  act,
  type PersonDay,
  readDay,
  readNow,
  readRequired,
  type SiteNow,
} from './adherence-api.ts';

const everyMs = 2_000;

/** A supervisor's look at one site. */
export class Adherence {
  site = $state('');
  role = $state('');
  sites = $state.raw<ActingChoice['sites']>([]);
  people = $state.raw<ActingChoice['people']>([]);
  now = $state.raw<SiteNow | null>(null);
  /** Person whose day is open; empty = none. */
  looked = $state('');
  /** Local day that is open; empty = the one that goes on. */
  lookedDay = $state('');
  day = $state.raw<PersonDay | null>(null);
  /** People wanted on queue by half-hour of today; empty = not known. */
  required = $state.raw<ReadonlyMap<number, number>>(new Map());
  failed = $state('');
  refused = $state(false);
  #asking: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  /** Site and day whose requirement was asked for, and when. */
  #wanted = '';

  begin(choice: ActingChoice): void {
    this.role = choice.acting.role;
    this.sites = choice.sites;
    this.people = choice.people;
    const asked = new URLSearchParams(location.search);
    this.looked = asked.get('person') ?? '';
    this.lookedDay = asked.get('day') ?? '';
    this.choose(asked.get('site') || choice.acting.site || choice.sites[0]?.id || '');
  }

  choose(site: string): void {
    this.site = site;
    this.now = null;
    void this.#ask();
  }

  /** Opens a person's day, or closes it. */
  look(person: string, day = ''): void {
    this.looked = person;
    this.lookedDay = day;
    this.day = null;
    this.#remember();
    void this.#readDay();
  }

  nameOf(person: string): string {
    return this.people.find(({ id }) => id === person)?.name || person;
  }

  /** Does an act and reads anew; answers with what was refused, or nothing. */
  async do(what: Record<string, object>): Promise<string> {
    try {
      await act(this.site, what);
      await this.#ask();
      return '';
    } catch (error) {
      return why(error);
    }
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#asking);
  }

  async #ask(): Promise<void> {
    clearTimeout(this.#asking);
    const { site } = this;
    if (!site || this.#closed) return;
    try {
      const now = await readNow(site);
      if (site !== this.site) return;
      this.now = now;
      this.failed = '';
      this.refused = false;
      void this.#readRequired(now);
      await this.#readDay();
    } catch (error) {
      this.failed = why(error);
      this.refused = error instanceof Refused && error.status === 403;
    }
    if (this.#closed || this.refused) return;
    clearTimeout(this.#asking);
    // Nobody looks at a hidden page; it asks again when it is seen.
    this.#asking = setTimeout(() => void this.#ask(), document.hidden ? 15_000 : everyMs);
  }

  /** Once a site, day and published version: the requirement changes with the schedule. */
  async #readRequired({ asOf, zone, scheduleVersion }: SiteNow): Promise<void> {
    const day = dateIn(Date.parse(asOf ?? ''), zone);
    const wanted = `${this.site} ${day} ${scheduleVersion}`;
    if (wanted === this.#wanted || scheduleVersion === 0) return;
    this.#wanted = wanted;
    this.required = await readRequired(this.site, day).catch(() => new Map());
  }

  async #readDay(): Promise<void> {
    const { looked, lookedDay, site } = this;
    if (!looked || !site) return;
    const day = await readDay(site, looked, lookedDay);
    if (looked === this.looked && lookedDay === this.lookedDay) this.day = day;
  }

  #remember(): void {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of [
      ['site', this.site],
      ['person', this.looked],
      ['day', this.lookedDay],
    ] as const) {
      if (value) query.set(name, value);
      else query.delete(name);
    }
    history.replaceState(null, '', `${location.pathname}?${query}`);
  }
}
