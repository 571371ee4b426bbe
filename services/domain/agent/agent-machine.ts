import {
  type AfterCallWork,
  type AgentLeg,
  breakReason,
  busyDevice,
  type Display,
  deviceLagMs,
  displayOf,
  sameStretch,
  toldSince,
} from './agent-display.ts';
import type { AgentFullState } from './agent-fact.ts';
import type { AgentInput, FullInput, LegInput } from './agent-input.ts';
import type { AgentSpan } from './agent-sums.ts';

/** A contact open this long without a word is over: its end was lost. */
const openLimitMs = 24 * 3_600_000;

/** A ring this old without a word is over. */
const ringLimitMs = 600_000;

/** An ended leg is remembered this long: a telling sorted behind its end must not open it again. */
const closedKeptMs = 900_000;

/** Where closed spans and counts go. */
export interface Sink {
  span: (span: AgentSpan) => void;
  count: (count: { atMs: number; what: 'answered' | 'ringNoAnswers' }) => void;
}

/** One agent at one instant, without any sums. Plain data: it is copied and written as it is. */
export interface Machine {
  /** The agent's key on the source. */
  agent: string;
  /** True up to here. */
  atMs: number;
  full: AgentFullState | null;
  /** When the full state was true. */
  fullAtMs: number | null;
  legs: AgentLeg[];
  /** Legs that are over, with their end, oldest first. */
  closed: { legId: string; atMs: number }[];
  afterCallWork: AfterCallWork | null;
  lastEndMs: number | null;
  shown: Display;
  /** What was chosen in the span under way: signed in anywhere, paused everywhere. */
  chosen: { signedIn: boolean; paused: boolean };
  /** In the shown state since; 0 = nothing is known yet. */
  sinceMs: number;
  /** Time not yet given to the sink begins here. */
  spanStartMs: number;
}

/** An agent of whom nothing is known. */
export function newMachine(agent: string): Machine {
  const nothing = { full: null, legs: [], afterCallWork: null, lastEndMs: null };
  return {
    agent,
    atMs: 0,
    ...nothing,
    fullAtMs: null,
    closed: [],
    shown: displayOf(nothing, 0),
    chosen: { signedIn: false, paused: false },
    sinceMs: 0,
    spanStartMs: 0,
  };
}

/** A copy that can go on by itself. Full states are never changed, so they are shared. */
export function copyMachine(machine: Machine): Machine {
  return {
    ...machine,
    legs: machine.legs.map((leg) => ({ ...leg })),
    closed: machine.closed.slice(),
  };
}

/** The next instant at which something changes by itself; null when nothing will. */
export function nextDue(machine: Machine): number | null {
  let due: number | null = null;
  const at = (ms: number) => {
    due = due === null ? ms : Math.min(due, ms);
  };
  if (machine.afterCallWork) at(machine.afterCallWork.untilMs);
  const lagEndMs = (machine.lastEndMs ?? 0) + deviceLagMs;
  if (machine.atMs < lagEndMs && busyDevice(machine.full)) at(lagEndMs);
  for (const leg of machine.legs) {
    at(leg.answeredMs === null ? leg.sinceMs + ringLimitMs : leg.answeredMs + openLimitMs);
  }
  return due;
}

/** Lets time pass: every timer due on the way fires at its own instant. */
export function passTime(machine: Machine, toMs: number, sink: Sink): void {
  for (let due = nextDue(machine); due !== null && due <= toMs; due = nextDue(machine)) {
    machine.atMs = Math.max(machine.atMs, due);
    expire(machine, due);
    show(machine, sink);
  }
  machine.atMs = Math.max(machine.atMs, toMs);
}

/** Gives the sink the time up to now that no change has closed yet. */
export function flush(machine: Machine, sink: Sink): void {
  const { spanStartMs: startMs, atMs: endMs, shown } = machine;
  const { state, reason, queue } = shown;
  // Of the time in which nothing was known there is nothing to tell.
  if (state !== 'unknown' && endMs > startMs) {
    sink.span({ startMs, endMs, state, reason, queue, ...machine.chosen });
  }
  machine.spanStartMs = endMs;
}

/**
 * One input. Inputs come in order of time; one before the machine's own instant
 * takes effect there.
 *
 * @param acwEnds - ends of after-call work that are already known, by leg: the
 *   work after a contact lasts until told, even where the setting grants less.
 */
export function applyInput(
  machine: Machine,
  input: AgentInput,
  sink: Sink,
  acwEnds: ReadonlyMap<string, number>,
): void {
  passTime(machine, input.atMs, sink);
  if (input.about === 'agent') {
    machine.full = input.full;
    machine.fullAtMs = input.ownMs;
    show(machine, sink, input);
    return;
  }
  applyLeg(machine, input, sink, acwEnds);
  forgetClosed(machine);
  show(machine, sink);
}

