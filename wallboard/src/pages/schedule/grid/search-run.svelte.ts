/** A search for a better schedule, followed as it goes. */
import { ask, Refused, send } from '../../api.ts';
import { type CurveSlot, type SearchStep, schedulePath } from '../schedule-api.ts';

/** How to search. */
export interface SearchWish {
  draftId: string;
  seconds: number;
  seed: number;
  people: string[];
  days: string[];
  stability: number;
  wholeDay: boolean;
}

/** One search. */
export class SearchRun {
  steps = $state.raw<readonly SearchStep[]>([]);
  running = $state(false);
  /** Curves of the best so far; null = none were told. */
  curves = $state.raw<readonly CurveSlot[] | null>(null);
  #ending: AbortController | null = null;

  readonly last = $derived(this.steps.at(-1) ?? null);
  readonly best = $derived(this.steps.findLast(({ state }) => state !== 'infeasible') ?? null);
  readonly isOver = $derived(['done', 'stopped', 'infeasible'].includes(this.last?.state ?? ''));

  /** Searches until the service is done; a refusal is thrown with its sentence. */
  async start(site: string, wish: SearchWish): Promise<void> {
    this.steps = [];
    this.curves = null;
    this.running = true;
    this.#ending = new AbortController();
    try {
      const response = await fetch(schedulePath('optimise', { site }), {
        method: 'POST',
        body: JSON.stringify(wish),
        headers: { 'content-type': 'application/json' },
        signal: this.#ending.signal,
      });
      if (!response.ok || !response.body) throw await refusalOf(response);
      for await (const step of stepsOf(response.body)) this.#take(step);
    } finally {
      this.running = false;
    }
  }

  /** Ends it; its best can be taken. */
  async stop(): Promise<void> {
    const id = this.last?.searchId;
    if (id) await send('POST', schedulePath(`optimise/${encodeURIComponent(id)}/stop`), {});
  }

  /** What it found into its draft, in whole or in part; returns how many shifts changed. */
  async take(site: string, people: string[], days: string[]): Promise<number> {
    const id = encodeURIComponent(this.best?.searchId ?? '');
    const body = { commandId: crypto.randomUUID(), people, days };
    const path = schedulePath(`optimise/${id}/take`, { site });
    const answer = await ask<{ changes: number }>(path, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    return answer.changes;
  }

  /** Looks away; the search goes on without a reader. */
  leave(): void {
    this.#ending?.abort();
  }

  #take(step: SearchStep): void {
    this.steps = [...this.steps, step].slice(-2_000);
    if (step.curves.length > 0) this.curves = step.curves;
  }
}

/** Messages of an event stream; a refusal in it is thrown. */
async function* stepsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<SearchStep> {
  const reader = body.pipeThrough(new TextDecoderStream() as never).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = (await reader.read()) as { done: boolean; value?: string };
    if (done) return;
    rest += value;
    const events = rest.split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: (.*)$/m.exec(event)?.[1];
      if (data === undefined) continue;
      if (/^event: refusal$/m.test(event)) throw refused(JSON.parse(data), 409);
      yield JSON.parse(data) as SearchStep;
    }
  }
}

async function refusalOf(response: Response): Promise<Refused> {
  return refused(await response.json().catch(() => ({})), response.status);
}

function refused(problem: Record<string, unknown>, status: number): Refused {
  const said = [problem['detail'], problem['message'], problem['title']].find(
    (one) => typeof one === 'string' && one !== '',
  );
  return new Refused(Number(problem['status'] ?? status), String(said ?? status));
}
