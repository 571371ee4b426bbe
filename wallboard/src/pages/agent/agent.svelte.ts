/** What an agent's pages know: the own day, kept for when there is no network. */

import type { Lang } from '../../text.ts';
import { type ActingChoice, Refused, send, why } from '../api.ts';
import { dayAfter } from '../planning/slot-time.ts';
import { said } from '../said/said.ts';
import { RuleBook } from '../schedule/rule-book.svelte.ts';
import type { Violation } from '../schedule/schedule-api.ts';
import { act, readAdherence, readMyDay } from './agent-api.ts';
import { dayIn, mondayOf } from './agent-time.ts';
import { agentWords } from './agent-words.ts';
import type { ActAnswer, Acts, AdherenceDay, MyDay } from './my-day.ts';

const storageKey = 'floorcast.my-day';
/** A planner's change shows within this time even when push is not set up. */
const readAgainMs = 30_000;
/** Weeks before this one, and in all. */
const weeksBack = 1;
const weeks = 10;

/** What is kept on the device for whom; another person's is never shown. */
interface Kept {
  tenant: string;
  person: string;
  my: MyDay;
}

/** An agent's own pages. */
export class Agent {
  choice = $state.raw<ActingChoice | null>(null);
  my = $state.raw<MyDay | null>(null);
  /** Own adherence of today; null while it is not known. */
  adherence = $state.raw<AdherenceDay | null>(null);
  /** Shown from the device: the gateway did not answer. */
  offline = $state(false);
  told = $state('');
  failed = $state('');
  busy = $state(false);
  nowMs = $state(Date.now());
  readonly rules = new RuleBook();
  #timers: ReturnType<typeof setInterval>[] = [];

  readonly #lang: () => Lang;

  constructor(lang: () => Lang) {
    this.#lang = lang;
  }

  readonly zone = $derived(this.my?.zone || 'UTC');
  readonly site = $derived(this.my?.site ?? '');
  readonly today = $derived(dayIn(this.nowMs, this.zone));

  /** Begins to read, and goes on. */
  open(choice: ActingChoice | null): void {
    this.choice = choice;
    if (this.#timers.length > 0) return;
    this.#timers = [
      setInterval(() => {
        this.nowMs = Date.now();
      }, 1_000),
      setInterval(() => void this.read(), readAgainMs),
    ];
    void this.read();
    void this.rules.load();
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  /** Reads anew; without an answer what the device kept is shown, with its age. */
  async read(): Promise<void> {
    const from = dayAfter(mondayOf(dayIn(Date.now(), this.zone)), -7 * weeksBack);
    try {
      this.my = await readMyDay(from, 7 * weeks);
      this.offline = false;
      this.#keep();
      // Without it the day is shown all the same, as it was planned.
      this.adherence = await readAdherence(this.site, this.my.person, '').catch(() => null);
    } catch (error) {
      if (error instanceof Refused && error.status < 500) {
        this.failed = this.why(error);
        return;
      }
      this.offline = true;
      this.my ??= this.#kept();
    }
  }

  /** Does an act and reads anew; a refusal stands with the service's own sentence. */
  async act<Name extends keyof Acts>(
    name: Name,
    value: Acts[Name],
    done: string,
  ): Promise<ActAnswer | null> {
    this.told = '';
    this.failed = '';
    this.busy = true;
    try {
      const answer = await act(this.site, name, value);
      this.told = done;
      await this.read();
      return answer;
    } catch (error) {
      this.failed = this.why(error);
      return null;
    } finally {
      this.busy = false;
    }
  }

  /** Until people sign in: whose day is looked at on this device. */
  async become(person: string): Promise<void> {
    const { acting } = this.choice ?? {};
    const site = this.choice?.people.find(({ id }) => id === person)?.site ?? '';
    await send('POST', '/v1/acting', { ...acting, role: 'agent', person, site });
    location.reload();
  }

  /** What went wrong, in the reader's language and with names in place of ids. */
  why(error: unknown): string {
    // A browser's own words for a lost network help nobody.
    if (error instanceof TypeError || error instanceof DOMException) {
      return agentWords(this.#lang()).noConnection;
    }
    let sentence = said(why(error), this.#lang(), this.rules.sayings);
    for (const [person, name] of Object.entries(this.my?.names ?? {})) {
      sentence = sentence.replaceAll(`"${person}"`, name).replaceAll(person, name);
    }
    return sentence;
  }

  /** Broken rules in sentences. */
  sentences(violations: readonly Violation[], lang: Lang): string {
    const nameOf = (person: string) => this.nameOf(person);
    const sentence = (one: Violation) =>
      one.facts['sentence'] ? this.rules.sentence(one, lang, nameOf) : this.why(one.sentence);
    return violations.map(sentence).join(' ');
  }

  /** A queue's name. */
  groupOf(group: string, lang: Lang): string {
    const [en, zh] = (this.my?.groups[group] ?? '').split('\t');
    return (lang === 'zh' && zh) || en || group;
  }

  nameOf(person: string): string {
    return this.my?.names[person] || person;
  }

  #keep(): void {
    const { acting } = this.choice ?? {};
    if (!acting || !this.my) return;
    const kept: Kept = { tenant: acting.tenant, person: this.my.person, my: this.my };
    try {
      localStorage.setItem(storageKey, JSON.stringify(kept));
    } catch {
      // A full or forbidden storage costs the look without network, nothing else.
    }
  }

  #kept(): MyDay | null {
    try {
      const kept = JSON.parse(localStorage.getItem(storageKey) ?? 'null') as Kept | null;
      const { acting } = this.choice ?? {};
      const same = !acting || (acting.tenant === kept?.tenant && acting.person === kept.person);
      return same ? (kept?.my ?? null) : null;
    } catch {
      return null;
    }
  }
}
