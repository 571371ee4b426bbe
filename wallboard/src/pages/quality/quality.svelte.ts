/** What every step of the quality desk needs: whom one acts as, and how scoring is set up. */
import type { Lang } from '../../text.ts';
import { ask } from '../api.ts';
import { dateIn } from '../history-view.ts';
import { type ActOptions, Desk } from '../parts/desk.svelte.ts';
import { type Act, type ActAnswer, type Form, type Setup, scorePath } from './quality-api.ts';
import { type Place, qualityPages, type Step } from './quality-place.ts';

/** The desk of one site, for who leads quality, a team or the floor. */
export class Quality extends Desk<Step, Place> {
  setup = $state.raw<Setup | null>(null);
  #site = $state('');

  readonly person = $derived(this.choice?.acting.person ?? '');
  /** Forms, sampling, rounds, closes, assignment of contests. */
  readonly leadsQuality = $derived(['quality', 'administrator'].includes(this.role));
  /** Marks contacts. */
  readonly marks = $derived(['quality', 'team-lead', 'supervisor'].includes(this.role));
  /** Coaches and praises. */
  readonly leads = $derived(
    ['team-lead', 'supervisor', 'quality', 'administrator'].includes(this.role),
  );
  /** Decides about posts. */
  readonly administers = $derived(this.role === 'administrator');
  readonly sites = $derived(this.choice?.sites ?? []);
  readonly site = $derived(
    this.address.place.site || this.choice?.acting.site || this.sites[0]?.id || '',
  );
  readonly zone = $derived(
    this.setup?.zone || this.sites.find(({ id }) => id === this.site)?.timeZone || 'UTC',
  );
  readonly today = $derived(dateIn(Date.now(), this.zone));
  /** Everybody of the site by name, for choosing one. */
  readonly people = $derived(
    Object.keys(this.setup?.teamOf ?? {}).map((person) => ({
      person,
      name: this.personName(person),
    })),
  );
  readonly teams = $derived(Object.keys(this.setup?.teams ?? {}).sort());
  /** Forms in their newest versions, by name. */
  readonly forms = $derived(newestOf(this.setup?.forms ?? []));

  constructor() {
    super(qualityPages);
  }

  /** Reads how scoring is set up at the site. */
  async load(): Promise<void> {
    const site = this.site;
    if (site === '') return;
    const setup = await ask<Setup>(scorePath('setup', { site }));
    if (site !== this.site) return;
    this.#site = site;
    this.setup = setup;
  }

  /** Whether what stands here is of the site that is looked at. */
  get isLoaded(): boolean {
    return this.setup !== null && this.#site === this.site;
  }

  /** Does an act; the refusal is the service's own sentence. */
  act(act: Act, options: ActOptions = {}): Promise<ActAnswer> {
    return this.sendAct<ActAnswer>(scorePath('acts', { site: this.site }), act, options);
  }

  /** A person's name. */
  personName(id: string): string {
    return this.setup?.names[id] || id;
  }

  /** May whoever looks mark this person's contacts? A lead the own team's; nobody the own. */
  mayMark(person: string): boolean {
    if (!this.marks || person === this.person) return false;
    const lead = this.setup?.leads[this.setup.teamOf[person] ?? ''];
    return this.role !== 'team-lead' || (lead !== undefined && lead === this.person);
  }

  /** A team's name. */
  teamName(id: string, lang: Lang): string {
    const [en = '', zh = ''] = (this.setup?.teams[id] ?? '').split('\t');
    return (lang === 'zh' && zh) || en || id;
  }

  /** A queue's name. */
  queueName(id: string, lang: Lang): string {
    const [en = '', zh = ''] = (this.setup?.queues[id] ?? '').split('\t');
    return (lang === 'zh' && zh) || en || id;
  }

  /** A measure's name, by its kind. */
  measureName(kind: string, lang: Lang): string {
    const found = this.setup?.measures.find((one) => one.kind === kind);
    return (lang === 'zh' && found?.nameZh) || found?.nameEn || kind;
  }

  /** A form in one of its versions; without a version the newest. */
  form(formId: string, version = 0): Form | null {
    const own = this.setup?.forms.filter((one) => one.formId === formId) ?? [];
    return own.find((one) => version === 0 || one.version === version) ?? null;
  }
}

/** A name in the reader's language: the English one where the other is empty. */
export function inWords(en: string, zh: string, lang: Lang): string {
  return (lang === 'zh' && zh) || en;
}

/** Of each form the newest: they come with the newest first. */
function newestOf(forms: readonly Form[]): Form[] {
  const newest = new Map<string, Form>();
  for (const form of forms) {
    if (form.version > (newest.get(form.formId)?.version ?? 0)) newest.set(form.formId, form);
  }
  return [...newest.values()];
}
