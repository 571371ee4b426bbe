/** What an agent knows of the own scores; kept on the device for when there is no network. */
import { Refused } from '../../api.ts';
import type { Appeals } from '../../quality/people-api.ts';
import type { Act, ActAnswer, Appeal } from '../../quality/quality-api.ts';
import { dayPlus } from '../../schedule/local-time.ts';
import type { Agent } from '../agent.svelte.ts';
import { forgetScores, keepScores, keptScores, type Told } from './kept-scores.ts';
import {
  actOnScores,
  readAppeals,
  readCard,
  readCards,
  readEvaluations,
  readLadder,
  readNotes,
  readPosted,
  readRounds,
  type WantedCard,
} from './score-api.ts';

/** A contest that is decided, a round that begins show within this time. */
const readAgainMs = 30_000;
/** Evaluations of so many days are listed. */
const evaluationDays = 92;
const running: WantedCard = { period: '', version: 0, definition: '' };

const nothing: Told = {
  ...{ opened: null, cards: null, ladder: null, appeals: null },
  ...{ notes: null, rounds: null, evaluations: null, posted: null },
};

/** The own scores, and what may be done about them. */
export class ScoreBook {
  readonly agent: Agent;
  wanted = $state.raw<WantedCard>(running);
  told = $state.raw<Told>(nothing);
  /** Why there is no card of the period that is looked at; empty = there is one, or it is read. */
  noCard = $state('');
  /** The gateway did not answer: what is shown was told at `asOf`. */
  offline = $state(false);
  /** When all this was told; empty = never. */
  asOf = $state('');
  busy = $state(false);
  done = $state('');
  failed = $state('');
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(agent: Agent) {
    this.agent = agent;
  }

  readonly person = $derived.by(() => this.agent.my?.person ?? '');
  readonly card = $derived(this.told.opened?.card ?? null);
  readonly definition = $derived(this.told.opened?.definition ?? null);
  /** Own contests, the newest first. */
  readonly contests = $derived(
    (this.told.appeals?.appeals ?? [])
      .filter(({ person }) => person === this.person)
      .toSorted((a, b) => (a.at ?? '').localeCompare(b.at ?? '') * -1),
  );

  /** Shows at once what the device kept, reads anew, and goes on. */
  open(): void {
    const kept = keptScores(this.#tenant, this.person);
    if (kept) {
      this.told = kept.told;
      this.asOf = kept.at;
    }
    void this.read();
    this.#timer = setInterval(() => void this.#follow(), readAgainMs);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Reads everything anew. */
  async read(): Promise<void> {
    await Promise.all([this.#readWords(), this.#readFigures()]);
    this.#keep();
  }

  /** Another period, version or definition of the card. */
  async look(wanted: Partial<WantedCard>): Promise<void> {
    this.wanted = { ...this.wanted, ...wanted };
    await this.readCard();
  }

  /** Reads the card that is looked at, and then when its period is closed. */
  async readCard(): Promise<void> {
    const { site } = this.agent;
    const wanted = this.wanted;
    const isStill = () => this.wanted === wanted;
    try {
      const opened = await readCard(site, wanted);
      if (!isStill()) return;
      this.noCard = '';
      this.#hold({ opened });
    } catch (error) {
      if (!isStill()) return;
      if (isAway(error)) {
        this.offline = true;
        return;
      }
      this.noCard = this.agent.why(error);
      this.told = { ...this.told, opened: null };
    }
    const cards = await readCards(site, wanted).catch(() => null);
    if (isStill()) this.told = { ...this.told, cards };
  }

  /** Does an act and reads anew; what is refused stands with the service's own sentence. */
  async act(act: Act, done: string): Promise<ActAnswer | null> {
    this.done = '';
    this.failed = '';
    this.busy = true;
    try {
      const answer = await actOnScores(this.agent.site, act);
      this.done = done;
      await this.#readWords();
      // Figures take longer: nobody waits for them to go on.
      void this.#readFigures().then(() => this.#keep());
      return answer;
    } catch (error) {
      this.failed = this.agent.why(error);
      return null;
    } finally {
      this.busy = false;
    }
  }

  /** The own contest of something; one that was taken back does not count. */
  contestOf(target: string): Appeal | undefined {
    return this.contests.find((one) => one.target === target && one.state !== 'withdrawn');
  }

  /** A name of a person, from whichever answer told it. */
  nameOf(person: string): string {
    const { opened, ladder, appeals, notes, rounds, evaluations } = this.told;
    for (const part of [notes, appeals, rounds, evaluations, ladder, opened]) {
      const name = part?.names[person];
      if (name) return name;
    }
    return this.agent.nameOf(person);
  }

  /** What is cheap to ask is asked again; the card only when a contest moved. */
  async #follow(): Promise<void> {
    if (document.hidden || this.busy) return;
    const before = statesOf(this.told.appeals);
    await this.#readWords();
    if (statesOf(this.told.appeals) !== before) await this.#readFigures();
    this.#keep();
  }

  /** What people wrote and decided. */
  async #readWords(): Promise<void> {
    const { site } = this.agent;
    await Promise.all([
      this.#take('appeals', () => readAppeals(site)),
      this.#take('notes', () => readNotes(site)),
      this.#take('rounds', () => readRounds(site)),
    ]);
  }

  /** What was marked and reckoned; what is posted is made from the figures gathered for the card. */
  async #readFigures(): Promise<void> {
    const { site } = this.agent;
    const since = dayPlus(this.agent.today, -evaluationDays);
    await Promise.all([
      this.readCard(),
      this.#take('ladder', () => readLadder(site)),
      this.#take('evaluations', () => readEvaluations(site, this.person, since)),
    ]);
    await this.#take('posted', () => readPosted(site));
  }

  async #take<Part extends keyof Told>(part: Part, read: () => Promise<Told[Part]>): Promise<void> {
    try {
      this.#hold({ [part]: await read() } as Partial<Told>);
    } catch (error) {
      // What is refused is not there; what is away is shown as it was last told.
      if (isAway(error)) this.offline = true;
      else this.told = { ...this.told, [part]: null };
    }
  }

  #hold(told: Partial<Told>): void {
    this.told = { ...this.told, ...told };
    this.offline = false;
    this.asOf = new Date(this.agent.nowMs).toISOString();
  }

  #keep(): void {
    // Only what opens first is kept: another period is a look, not the state of things.
    if (this.offline || this.wanted.version > 0) return;
    if (!this.told.opened) forgetScores();
    else keepScores({ tenant: this.#tenant, person: this.person, at: this.asOf, told: this.told });
  }

  get #tenant(): string {
    return this.agent.choice?.acting.tenant ?? '';
  }
}

/** Nobody answered, or a service behind the gateway did not. */
function isAway(error: unknown): boolean {
  return !(error instanceof Refused) || error.status >= 500;
}

function statesOf(appeals: Appeals | null): string {
  return (appeals?.appeals ?? []).map(({ appealId, state }) => `${appealId} ${state}`).join();
}
