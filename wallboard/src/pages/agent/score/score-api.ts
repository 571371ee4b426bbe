/** What the score pages of an agent ask the gateway; it tells everybody the own alone. */
import { ask, send } from '../../api.ts';
import type { Appeals, Ladder, Notes, Topic } from '../../quality/people-api.ts';
import {
  type Act,
  type ActAnswer,
  type Cards,
  type Evaluations,
  type OpenedCard,
  type Rounds,
  scorePath,
} from '../../quality/quality-api.ts';

/** Which card: empty period = the running month, version 0 = the newest or the open one. */
export interface WantedCard {
  period: string;
  version: number;
  /** Empty = the first there is. */
  definition: string;
}

/** What is posted for all to see. */
export interface Posted {
  teams: {
    team: string;
    /** English and Chinese, parted by a tab. */
    name: string;
    meanTotal: number | null;
    before: number | null;
    scored: number;
  }[];
  names: { name: string; team: string; why: string }[];
  topic: Topic | null;
  asOf: string | null;
  month: string;
  withheld: { part: string; why: string }[];
}

/** One leg of a contact: a queue it waited in and who took it. */
export interface ContactLeg {
  legId: string;
  contactId: string;
  queue: string;
  offeredAt: string | null;
  outcome: string;
  waitMs: number | null;
  agent: string | null;
  talkMs: number | null;
  holdMs: number | null;
  acwMs: number | null;
  facts: { at: string; what: { kind: string } }[];
}

/** The own card, opened to its reasons. */
export function readCard(site: string, { period, version, definition }: WantedCard) {
  const asked = { site, period, version: version || '', definition };
  return ask<OpenedCard>(scorePath('card', asked));
}

/** The own cards of a period by every definition, and when it is closed. */
export function readCards(site: string, { period, version }: WantedCard) {
  return ask<Cards>(scorePath('cards', { site, period, version: version || '' }));
}

/** The ladder, as far as it is told. */
export function readLadder(site: string) {
  return ask<Ladder>(scorePath('ladder', { site }));
}

/** Own contests, and outcomes of all. */
export function readAppeals(site: string) {
  return ask<Appeals>(scorePath('appeals', { site }));
}

/** Own plans, coaching, praise; topics and questioned rules. */
export function readNotes(site: string) {
  return ask<Notes>(scorePath('notes', { site }));
}

/** Rounds one has a part in, and own tests. */
export function readRounds(site: string) {
  return ask<Rounds>(scorePath('rounds', { site }));
}

/** Own evaluations marked from a local day on. */
export function readEvaluations(site: string, person: string, from: string) {
  return ask<Evaluations>(scorePath('evaluations', { site, person, from }));
}

/** One evaluation. */
export function readEvaluation(site: string, id: string) {
  return ask<Evaluations>(scorePath('evaluations', { site, id }));
}

/** What is posted. */
export function readPosted(site: string) {
  return ask<Posted>(scorePath('posted', { site }));
}

/** A contact, leg by leg: of an agent's own ones those that the agent took. */
export function readContact(legId: string) {
  return ask<{ legs: ContactLeg[] }>(`/v1/contacts/${encodeURIComponent(legId)}`);
}

/** Does an act about scores. */
export function actOnScores(site: string, act: Act): Promise<ActAnswer> {
  return send('POST', scorePath('acts', { site }), { act });
}
