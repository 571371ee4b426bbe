// One event, file 9 of 10 (README.md). Next: wallboard/src/tiles/ServiceLevelTile.svelte
/** What a screen knows: the last frame of everything, and what time it is. */
import type {
  AgentRow,
  FloorTotals,
  PostedRow,
  QueueRow,
  ServiceAge,
  SiteRow,
  SourceAge,
  Trend,
  WallFrame,
} from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';
import { type Age, ageOf, type Heard } from './age.ts';
import { gatewayClock } from './gateway-clock.ts';
import { postedAge } from './posted-age.ts';

/** Rows beyond these are not kept: no board shows them, and memory stays flat. */
const most = { queues: 2_000, agents: 20_000 };

/** State shared by all tiles of a page. Frames are replaced, never changed. */
export class Wall {
  queues = $state.raw<ReadonlyMap<string, QueueRow>>(new Map());
  agents = $state.raw<ReadonlyMap<string, AgentRow>>(new Map());
  sources = $state.raw<ReadonlyMap<string, SourceAge>>(new Map());
  services = $state.raw<ReadonlyMap<string, ServiceAge>>(new Map());
  sites = $state.raw<readonly SiteRow[]>([]);
  totals = $state.raw<FloorTotals | null>(null);
  trend = $state.raw<Trend | null>(null);
  /** What sites post of scores; null until a frame has told of it. */
  posted = $state.raw<readonly PostedRow[] | null>(null);
  simulated = $state(false);
  pageVersion = $state('');
  /** When the last frame was sent; null before the first. */
  frameMs = $state<number | null>(null);
  /** Frames come. */
  live = $state(false);
  /** The gateway's clock. */
  nowMs = $state(Date.now());

  readonly #clock = gatewayClock();
  #heard: Heard = $derived({
    nowMs: this.nowMs,
    frameMs: this.frameMs,
    sources: this.sources,
    services: this.services,
  });
  /** Queues in the order of the directory. */
  rows: readonly QueueRow[] = $derived(
    [...this.queues.values()].sort((a, b) => a.position - b.position || (a.key < b.key ? -1 : 1)),
  );
  allSources: readonly string[] = $derived([...this.sources.keys()]);

  /** One frame in. */
  apply(frame: WallFrame): void {
    if (frame.whole) this.#clock.reset();
    this.#clock.heard(frame.sentMs);
    this.queues = merged(this.queues, frame.whole, frame.queues, [], most.queues);
    this.agents = merged(this.agents, frame.whole, frame.agents, frame.agentsGone, most.agents);
    this.sources = new Map(frame.sources.map((one) => [`${one.site}/${one.source}`, one]));
    this.services = new Map(frame.services.map((one) => [one.service, one]));
    if (frame.whole || frame.sites.length > 0) this.sites = frame.sites;
    if (frame.whole || frame.totals) this.totals = frame.totals ?? null;
    if (frame.whole || frame.trend) this.trend = frame.trend ?? null;
    if (frame.whole || frame.posted.length > 0) this.posted = frame.posted;
    this.simulated = frame.simulated;
    this.pageVersion = frame.pageVersion;
    this.frameMs = frame.sentMs;
    this.tick();
  }

  /** Time goes on, frames or not. */
  tick(): void {
    this.nowMs = this.#clock.now();
  }

  /** The age of a figure that needs these sources and services. */
  age(sources: readonly string[], ...services: string[]): Age {
    return ageOf(this.#heard, sources, services);
  }

  /** The age of what sites post. */
  postedAge(rows: readonly PostedRow[]): Age {
    return postedAge(this.#heard, rows);
  }
}

function merged<Row extends { key: string }>(
  before: ReadonlyMap<string, Row>,
  whole: boolean,
  rows: readonly Row[],
  gone: readonly string[],
  limit: number,
): ReadonlyMap<string, Row> {
  if (!whole && rows.length === 0 && gone.length === 0) return before;
  const after = whole ? new Map<string, Row>() : new Map(before);
  for (const key of gone) after.delete(key);
  for (const row of rows) if (after.size < limit || after.has(row.key)) after.set(row.key, row);
  return after;
}
