import { DomainError } from '../domain/domain-error.ts';
import { siteCalendar } from '../domain/schedule/site-calendar.ts';
import { definitionsOn } from '../domain/score/cards/definition-on.ts';
import { periodCards } from '../domain/score/cards/period-cards.ts';
import { lengthOf, periodDays, periodOf, periodSpan } from '../domain/score/period.ts';
import type { Card, Definition } from '../domain/score/scorecard.ts';
import { type Close, closeKey, type SiteScores } from '../domain/score/site-scores.ts';
import type { OfSite } from '../lib/site-book.ts';
import type { Gathered, Wanted } from './facts.ts';
import type { LookDeps } from './looking.ts';
import type { PeopleAt, SitePeople } from './people.ts';

/** Cards of a period, with what they are by. */
export interface FoundCards {
  period: string;
  cards: readonly Card[];
  definitions: readonly Definition[];
  /** Closes of the period, the newest first. */
  closes: readonly Close[];
  /** Why figures are missing, by measure. */
  missing: Record<string, string>;
}

/**
 * Cards of a period: of each definition the close asked for (0 = the newest), or, where it is not
 * closed, what it comes to now.
 */
export async function cardsOf(
  deps: LookDeps,
  of: OfSite,
  { period: asked, version }: { period: string; version: number },
): Promise<FoundCards> {
  const state = deps.book.stateOf(of);
  const today = siteCalendar(deps.people(of).zone).dayOf(deps.now());
  const period = asked || periodOf(today, 'month');
  if (periodDays(period).from > today) {
    throw new DomainError('invalid', `"${period}" is still to come`);
  }
  const people = peopleOf({ people: deps.people, nowMs: deps.now() }, of, period);
  const closes = closesOf(state, period);
  const chosen = chosenCloses(closes, version);
  const cards: Card[] = [];
  for (const close of chosen) cards.push(...(await deps.store.cards(of.tenant, close.content)));
  const frozen = new Set(chosen.map(({ definitionId }) => definitionId));
  const open = version > 0 ? [] : definitionsOn(state, period, lengthOf(period));
  const running = open.filter(({ definitionId }) => !frozen.has(definitionId));
  const wanted = wantedOf(running);
  const gathered = await deps.facts.of(of, period, { people, wanted });
  for (const definition of running) {
    const { zone } = people;
    const made = { facts: gathered.facts, definition, period, zone, nowMs: deps.now(), version: 0 };
    cards.push(...periodCards(state, made));
  }
  const definitions = [...chosen.flatMap((close) => definitionOf(state, close)), ...running];
  return { period, cards, definitions, closes, missing: missingOf(running, gathered) };
}

/** Who worked at a site at the end of a period, or work there while it runs. */
export function peopleOf(
  { people, nowMs }: { people: PeopleAt; nowMs: number },
  of: OfSite,
  period: string,
): SitePeople {
  const { toMs } = periodSpan(period, people(of).zone);
  return people(of, Math.min(nowMs, toMs - 1));
}

/** Closes of a period by all definitions, the newest first. */
export function closesOf(state: SiteScores, period: string): Close[] {
  return [...state.definitions.keys()]
    .flatMap((id) => state.closes.get(closeKey(period, id)) ?? [])
    .sort((a, b) => b.closed.position - a.closed.position);
}

/** Of each definition the version asked for; 0 = its newest. */
function chosenCloses(closes: readonly Close[], version: number): Close[] {
  const chosen = new Map<string, Close>();
  for (const close of closes) {
    if (version > 0 && close.version !== version) continue;
    if (!chosen.has(close.definitionId)) chosen.set(close.definitionId, close);
  }
  if (version > 0 && chosen.size === 0) {
    throw new DomainError('not-found', `the period was not closed ${version} times`);
  }
  return [...chosen.values()];
}

function definitionOf(state: SiteScores, close: Close): Definition[] {
  const versions = state.definitions.get(close.definitionId) ?? [];
  const made = versions.find(({ decided }) => decided.position === close.definitionPosition);
  return made ? [made.value.definition] : [];
}

const ofLegs = new Set([
  ...['answered', 'aht', 'transfer-share', 'short-hang-up-share', 'repeat-share'],
  ...['released-while-ringing-share'],
]);
const ofAdherence = new Set(['own-adherence', 'conformance']);

/** Which sources definitions need: what needs no archive is scored without one. */
export function wantedOf(definitions: readonly Definition[]): Wanted {
  const kinds = definitions.flatMap(({ measures }) => measures.map(({ kind }) => kind));
  return {
    legs: kinds.some((kind) => ofLegs.has(kind)),
    adherence: kinds.some((kind) => ofAdherence.has(kind)),
  };
}

function missingOf(
  definitions: readonly Definition[],
  { missing }: Gathered,
): Record<string, string> {
  const told: Record<string, string> = {};
  for (const { measureId, kind } of definitions.flatMap(({ measures }) => measures)) {
    const why = ofLegs.has(kind) ? missing.legs : ofAdherence.has(kind) ? missing.adherence : '';
    if (why) told[measureId] = why;
  }
  return told;
}
