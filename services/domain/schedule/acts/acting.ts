import type { ScheduleAct } from '../schedule-act.ts';
import type { CurveSlot, ScheduleRule, Shift, Violation } from '../shift.ts';
import type { SiteSchedule } from '../site-schedule.ts';

/**
 * What deciding an act needs beside the state. Everything of chance, time and store comes in here,
 * so that the same arguments decide the same.
 *
 * For a service: (1) `contentsWanted(state, act)` names contents: fetch them; (2) `decideAct(state,
 * act, acting)`; (3) a preview ends here; else put every content that was given to `contents.add…`
 * into the store; (4) append `decided.act` expecting the state's position; (5) the follower calls
 * `applyAct(state, decided act, contents)`, having fetched `contentsToApply(act)`.
 */
export interface Acting {
  /** Empty when a program acts. */
  author: string;
  /** Roles of `lib/context.ts`; `program` for what the service itself does. */
  roles: readonly string[];
  nowMs: number;
  /** IANA zone of the site. */
  zone: string;
  /** Public holidays by local day → name; rules look at them. */
  holidays: ReadonlyMap<string, string>;
  /** Rules of a preset, none of a name that is none. */
  rulesOfPreset: (preset: string) => readonly ScheduleRule[];
  /** A new id with each call. */
  newId: () => string;
  /**
   * A secret that nobody can guess and that is the same for the same name for ever, for example an
   * HMAC of the name by a key that the installation keeps. Lotteries and calendar addresses.
   */
  secretOf: (name: string) => string;
  /** SHA-256 of the UTF-8 of a text, in hex. */
  digestOf: (text: string) => string;
  contents: Contents;
  /**
   * The requirement worked out from the forecast that the act names (`draft-begun`,
   * `requirement-decided`); `null` when it names none.
   */
  required: Curves | null;
  /** With `draft-optimised`: all shifts of the roster that was found; else `null`. */
  found: readonly Shift[] | null;
}

/** Contents of the store by SHA-256. */
export interface Contents {
  /** What `contentsWanted` or `contentsToApply` named; another one is a bug and may throw. */
  shifts: (sha: string) => readonly Shift[];
  curves: (sha: string) => Curves;
  /** The digest at once; the bytes are put before the act is appended. */
  addShifts: (shifts: readonly Shift[]) => string;
  addCurves: (curves: Curves) => string;
}

/** A requirement as it stood. */
export interface Curves {
  slotMinutes: number;
  /** By group, then by start. */
  slots: readonly CurveSlot[];
}

/** Which contents are to be at hand. */
export interface WantedContents {
  shifts: readonly string[];
  curves: readonly string[];
}

/** What an act would do: of a preview the answer, else what is appended. */
export interface Decided {
  /** With everything filled in. */
  act: ScheduleAct;
  /** What it breaks beyond what stood already, the hard first. At most 200. */
  violations: readonly Violation[];
  /** Curves of the slots it changes, before and after. At most 2,000 slots. */
  before: readonly CurveSlot[];
  after: readonly CurveSlot[];
  /** Told once, never kept: the secret part of a calendar's address; empty = none. */
  secret: string;
}

/** An act as it stands in the log. */
export interface LoggedAct {
  commandId: string;
  author: string;
  atMs: number;
  position: number;
  act: ScheduleAct;
}

/** Decides one family of acts. */
export type Decide<Act extends ScheduleAct> = (
  state: SiteSchedule,
  act: Act,
  acting: Acting,
) => Decided;
