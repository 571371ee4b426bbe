import type { DisplayState } from '../agent-display.ts';
import type { AgentSpan } from '../agent-sums.ts';

/** What is seen of somebody, as far as a schedule asks for it. */
export type SeenKind = 'unknown' | 'out' | 'unreachable' | 'break' | 'ready' | 'other' | 'contact';

/** What one source tells of one person, by its own key for that person. */
export interface SeenSource {
  source: string;
  /** In order, without overlap; a hole between two = nothing was heard. */
  spans: readonly Pick<AgentSpan, 'startMs' | 'endMs' | 'state' | 'reason' | 'queue'>[];
}

/** A stretch in which what is seen of a person, over all sources, did not change. */
export interface SeenStretch {
  fromMs: number;
  /** First instant after. */
  toMs: number;
  kind: SeenKind;
  state: DisplayState;
  /** Reason of a break; empty otherwise. */
  reason: string;
  /** Queue of the contact at hand; empty when none. */
  queue: string;
  /** Empty when nothing was heard. */
  source: string;
  /** The contact at hand began then, ringing included; null when there is none. */
  contactFromMs: number | null;
}

const kindOf: Record<DisplayState, SeenKind> = {
  unknown: 'unknown',
  'signed-out': 'out',
  unreachable: 'unreachable',
  break: 'break',
  ready: 'ready',
  'other-contact': 'other',
  ringing: 'contact',
  talking: 'contact',
  holding: 'contact',
  'after-call-work': 'contact',
};

/** Of two channels at once the one that works more is what the person does. */
const rank: Record<SeenKind, number> = {
  unknown: 0,
  out: 1,
  unreachable: 2,
  break: 3,
  ready: 4,
  other: 5,
  contact: 6,
};

/**
 * What is seen of one person in a span of time, over all sources at once,
 * without hole or overlap. Where nothing was heard it is `unknown`.
 *
 * A contact lasts from its ring to the end of its after-call work. With several
 * at once it is as old as the oldest one still open.
 */
export function seenDay(
  sources: readonly SeenSource[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): SeenStretch[] {
  const lines = sources.map((source) => stretchesOf(source).filter(within(fromMs, toMs)));
  const cuts = new Set([fromMs, toMs]);
  for (const line of lines) {
    for (const one of line) {
      cuts.add(Math.max(one.fromMs, fromMs));
      cuts.add(Math.min(one.toMs, toMs));
    }
  }
  const edges = [...cuts].sort((a, b) => a - b);
  const places = lines.map(() => 0);
  const seen: SeenStretch[] = [];
  for (let at = 0; at + 1 < edges.length; at += 1) {
    const [start = 0, end = 0] = [edges[at], edges[at + 1]];
    const here = lines.flatMap((line, n) => current(line, places, n, start));
    append(seen, { ...together(here), fromMs: start, toMs: end });
  }
  return seen;
}

/** Working for the centre: it waits for contacts, or has one. */
export function isWorking(kind: SeenKind): boolean {
  return kind === 'ready' || kind === 'contact' || kind === 'other';
}

function within(fromMs: number, toMs: number) {
  return (one: SeenStretch) => one.fromMs < toMs && one.toMs > fromMs;
}

/** One source's spans, each with the beginning of the contact it belongs to. */
function stretchesOf({ source, spans }: SeenSource): SeenStretch[] {
  const stretches: SeenStretch[] = [];
  let before: SeenStretch | null = null;
  for (const { startMs: fromMs, endMs: toMs, state, reason, queue } of spans) {
    const kind = kindOf[state];
    const contactFromMs: number | null =
      kind !== 'contact'
        ? null
        : before && goesOn(before, { state, queue, fromMs })
          ? before.contactFromMs
          : fromMs;
    before = { fromMs, toMs, kind, state, reason, queue, source, contactFromMs };
    stretches.push(before);
  }
  return stretches;
}

/** Rings begin a contact; after-call work ends one. */
function goesOn(
  before: SeenStretch,
  next: { state: DisplayState; queue: string; fromMs: number },
): boolean {
  if (before.kind !== 'contact' || before.toMs !== next.fromMs) return false;
  if (before.queue !== next.queue || next.state === 'ringing') return false;
  return before.state !== 'after-call-work';
}

function current(
  line: readonly SeenStretch[],
  places: number[],
  n: number,
  atMs: number,
): SeenStretch[] {
  let place = places[n] ?? 0;
  while ((line[place]?.toMs ?? Number.POSITIVE_INFINITY) <= atMs) place += 1;
  places[n] = place;
  const found = line[place];
  return found && found.fromMs <= atMs ? [found] : [];
}

const nothing = { state: 'unknown', reason: '', queue: '', source: '', kind: 'unknown' } as const;

function together(here: readonly SeenStretch[]): Omit<SeenStretch, 'fromMs' | 'toMs'> {
  let most: SeenStretch | null = null;
  let contactFromMs: number | null = null;
  for (const one of here) {
    if (!most || rank[one.kind] > rank[most.kind]) most = one;
    if (one.contactFromMs === null) continue;
    contactFromMs = Math.min(contactFromMs ?? one.contactFromMs, one.contactFromMs);
  }
  return most ? { ...most, contactFromMs } : { ...nothing, contactFromMs };
}

function append(seen: SeenStretch[], next: SeenStretch): void {
  const last = seen.at(-1);
  const same =
    last !== undefined &&
    last.kind === next.kind &&
    last.state === next.state &&
    last.reason === next.reason &&
    last.queue === next.queue &&
    last.source === next.source &&
    last.contactFromMs === next.contactFromMs;
  if (same) last.toMs = next.toMs;
  else seen.push(next);
}
