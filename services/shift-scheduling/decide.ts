import type { NatsConnection } from '@nats-io/transport-node';
import type { Acting, Decided } from '../domain/schedule/acts/acting.ts';
import { requirementsAround } from '../domain/schedule/acts/cover-of-change.ts';
import { contentsWanted, decideAct } from '../domain/schedule/acts/decide-act.ts';
import { consequencesOfVersion } from '../domain/schedule/acts/past-consequences.ts';
import type { ScheduleAct } from '../domain/schedule/schedule-act.ts';
import { siteCalendar } from '../domain/schedule/site-calendar.ts';
import { type DecidedNow, type SiteDecider, siteDecider } from '../lib/site-decider.ts';
import { subjects } from '../lib/subjects.ts';
import { decodeAct, encodeAct } from './act-wire.ts';
import type { ActingSource } from './acting.ts';
import type { Book, OfSite } from './book.ts';
import { actingToLook } from './looking.ts';
import type { RosterStore } from './store.ts';

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
export type Decide = SiteDecider<Command, Decided>;

/** What deciding works on. */
export interface DecideDeps {
  nats: NatsConnection;
  book: Book;
  store: RosterStore;
  acting: ActingSource;
}

/** Decides on what the site's schedule says. */
export function decider(deps: DecideDeps): Decide {
  const { nats, book, acting } = deps;
  return siteDecider({
    nats,
    book,
    what: 'the schedule',
    subjectOf: ({ tenant, site }: OfSite) => subjects.schedule(tenant, site),
    encode: encodeAct,
    decode: decodeAct,
    given: (command: Command) => {
      const { author, roles, found = null } = command;
      return acting.given(command, { author, roles, found }, command.act);
    },
    decideNow: (command, given) => decideNow(deps, command, given),
    repeated: (act, at) => repeated(deps, act, at),
  });
}

type Given = Awaited<ReturnType<ActingSource['given']>>;

async function decideNow(
  { book, store, acting: source }: DecideDeps,
  command: Command,
  given: Given,
): Promise<DecidedNow<Decided>> {
  const { act, tenant, seenPosition } = command;
  for (;;) {
    const state = book.stateOf(command);
    const ground = source.ground(command);
    const contents = await store.contents(tenant, contentsWanted(state, act, ground));
    // While contents were fetched the schedule may have become another one.
    if (book.stateOf(command) !== state) continue;
    const decided = decideAct(state, act, { ...given, ...ground, contents }, seenPosition);
    const { keep } = contents;
    return { decided, keep, atMs: ground.nowMs, lastSequence: state.position };
  }
}

/** Who asks again, for an answer that was lost, hears of cover and rules what was told at first. */
async function repeated(
  deps: DecideDeps,
  act: ScheduleAct,
  at: OfSite & { position: number },
): Promise<Decided> {
  const state = deps.book.stateOf(at);
  const plain = { act, violations: [], before: [], after: [], secret: '' };
  const made = state.versions.find(({ position }) => position === at.position);
  if (!made) return plain;
  const { nowMs, zone } = deps.acting.ground(at);
  const curves = requirementsAround(state, siteCalendar(zone).dayOf(nowMs));
  const acting = await actingToLook(deps, at, { shifts: [], curves });
  const { violations, before, after } = consequencesOfVersion(state, made.version, acting) ?? plain;
  return { ...plain, violations, before, after };
}
