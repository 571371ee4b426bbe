/** What every step of planning needs: whom one acts as, the queues, the versions. */
import type { Lang } from '../../text.ts';
import { ask, named, why } from '../api.ts';
import { Desk } from '../parts/desk.svelte.ts';
import { type Forecast, type PlannedQueue, planningPath } from './planning-api.ts';
import { type Place, planningPages, type Step } from './planning-place.ts';

/** How often a version that is being computed is looked at. */
const lookMs = 700;

/** The planner's workspace. */
export class Planning extends Desk<Step, Place> {
  queues = $state.raw<PlannedQueue[] | null>(null);
  forecasts = $state.raw<Forecast[] | null>(null);
  /** Version and position whose layers stand here. */
  #layered = '';
  #looking: ReturnType<typeof setTimeout> | null = null;

  readonly decides = $derived(['planner', 'administrator'].includes(this.role));
  readonly sites = $derived([...new Set(this.queues?.map(({ site }) => site))]);
  readonly site = $derived(
    this.address.place.site || this.choice?.acting.site || this.sites[0] || '',
  );
  readonly own = $derived(this.queues?.filter(({ site }) => site === this.site) ?? []);
  readonly versions = $derived(this.forecasts?.filter(({ site }) => site === this.site) ?? []);
  /** The version looked at: the one asked for, else the newest that can be looked at. */
  readonly forecast = $derived(
    this.versions.find(({ forecastId }) => forecastId === this.address.place.forecast) ??
      this.versions.find(({ state }) => state === 'draft' || state === 'published') ??
      this.versions[0] ??
      null,
  );
  readonly queue = $derived(
    this.own.find(({ queue }) => queue === this.address.place.queue) ??
      this.own.find(({ archive, imported }) => archive || imported) ??
      this.own[0] ??
      null,
  );
  readonly timeZone = $derived(
    this.queue?.timeZone ??
      this.choice?.sites.find(({ id }) => id === this.site)?.timeZone ??
      'UTC',
  );

  constructor() {
    super(planningPages);
  }

  /** Reads queues and versions. */
  async load(): Promise<void> {
    const [queues, forecasts] = await Promise.all([
      ask<{ queues: PlannedQueue[] }>(planningPath('queues')),
      ask<{ forecasts: Forecast[] }>(planningPath('forecasts')),
    ]);
    this.queues = queues.queues;
    this.#layered = '';
    this.forecasts = forecasts.forecasts;
    this.#lookOn();
  }

  /** Reads the version looked at with its layers, which the list leaves out. */
  async loadVersion(): Promise<void> {
    const id = this.forecast?.forecastId;
    if (!id || this.#layered === id + this.forecast?.position) return;
    const whole = await ask<Forecast>(planningPath(`forecasts/${id}`));
    this.#layered = id + whole.position;
    this.forecasts = this.forecasts?.map((one) => (one.forecastId === id ? whole : one)) ?? null;
  }

  /** A queue's name; its key without the site when it has none. */
  queueName(key: string, lang: Lang): string {
    const found = this.queues?.find(({ queue }) => queue === key);
    return named(found?.name ?? undefined, key.slice(key.indexOf('/') + 1), lang);
  }

  /** Stops looking. */
  close(): void {
    if (this.#looking) clearTimeout(this.#looking);
  }

  #lookOn(): void {
    this.close();
    if (!this.forecasts?.some(({ state }) => state === 'computing')) return;
    // The next look sets the next timer; a look that failed is said and tried again.
    this.#looking = setTimeout(() => {
      this.load().catch((error: unknown) => {
        this.failed = why(error);
        this.#lookOn();
      });
    }, lookMs);
  }
}
