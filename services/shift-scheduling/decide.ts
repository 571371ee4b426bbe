import { JetStreamApiError, jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { DomainError } from '../domain/domain-error.ts';
import type { Acting, Decided, LoggedAct } from '../domain/schedule/acts/acting.ts';
import { contentsWanted, decideAct } from '../domain/schedule/acts/decide-act.ts';
import type { ScheduleAct } from '../domain/schedule/schedule-act.ts';
import { streams, subjects } from '../lib/subjects.ts';
import { decodeAct, encodeAct, type SiteAct } from './act-wire.ts';
import type { ActingSource } from './acting.ts';
import type { Book, OfSite } from './book.ts';
import type { HeldContents, RosterStore } from './store.ts';

/** An act that somebody asks for. */
export interface Command extends OfSite {
  commandId: string;
  author: string;
  roles: readonly string[];
  act: ScheduleAct;
  /** What its maker had seen; null = whatever stands. */
  seenPosition: number | null;
  /** With what the optimiser found: all shifts of the draft. */
  found?: Acting['found'];
}

/** An act as decided, and where it stands in the log; 0 of a preview. */
export interface Done extends Decided {
  position: number;
}

/** Decides acts. */
export interface Decide {
  /** Appends, whole or not at all. */
  act: (command: Command) => Promise<Done>;
  /** Only says what it would do. */
  preview: (command: Command) => Promise<Decided>;
}

/** What deciding works on. */
export interface DecideDeps {
  nats: NatsConnection;
  book: Book;
  store: RosterStore;
  acting: ActingSource;
}

/** The log is read and the act decided anew at most so often. */
const maxAttempts = 5;
/** JetStream's code for "the subject's last sequence is another one". */
const wrongLastSequence = 10_071;

/**
 * Decides on what the site's schedule says, and appends only if nothing was
 * decided about the site meanwhile. Overtaken, it reads on and decides anew: of
 * two who want the same one wins, and the other is told who did.
 */
export function decider(deps: DecideDeps): Decide {
  const inTurn = openTurns();
  return {
    preview: async (command) => {
      const given = await deps.acting.given(command, byOf(command), command.act);
      return (await decideNow(deps, command, given)).decided;
    },
    act: async (command) => {
      const given = await deps.acting.given(command, byOf(command), command.act);
      return await inTurn(command, () => actOn(deps, command, given));
    },
  };
}

type Given = Awaited<ReturnType<ActingSource['given']>>;

function byOf({ author, roles, found = null }: Command) {
  return { author, roles, found };
}

async function actOn(deps: DecideDeps, command: Command, given: Given): Promise<Done> {
  const { nats, book } = deps;
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const known = book.decidedBy(command.tenant, command.commandId);
    if (known) return repeated(known);
    const { decided, contents, nowMs, lastSequence } = await decideNow(deps, command, given);
    await contents.keep();
    const { commandId, author, tenant, site } = command;
    const act = { commandId, author, tenant, site, atMs: nowMs, act: decided.act };
    const position = await append(nats, act, lastSequence);
    if (position !== null) {
      await book.reached(position);
      return { ...decided, position };
    }
    await readOn(nats, book, command);
  }
  throw new DomainError('conflict', tooFast(command, book.lastOf(command)));
}

async function decideNow(
  { book, store, acting: source }: DecideDeps,
  command: Command,
  given: Given,
): Promise<{ decided: Decided; contents: HeldContents; nowMs: number; lastSequence: number }> {
  const { act, tenant, seenPosition } = command;
  for (;;) {
    const state = book.scheduleOf(command);
    const ground = source.ground(command);
    const contents = await store.contents(tenant, contentsWanted(state, act, ground));
    // While contents were fetched the schedule may have become another one.
    if (book.scheduleOf(command) !== state) continue;
    const decided = decideAct(state, act, { ...given, ...ground, contents }, seenPosition);
    return { decided, contents, nowMs: ground.nowMs, lastSequence: state.position };
  }
}

/** Acts on one site one after the other: only another instance can come between. */
function openTurns(): <T>(of: OfSite, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return async ({ tenant, site }, work) => {
    const key = `${tenant} ${site}`;
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    const settled = mine.catch(() => undefined);
    last.set(key, settled);
    void settled.then(() => last.get(key) === settled && last.delete(key));
    return await mine;
  };
}

/** The same command once more: what came of it the first time. */
function repeated({ act, position }: LoggedAct): Done {
  return { act, position, violations: [], before: [], after: [], secret: '' };
}

function tooFast({ site }: OfSite, last: LoggedAct | null): string {
  const by = last ? `; the last was "${last.act.kind}" by ${last.author || 'a program'}` : '';
  return `the schedule of "${site}" changes too fast${by}: try again`;
}

/** The position, or null when another act came between. */
async function append(
  nats: NatsConnection,
  act: SiteAct,
  lastSequence: number,
): Promise<number | null> {
  const { tenant, site, commandId } = act;
  try {
    const subject = subjects.schedule(tenant, site);
    const acknowledged = await jetstream(nats).publish(subject, encodeAct(act), {
      msgID: `${tenant} ${commandId}`,
      expect: { lastSubjectSequence: lastSequence },
    });
    return acknowledged.seq;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === wrongLastSequence) return null;
    throw new DomainError('unavailable', `the log of decisions did not answer: ${String(error)}`);
  }
}

async function readOn(nats: NatsConnection, book: Book, of: OfSite): Promise<void> {
  const manager = await jetstreamManager(nats);
  const last = await manager.streams.getMessage(streams.decisions.name, {
    last_by_subj: subjects.schedule(of.tenant, of.site),
  });
  if (!last) return book.forget(of.tenant);
  // Only to be sure that it can be read; the follower folds it in.
  decodeAct(last.data);
  await book.reached(last.seq);
}
