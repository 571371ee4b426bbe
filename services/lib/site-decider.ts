import type { NatsConnection } from '@nats-io/transport-node';
import { DomainError } from '../domain/domain-error.ts';
import { appendDecision, lastDecision } from './decision-log.ts';
import type { LoggedAct, OfSite, SiteBook } from './site-book.ts';

/** An act of one site before it stands in the log. */
export interface SiteAct<Act> extends Omit<LoggedAct<Act>, 'position'>, OfSite {}

/** What somebody asks for. */
export interface SiteCommand extends OfSite {
  commandId: string;
  author: string;
}

/** Decides acts of one kind of book. */
export interface SiteDecider<Command, Decided> {
  /** Appends, whole or not at all; answers with where it stands in the log. */
  act: (command: Command) => Promise<Decided & { position: number }>;
  /** Only says what it would do. */
  preview: (command: Command) => Promise<Decided>;
}

/** An act decided on what stands now. */
export interface DecidedNow<Decided> {
  decided: Decided;
  /** Puts contents that the act names into the store: before it is appended. */
  keep: () => Promise<void>;
  atMs: number;
  /** Of the state it was decided on; 0 = nothing was decided yet. */
  lastSequence: number;
  /** Nobody is to know whose it is: it is appended without author, under this command id. */
  anonymousAs?: string;
}

/** What a decider works on. */
export interface DeciderDeps<Command, Act, Decided, Given> {
  nats: NatsConnection;
  book: Pick<SiteBook<unknown, Act, never>, 'decidedBy' | 'lastOf' | 'reached' | 'forget'>;
  /** As refusals name it: "the schedule". */
  what: string;
  subjectOf: (of: OfSite) => string;
  encode: (act: SiteAct<Act>) => Uint8Array;
  /** Refuses what cannot be read. */
  decode: (bytes: Uint8Array) => SiteAct<Act>;
  /** For one command: however often it is decided anew, the same ids. */
  given: (command: Command) => Promise<Given>;
  decideNow: (command: Command, given: Given) => Promise<DecidedNow<Decided>>;
  /** The same command once more: what came of it the first time. */
  repeated: (act: Act, at: OfSite & { position: number }) => Decided | Promise<Decided>;
}

/** The log is read and the act decided anew at most so often. */
const maxAttempts = 5;

/**
 * Decides on what stands of the site, and appends only if nothing was decided
 * about the site meanwhile. Overtaken, it reads on and decides anew: of two who
 * want the same one wins, and the other is told who did.
 */
export function siteDecider<
  Command extends SiteCommand,
  Act extends { kind: string },
  Decided extends { act: Act },
  Given,
>(deps: DeciderDeps<Command, Act, Decided, Given>): SiteDecider<Command, Decided> {
  const inTurn = openTurns();
  return {
    preview: async (command) => {
      return (await deps.decideNow(command, await deps.given(command))).decided;
    },
    act: async (command) => {
      const given = await deps.given(command);
      return await inTurn(command, () => actOn(deps, command, given));
    },
  };
}

async function actOn<
  Command extends SiteCommand,
  Act extends { kind: string },
  Decided extends { act: Act },
  Given,
>(
  deps: DeciderDeps<Command, Act, Decided, Given>,
  command: Command,
  given: Given,
): Promise<Decided & { position: number }> {
  const { book, what } = deps;
  const { tenant, site, commandId, author } = command;
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const known = book.decidedBy(tenant, commandId);
    if (known) {
      const { position } = known;
      return { ...(await deps.repeated(known.act, { tenant, site, position })), position };
    }
    const now = await deps.decideNow(command, given);
    const { decided, atMs, lastSequence, anonymousAs } = now;
    await now.keep();
    const by = anonymousAs === undefined ? { commandId, author } : nobody(anonymousAs);
    const act = { ...by, tenant, site, atMs, act: decided.act };
    const position = await append(deps, act, lastSequence);
    if (position !== null) {
      await book.reached(position);
      return { ...decided, position };
    }
    await readOn(deps, command);
  }
  const last = book.lastOf(command);
  const by = last ? `; the last was "${last.act.kind}" by ${last.author || 'a program'}` : '';
  throw new DomainError('conflict', `${what} of "${site}" changes too fast${by}: try again`);
}

function nobody(commandId: string) {
  return { commandId, author: '' };
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

type LogDeps<Act> = Pick<
  DeciderDeps<never, Act, never, never>,
  'nats' | 'book' | 'subjectOf' | 'encode' | 'decode'
>;

/** The position, or null when another act came between. */
function append<Act>(
  { nats, subjectOf, encode }: LogDeps<Act>,
  act: SiteAct<Act>,
  lastSequence: number,
): Promise<number | null> {
  const { tenant, commandId } = act;
  const bytes = encode(act);
  return appendDecision(nats, { subject: subjectOf(act), bytes, tenant, commandId, lastSequence });
}

async function readOn<Act>(
  { nats, book, subjectOf, decode }: LogDeps<Act>,
  of: OfSite,
): Promise<void> {
  const last = await lastDecision(nats, subjectOf(of));
  if (!last) return book.forget(of.tenant);
  // Only to be sure that it can be read; the follower folds it in.
  decode(last.data);
  await book.reached(last.position);
}
