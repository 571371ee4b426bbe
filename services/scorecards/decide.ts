import type { NatsConnection } from '@nats-io/transport-node';
import { DomainError } from '../domain/domain-error.ts';
import type { Acting, Decided } from '../domain/score/acts/acting.ts';
import { definitionOfClose } from '../domain/score/acts/cards.ts';
import { cardsWanted, decideScoreAct } from '../domain/score/acts/decide-score-act.ts';
import { mustStand } from '../domain/score/acts/permission.ts';
import { adherenceStretch } from '../domain/score/appeal-target.ts';
import { periodSpan } from '../domain/score/period.ts';
import { contactsToDraw } from '../domain/score/sampling.ts';
import type { ScoreAct } from '../domain/score/score-act.ts';
import type { SiteScores } from '../domain/score/site-scores.ts';
import type { OfSite } from '../lib/site-book.ts';
import { type DecidedNow, type SiteDecider, siteDecider } from '../lib/site-decider.ts';
import { subjects } from '../lib/subjects.ts';
import { decodeAct, encodeAct } from './act-wire.ts';
import type { ActingSource, Given } from './acting.ts';
import type { Book } from './book.ts';
import { peopleOf, wantedOf } from './cards.ts';
import type { Facts, Gathered, Wanted } from './facts.ts';
import type { PeopleAt } from './people.ts';
import type { ScoreStore } from './store.ts';

/** An act that somebody asks for. */
export interface Command extends OfSite {
  commandId: string;
  /** Empty when the service itself acts. */
  author: string;
  roles: readonly string[];
  act: ScoreAct;
  /** What its maker had seen; null = whatever stands. */
  seenPosition: number | null;
}

/** Decides acts. */
export type Decide = SiteDecider<Command, Decided>;

/** What deciding works on. */
export interface DecideDeps {
  nats: NatsConnection;
  book: Book;
  store: ScoreStore;
  facts: Facts;
  acting: ActingSource;
  now: () => number;
  people: PeopleAt;
}

/** Decides on what stands of the site, with what was seen where an act freezes it. */
export function decider(deps: DecideDeps): Decide {
  const { nats, book, acting } = deps;
  return siteDecider({
    nats,
    book,
    what: 'what is scored',
    subjectOf: ({ tenant, site }: OfSite) => subjects.scores(tenant, site),
    encode: encodeAct,
    decode: decodeAct,
    given: async (command: Command) => {
      const given = await acting(command, command);
      return { ...given, seen: await seenFor(deps, command) };
    },
    decideNow: (command, given) => decideNow(deps, command, given),
    repeated: (act) => ({ act, anonymous: false }),
  });
}

/** What was seen of the period that an act freezes; null = it freezes none. */
async function seenFor({ book, facts, people, now }: DecideDeps, command: Command) {
  const { act } = command;
  if (act.kind !== 'period-closed' && act.kind !== 'sampling-drawn') return null;
  // Nobody else has a month gathered.
  mustStand(command, 'quality');
  const state = book.stateOf(command);
  const wanted = wantedFor(state, act);
  // A period to come has nothing to be gathered: the domain refuses it.
  const asked = { people: peopleOf({ people, nowMs: now() }, command, act.period), wanted };
  const gathered = await facts.of(command, act.period, { ...asked, fresh: true });
  const waits = wanted.adherence ? uncounted(state, gathered, now()) : '';
  const why = gathered.missing.legs || gathered.missing.adherence || waits;
  if (why) throw new DomainError('unavailable', `"${act.period}" is not known whole: ${why}`);
  return gathered.facts;
}

/** A contest is counted into its day within seconds; so long it is waited for. */
const countingMs = 600_000;

/** Why adherence is not whole: a contest just decided is not in the count of its day. */
function uncounted({ appeals }: SiteScores, { facts }: Gathered, nowMs: number): string {
  const counted = new Set(facts.adherence.flatMap(({ contests }) => contests));
  const days = new Set(facts.adherence.map(({ day, person }) => `${person} ${day}`));
  for (const { appealId, of, state, person, target, decided } of appeals.values()) {
    if (of !== 'adherence' || (state !== 'accepted' && state !== 'partly')) continue;
    if (counted.has(appealId) || nowMs - (decided?.atMs ?? 0) > countingMs) continue;
    const { day } = adherenceStretch(target);
    if (days.has(`${person} ${day}`)) return `contest "${appealId}" is just being counted in`;
  }
  return '';
}

function wantedFor(
  state: SiteScores,
  act: Extract<ScoreAct, { kind: 'period-closed' | 'sampling-drawn' }>,
): Wanted {
  if (act.kind === 'sampling-drawn') return { legs: true, adherence: false };
  const definition = definitionOfClose(state, act.definitionId, act.period);
  return wantedOf(definition ? [definition.value] : []);
}

async function decideNow(
  { book, store }: DecideDeps,
  command: Command,
  { seen, ...given }: Given & { seen: Acting['facts'] },
): Promise<DecidedNow<Decided>> {
  const { act, tenant, seenPosition } = command;
  for (;;) {
    const state = book.stateOf(command);
    const contents = await store.contents(tenant, cardsWanted(state, act));
    // While contents were fetched the scores may have become others.
    if (book.stateOf(command) !== state) continue;
    const list = listFor(state, act, { seen, zone: given.zone });
    const acting = { ...given, contents, facts: seen, list };
    const decided = decideScoreAct(state, act, acting, seenPosition);
    const { keep } = contents;
    const done = { decided, keep, atMs: given.nowMs, lastSequence: state.position };
    return decided.anonymous ? { ...done, anonymousAs: digestOf(decided.act) } : done;
  }
}

/** The list that a period is drawn from; null with any other act. */
function listFor(
  state: SiteScores,
  act: ScoreAct,
  { seen, zone }: { seen: Acting['facts']; zone: string },
): Acting['list'] {
  if (act.kind !== 'sampling-drawn' || !seen) return null;
  const rules = state.sampling.at(-1)?.value.rules ?? [];
  const surveys = [...state.surveys.values()].flat();
  const list = contactsToDraw(seen, { rules, surveys, ...periodSpan(act.period, zone) });
  if (list.length > 0) return list;
  throw new DomainError('invalid', `nobody took a contact in "${act.period}": nothing to draw`);
}

function digestOf(act: ScoreAct): string {
  return act.kind === 'round-answered' ? act.raterDigest : '';
}