function applyLeg(
  machine: Machine,
  input: LegInput,
  sink: Sink,
  acwEnds: ReadonlyMap<string, number>,
): void {
  const mine = input.agent === machine.agent;
  switch (input.kind) {
    case 'ringing':
      if (mine) ring(machine, input);
      return;
    case 'ring-no-answer':
      if (!mine) return;
      sink.count({ atMs: input.ownMs, what: 'ringNoAnswers' });
      machine.legs = machine.legs.filter(
        ({ legId, phase }) => legId !== input.legId || phase !== 'ringing',
      );
      return;
    case 'answered':
      if (mine) answer(machine, input, sink);
      else close(machine, input.legId);
      return;
    case 'held':
    case 'resumed':
      turn(machine, input.legId, input.kind === 'held' ? 'holding' : 'talking');
      return;
    case 'left':
      close(machine, input.legId);
      return;
    case 'completed':
      complete(machine, input, mine, acwEnds.get(input.legId));
      return;
    case 'acw-ended':
      if (mine && machine.afterCallWork?.legId === input.legId) machine.afterCallWork = null;
  }
}

function ring(machine: Machine, { legId, queue, channel }: LegInput): void {
  if (isClosed(machine, legId) || machine.legs.some((leg) => leg.legId === legId)) return;
  const sinceMs = machine.atMs;
  machine.legs.push({ legId, queue, channel, phase: 'ringing', sinceMs, answeredMs: null });
}

function answer(machine: Machine, { legId, queue, channel, ownMs }: LegInput, sink: Sink): void {
  sink.count({ atMs: ownMs, what: 'answered' });
  if (isClosed(machine, legId)) return;
  const leg = { legId, queue, channel, phase: 'talking' as const };
  machine.legs = machine.legs.filter((other) => other.legId !== legId);
  machine.legs.push({ ...leg, sinceMs: machine.atMs, answeredMs: machine.atMs });
}

function turn(machine: Machine, legId: string, phase: 'talking' | 'holding'): void {
  for (const leg of machine.legs) {
    if (leg.legId !== legId || leg.answeredMs === null || leg.phase === phase) continue;
    leg.phase = phase;
    leg.sinceMs = machine.atMs;
  }
}

function complete(machine: Machine, input: LegInput, named: boolean, acwEndMs?: number): void {
  const { legId, queue, channel, wrapUpMs } = input;
  const open = machine.legs.find((leg) => leg.legId === legId);
  close(machine, legId);
  if (!named && (!open || open.answeredMs === null)) return;
  const sinceMs = machine.atMs;
  machine.lastEndMs = sinceMs;
  const untilMs = acwEndMs === undefined ? sinceMs + wrapUpMs : Math.max(acwEndMs, sinceMs);
  machine.afterCallWork =
    untilMs > sinceMs ? { legId, queue, channel, sinceMs, untilMs } : machine.afterCallWork;
}

function close(machine: Machine, legId: string): void {
  machine.legs = machine.legs.filter((leg) => leg.legId !== legId);
  machine.closed.push({ legId, atMs: machine.atMs });
}

function isClosed(machine: Machine, legId: string): boolean {
  return machine.closed.some((one) => one.legId === legId);
}

function forgetClosed(machine: Machine): void {
  const first = machine.closed.findIndex(({ atMs }) => atMs >= machine.atMs - closedKeptMs);
  if (first !== 0) machine.closed = first < 0 ? [] : machine.closed.slice(first);
}

function expire(machine: Machine, dueMs: number): void {
  if (machine.afterCallWork && machine.afterCallWork.untilMs <= dueMs) machine.afterCallWork = null;
  for (const { legId, answeredMs, sinceMs } of machine.legs) {
    if (answeredMs === null && sinceMs + ringLimitMs <= dueMs) close(machine, legId);
    if (answeredMs === null || answeredMs + openLimitMs > dueMs) continue;
    close(machine, legId);
    machine.lastEndMs = dueMs;
  }
}

/** Derives the display anew; where it changed, closes the span of what was shown. */
function show(machine: Machine, sink: Sink, told?: FullInput): void {
  const next = displayOf(machine, machine.atMs);
  const chosen = chosenOf(machine.full);
  const before = machine.shown;
  const sameSpan =
    next.state === before.state &&
    next.reason === before.reason &&
    next.queue === before.queue &&
    chosen.signedIn === machine.chosen.signedIn &&
    chosen.paused === machine.chosen.paused;
  if (!sameSpan) flush(machine, sink);
  if (!sameStretch(before, next)) machine.sinceMs = sinceOf(machine, next, told);
  machine.chosen = chosen;
  machine.shown = next;
}

/**
 * Since when a new display holds: by the event's own time. Only where the change
 * itself was missed (a first or repeated full state) the source's word counts.
 */
function sinceOf(machine: Machine, next: Display, told?: FullInput): number {
  if (next.ownSinceMs !== null) return next.ownSinceMs;
  const missed = told && (told.change === 'repeated' || machine.shown.state === 'unknown');
  const since = missed ? toldSince(next.state, told.full) : null;
  if (since === null || since > machine.atMs) return machine.atMs;
  return machine.shown.state === 'unknown' || since > machine.sinceMs ? since : machine.atMs;
}

function chosenOf(full: AgentFullState | null): Machine['chosen'] {
  const memberships = full?.memberships ?? [];
  return { signedIn: memberships.length > 0, paused: breakReason(memberships) !== null };
}
