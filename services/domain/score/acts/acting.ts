import type { PeriodFacts, SampleList, ScoredPerson } from '../period-facts.ts';
import type { ScoreAct } from '../score-act.ts';
import type { Card } from '../scorecard.ts';
import type { SiteScores } from '../site-scores.ts';

/**
 * What deciding an act needs beside the state. Everything of chance, time and store comes in here,
 * so that the same arguments decide the same.
 *
 * For a service: (1) `factsWanted(state, act, zone)` and `cardsWanted(state, act)` name what to
 * gather: put it into `facts`, `list` and `contents`; (2) `decideScoreAct(state, act, acting,
 * seen)`; (3) a preview ends here; else put what was given to `contents.add…` into the store;
 * (4) append `decided.act` expecting the state's position, without author when `anonymous`;
 * (5) the follower calls `applyScoreAct(state, logged act)`: it needs no contents;
 * (6) ask `correctionsDue` which periods to close anew.
 */
export interface Acting {
  /** Empty when a program acts. */
  author: string;
  /** Roles of `lib/context.ts`; `program` for what the service itself does. */
  roles: readonly string[];
  nowMs: number;
  /** IANA zone of the site. */
  zone: string;
  /** Everybody of the site. */
  people: readonly ScoredPerson[];
  /** Team → who leads it. A lead acts on the own team only. */
  leads: ReadonlyMap<string, string>;
  /** Who may decide contests, by the directory: who has the duty, else who leads a team. */
  markers: readonly string[];
  /** Who last marked some of a person's minutes as excused; empty = nobody. Half-open, in ms. */
  minutesMarkedBy: (person: string, span: { fromMs: number; toMs: number }) => string;
  /** A new id with each call. */
  newId: () => string;
  /**
   * A secret that nobody can guess and that is the same for the same name for ever: an HMAC of the
   * name by a key that the installation keeps. Seeds and raters.
   */
  secretOf: (name: string) => string;
  /** SHA-256 of the UTF-8 of a text, in hex. */
  digestOf: (text: string) => string;
  contents: Contents;
  /** With `period-closed`: what was seen; else `null`. */
  facts: PeriodFacts | null;
  /** With `sampling-drawn`: `contactsToDraw` of the period; else `null`. */
  list: SampleList | null;
}

/** Contents of the store by SHA-256. */
export interface Contents {
  /** What `cardsWanted` named; another one is a bug and may throw. */
  cards: (sha: string) => readonly Card[];
  /** The digest at once; the bytes are put before the act is appended. */
  addCards: (cards: readonly Card[]) => string;
  addList: (list: SampleList) => string;
}

/** What an act would do: of a preview the answer, else what is appended. */
export interface Decided {
  /** With everything filled in. */
  act: ScoreAct;
  /** Nobody is to know who: it is appended without author, under a command id of the digest. */
  anonymous: boolean;
}

/** An act as it stands in the log. */
export interface LoggedScoreAct {
  commandId: string;
  author: string;
  atMs: number;
  position: number;
  act: ScoreAct;
}

/** An act that is complete. */
export function only(act: ScoreAct): Decided {
  return { act, anonymous: false };
}

/** Decides one family of acts. */
export type Decide<Act extends ScoreAct> = (state: SiteScores, act: Act, acting: Acting) => Decided;
