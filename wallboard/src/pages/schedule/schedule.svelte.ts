/** What every step of the schedule needs: whom one acts as, the setup, drafts and versions. */
import type { Lang } from '../../text.ts';
import { ask, named } from '../api.ts';
import { dateIn } from '../history-view.ts';
import { type ActOptions, Desk } from '../parts/desk.svelte.ts';
import { type PlannedQueue, planningPath } from '../planning/planning-api.ts';
import {
  type Act,
  type ActAnswer,
  type Draft,
  type Employee,
  type Schedules,
  type Setup,
  schedulePath,
  type Template,
} from './schedule-api.ts';
import { type Place, type Step, schedulePages } from './schedule-place.ts';

/** The planner's and supervisor's workspace of one site. */
export class Scheduling extends Desk<Step, Place> {
  setup = $state.raw<Setup | null>(null);
  schedules = $state.raw<Schedules | null>(null);
  #site = '';

  /** Drafts, setup, rounds, publishing. */
  readonly plans = $derived(['planner', 'administrator'].includes(this.role));
  /** Requests, sickness, offers, changes of what is published. */
  readonly decides = $derived(this.plans || this.role === 'supervisor');
  /** Queues that can be planned; a site may have some before the directory knows it. */
  queues = $state.raw<readonly PlannedQueue[]>([]);
  readonly sites = $derived([
    ...(this.choice?.sites ?? []),
    ...[...new Set(this.queues.map(({ site }) => site))]
      .filter((id) => !this.choice?.sites.some((one) => one.id === id))
      .map((id) => ({ id, name: { en: '', zh: '' }, timeZone: 'UTC' })),
  ]);
  readonly site = $derived(
    this.address.place.site || this.choice?.acting.site || this.sites[0]?.id || '',
  );
  readonly zone = $derived(
    this.setup?.zone || this.sites.find(({ id }) => id === this.site)?.timeZone || 'UTC',
  );
  readonly today = $derived(dateIn(Date.now(), this.zone));
  readonly drafts = $derived(
    this.schedules?.drafts.filter(({ state }) => state === 'open' || state === 'optimising') ?? [],
  );
  /** The draft looked at; null = what is published. */
  readonly draft = $derived(this.#draftOf(this.address.place.draft));
  readonly employees = $derived(
    new Map<string, Employee>(this.setup?.employees.map((one) => [one.person, one])),
  );
  /** Everybody by name, for choosing one. */
  readonly people = $derived(
    [...this.employees.keys()].map((person) => ({ person, name: this.personName(person) })),
  );
  readonly templates = $derived(
    new Map<string, Template>(this.setup?.templates.map((one) => [one.templateId, one])),
  );
  /** Groups of the site: its queues, as the setup or planning knows them. */
  readonly groups = $derived(
    [
      ...new Set([
        ...Object.keys(this.setup?.groups ?? {}),
        ...this.queues
          .filter(({ site }) => site === this.site)
          .map(({ queue }) => queue.slice(queue.indexOf('/') + 1)),
      ]),
    ].sort(),
  );
  readonly teams = $derived(
    [...new Set(this.setup?.employees.map(({ team }) => team).filter(Boolean))].sort(),
  );

  constructor() {
    super(schedulePages);
  }

  /** Reads setup, drafts and versions of the site. */
  async load(): Promise<void> {
    // Without planning only names of queues are missing.
    const planned = ask<{ queues: PlannedQueue[] }>(planningPath('queues')).catch(() => null);
    this.queues = (await planned)?.queues ?? this.queues;
    const site = this.site;
    if (site === '') return;
    const [setup, schedules] = await Promise.all([
      ask<Setup>(schedulePath('setup', { site })),
      ask<Schedules>(schedulePath('schedules', { site })),
    ]);
    if (site !== this.site) return;
    this.#site = site;
    this.setup = setup;
    this.schedules = schedules;
  }

  /** Reads drafts and versions again. */
  async loadSchedules(): Promise<void> {
    this.schedules = await ask<Schedules>(schedulePath('schedules', { site: this.site }));
  }

  /** Whether what stands here is of the site that is looked at. */
  get isLoaded(): boolean {
    return this.setup !== null && this.schedules !== null && this.#site === this.site;
  }

  /** Does an act; the refusal is the gateway's own sentence. */
  act(act: Act, options: ActOptions = {}): Promise<ActAnswer> {
    return this.sendAct<ActAnswer>(schedulePath('acts', { site: this.site }), act, options);
  }

  /** A person's name. */
  personName(id: string): string {
    return this.setup?.names[id] || id;
  }

  /** A group's name; its own id when it has none. */
  groupName(group: string, lang: Lang): string {
    const [en = '', zh = ''] = (this.setup?.groups[group] ?? '').split('\t');
    const planned = this.queues.find(({ queue }) => queue === `${this.site}/${group}`)?.name;
    return (lang === 'zh' && zh) || en || named(planned ?? undefined, group, lang);
  }

  /** A template's name. */
  templateName(id: string, lang: Lang): string {
    const found = this.templates.get(id);
    return (lang === 'zh' && found?.nameZh) || found?.nameEn || id;
  }

  #draftOf(id: string): Draft | null {
    if (id === 'published') return null;
    const own = this.drafts.find(({ draftId }) => draftId === id);
    return own ?? this.schedules?.drafts.find(({ draftId }) => draftId === id) ?? this.#first(id);
  }

  /** Without a choice: the newest draft for who plans, else what is published. */
  #first(id: string): Draft | null {
    return id === '' && this.plans ? (this.drafts[0] ?? null) : null;
  }
}
