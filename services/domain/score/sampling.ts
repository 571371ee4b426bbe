import { daysBetween } from '../schedule/site-calendar.ts';
import type { Drawn, ListedContact, SamplingRule, SurveyAnswer } from './evaluation.ts';
import { repeatDays } from './period.ts';
import type { FactLeg, PeriodFacts, ScoredPerson } from './period-facts.ts';

/** SHA-256 of the UTF-8 of a text, in hex. */
export type Digest = (text: string) => string;

/** What a draw is made from, all of it published. */
export interface Draw {
  list: readonly ListedContact[];
  rules: readonly SamplingRule[];
  seed: string;
  people: readonly ScoredPerson[];
  /** First local day of the period: who is new on it. */
  from: string;
  digestOf: Digest;
}

/**
 * Draws: of each rule and person all contacts of the kinds that are all taken, and beside these the
 * n with the smallest SHA-256(seed ‖ contact id). Nobody can choose who knows no seed beforehand,
 * and everybody can draw again who knows it afterwards. A contact is drawn once, by the first rule.
 */
export function draw({ list, rules, seed, people, from, digestOf }: Draw): Drawn[] {
  const drawn = new Map<string, Drawn>();
  const byPerson = Map.groupBy(list, ({ person }) => person);
  for (const rule of rules) {
    for (const { person, team, since } of people) {
      if (rule.team !== '' && rule.team !== team) continue;
      const isNew = since !== '' && daysBetween(since, from) < rule.newDays;
      const wanted = isNew ? rule.perNewAgent : rule.perAgent;
      const hashed = (byPerson.get(person) ?? [])
        .map((listed) => ({ listed, hash: digestOf(seed + listed.contact) }))
        .sort((a, b) => (a.hash < b.hash ? -1 : 1));
      const kindOf = ({ kinds }: ListedContact) => kinds.find((kind) => rule.allOf.includes(kind));
      const rest = hashed.filter(({ listed }) => kindOf(listed) === undefined);
      const chosen = [
        ...hashed.filter(({ listed }) => kindOf(listed) !== undefined),
        ...rest.slice(0, wanted),
      ];
      for (const { listed, hash } of chosen) {
        const { contact, atMs, queue } = listed;
        if (drawn.has(contact)) continue;
        const why = kindOf(listed) ?? 'drawn';
        drawn.set(contact, { contact, person, hash, why, formId: rule.formId, atMs, queue });
      }
    }
  }
  return [...drawn.values()];
}

/** Digest of a list: of all contact ids, sorted, each followed by a line feed. */
export function listDigest(list: readonly ListedContact[], digestOf: Digest): string {
  const ids = list.map(({ contact }) => contact).sort();
  return digestOf(ids.map((id) => `${id}\n`).join(''));
}

/**
 * The list that a period is drawn from: every answered and ended leg of it, with its kinds.
 * "complaint" = the customer was satisfied by 1 or 2 of 5; "returned" = the same caller came to the
 * same queue again within seven days, as far as seen by the end of the period.
 */
export function contactsToDraw(
  { legs, people }: Pick<PeriodFacts, 'legs' | 'people'>,
  {
    rules,
    surveys,
    fromMs,
    toMs,
  }: {
    rules: readonly SamplingRule[];
    surveys: readonly SurveyAnswer[];
    fromMs: number;
    toMs: number;
  },
): ListedContact[] {
  const teamOf = new Map(people.map(({ person, team }) => [person, team]));
  const unhappy = new Set(
    surveys.filter(({ satisfaction }) => (satisfaction ?? 5) <= 2).map(({ contact }) => contact),
  );
  const returned = returnedLegs(legs);
  return legs
    .filter(({ person, talkMs, offeredAtMs }) => {
      return teamOf.has(person) && talkMs !== null && offeredAtMs >= fromMs && offeredAtMs < toMs;
    })
    .map((leg) => {
      const team = teamOf.get(leg.person);
      const rule = rules.find((one) => one.team === '' || one.team === team);
      const talkS = (leg.talkMs ?? 0) / 1_000;
      const kinds = [
        unhappy.has(leg.leg) && 'complaint',
        returned.has(leg.leg) && 'returned',
        rule && rule.veryLongS > 0 && talkS > rule.veryLongS && 'very-long',
        rule && talkS < rule.veryShortS && 'very-short',
        leg.transferredTo !== '' && 'transferred',
      ].filter((kind) => typeof kind === 'string');
      const { leg: contact, person, offeredAtMs: atMs, queue } = leg;
      return { contact, person, atMs, queue, kinds };
    })
    .sort((a, b) => (a.contact < b.contact ? -1 : 1));
}

/** Legs after which the same caller came to the same queue again within some days. */
export function returnedLegs(legs: readonly FactLeg[], days = repeatDays): ReadonlySet<string> {
  const returned = new Set<string>();
  const known = legs.filter(({ callerHash }) => callerHash !== '');
  for (const of of Map.groupBy(
    known,
    ({ callerHash, queue }) => `${queue} ${callerHash}`,
  ).values()) {
    const inOrder = of.toSorted((a, b) => a.offeredAtMs - b.offeredAtMs);
    inOrder.forEach((leg, at) => {
      const next = inOrder[at + 1];
      if (next && next.offeredAtMs - leg.offeredAtMs <= days * 86_400_000) returned.add(leg.leg);
    });
  }
  return returned;
}
