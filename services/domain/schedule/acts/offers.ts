import { DomainError } from '../../domain-error.ts';
import type { OfferAnswered, OfferClosed, OfferMade } from '../request-act.ts';
import { employeeOn } from '../setup-on.ts';
import { longestShiftMs } from '../shift-book.ts';
import type { ShiftEdit } from '../shift-edit.ts';
import { siteCalendar } from '../site-calendar.ts';
import type { Deed, Offer, SiteSchedule } from '../site-schedule.ts';
import type { Acting, Decided } from './acting.ts';
import { change, pruned, put } from './apply-map.ts';
import { rankCandidates } from './candidates.ts';
import { publishedSchedule } from './changes.ts';
import { consequencesOf, refuseBroken } from './consequences.ts';
import { only, withConsequences } from './decided.ts';
import { offerEdits } from './offer-shifts.ts';
import { asker, mustStand } from './permission.ts';
import { nextVersion, withVersion } from './versions.ts';

const kept = { ms: 90 * 86_400_000, most: 5_000, people: 2_000, places: 500 };

/** Acts about offers of overtime and early leave. */
export type OfferAct = OfferMade | OfferAnswered | OfferClosed;

/** Decides about an offer: made, answered, closed. */
export function decideOffer(state: SiteSchedule, act: OfferAct, acting: Acting): Decided {
  switch (act.kind) {
    case 'offer-made':
      mustStand(acting, 'decides');
      return only(made(state, act, acting));
    case 'offer-answered':
      return answered(state, act, acting);
    case 'offer-closed':
      mustStand(acting, 'decides');
      return closed(state, act, acting);
  }
}

/** The state after an act about an offer. */
export function applyOffer(state: SiteSchedule, act: OfferAct, deed: Deed): SiteSchedule {
  switch (act.kind) {
    case 'offer-made': {
      const { kind: _, ...asked } = act;
      const offer: Offer = {
        ...asked,
        state: 'open',
        answers: new Map(),
        winners: [],
        seed: '',
        made: deed,
        last: deed,
      };
      const matters = (one: Offer) => one.state === 'open' || one.last.atMs >= deed.atMs - kept.ms;
      const room = pruned(state.offers, matters, kept.most);
      return { ...state, offers: put(room, act.offerId, offer) };
    }
    case 'offer-answered': {
      const { offerId, person, agreed, edit, version, kind } = act;
      const offers = change(state.offers, offerId, (offer) => ({
        ...offer,
        answers: put(offer.answers, person, agreed),
        winners: version > 0 ? [...offer.winners, person] : offer.winners,
        last: deed,
      }));
      const making = { version, edits: edit ? [edit] : [], act: kind, reason: '' };
      return withVersion({ ...state, offers }, making, deed);
    }
    case 'offer-closed': {
      const { offerId, seed, winners, edits, version, kind } = act;
      const offers = change(state.offers, offerId, (offer) => ({
        ...offer,
        state: 'closed' as const,
        seed,
        winners,
        last: deed,
      }));
      return withVersion({ ...state, offers }, { version, edits, act: kind, reason: '' }, deed);
    }
  }
}

/**
 * The order in which those who agreed are given an offer: as they are ranked, or drawn. A draw is
 * by the smallest SHA-256 of seed and person, so that everybody can check it: the seed is told
 * afterwards, its digest was published before anybody answered.
 */
export function orderOfOffer(
  { mode, people, answers }: Pick<Offer, 'mode' | 'people' | 'answers'>,
  seed: string,
  digestOf: Acting['digestOf'],
): string[] {
  const agreed = people.filter((person) => answers.get(person) === true);
  if (mode !== 'lottery') return agreed;
  const drawn = new Map(agreed.map((person) => [person, digestOf(`${seed}${person}`)]));
  return agreed.sort((a, b) => ((drawn.get(a) ?? '') < (drawn.get(b) ?? '') ? -1 : 1));
}

function made(state: SiteSchedule, act: OfferMade, acting: Acting): OfferMade {
  const { fromMs, toMs, places, people, mode, message } = act;
  const refuse = (why: string): never => {
    throw new DomainError('invalid', `the offer ${why}`);
  };
  if (!(toMs > fromMs && toMs - fromMs <= longestShiftMs)) refuse('is of no span up to 36 hours');
  if (fromMs <= acting.nowMs) refuse('would have begun already');
  if (!(Number.isInteger(places) && places >= 1 && places <= kept.places)) {
    refuse(`has ${places} places, but must have 1 to ${kept.places}`);
  }
  if (people.length > kept.people) refuse(`is for more than ${kept.people} people`);
  if (message.length > 1_000) refuse('has a message of more than 1000 characters');
  const day = siteCalendar(acting.zone).dayOf(fromMs);
  const unknown = people.find((person) => !employeeOn(state.setup, person, day));
  if (unknown !== undefined) refuse(`is for "${unknown}", who is not engaged on ${day}`);
  const offerId = acting.newId();
  const asked = people.length > 0 ? people : ranked(state, act, acting);
  if (asked.length === 0) refuse('finds nobody who could take it');
  const seedDigest = mode === 'lottery' ? acting.digestOf(seedOf(offerId, acting)) : '';
  return { ...act, offerId, people: [...new Set(asked)], seedDigest };
}

function ranked(state: SiteSchedule, { of, fromMs, toMs }: OfferMade, acting: Acting): string[] {
  return rankCandidates(state, { purpose: of, shiftId: '', fromMs, toMs }, acting)
    .filter(({ violations }) => !violations.some(({ hard }) => hard))
    .map(({ person }) => person);
}

/** The same for the same offer for ever, and known to nobody before it is closed. */
function seedOf(offerId: string, { secretOf }: Acting): string {
  return secretOf(`lottery ${offerId}`);
}

function answered(state: SiteSchedule, asked: OfferAnswered, acting: Acting): Decided {
  const person = asker(acting);
  const offer = openOffer(state, asked.offerId);
  if ((offer.closesAtMs ?? offer.fromMs) <= acting.nowMs) {
    throw new DomainError('conflict', 'the offer can no longer be answered');
  }
  if (!offer.people.includes(person)) {
    throw new DomainError('not-allowed', `the offer is not made to "${person}"`);
  }
  if (offer.winners.includes(person)) {
    throw new DomainError('conflict', `"${person}" has got it already`);
  }
  const act: OfferAnswered = { ...asked, person, edit: null, version: 0 };
  if (!act.agreed) return only(act);
  if (offer.mode === 'first-come' && offer.winners.length >= offer.places) {
    throw new DomainError('conflict', `all ${offer.places} places of the offer are taken`);
  }
  // Whoever could not work it is told now, not when it is drawn.
  const edits = offerEdits(state, offer, person, state.published, acting);
  const done = consequencesOf(state, edits, publishedSchedule(state, acting), acting);
  refuseBroken(done.violations);
  const [edit] = done.edits;
  if (!edit) throw new DomainError('conflict', `"${person}" has no work there to leave`);
  if (offer.mode !== 'first-come') return withConsequences(act, done);
  if (done.edits.length > 1) {
    throw new DomainError(
      'conflict',
      `the offer touches ${done.edits.length} shifts of "${person}"`,
    );
  }
  return withConsequences({ ...act, edit, version: nextVersion(state) }, done);
}

/** Given in order, each checked on what those before left; whom rules forbid it is passed over. */
function closed(state: SiteSchedule, act: OfferClosed, acting: Acting): Decided {
  const offer = openOffer(state, act.offerId);
  if (offer.mode === 'first-come') {
    return only({ ...act, seed: '', winners: offer.winners, edits: [], version: 0 });
  }
  const seed = offer.mode === 'lottery' ? seedOf(offer.offerId, acting) : '';
  const schedule = publishedSchedule(state, acting);
  const winners: string[] = [];
  const edits: ShiftEdit[] = [];
  let done = consequencesOf(state, [], schedule, acting);
  for (const person of orderOfOffer(offer, seed, acting.digestOf)) {
    if (winners.length >= offer.places) break;
    const more = offerEdits(state, offer, person, state.published, acting);
    const next = permitted(() => consequencesOf(state, [...edits, ...more], schedule, acting));
    if (more.length === 0 || !next) continue;
    winners.push(person);
    edits.push(...more);
    done = next;
  }
  const version = done.edits.length > 0 ? nextVersion(state) : 0;
  return withConsequences({ ...act, seed, winners, edits: done.edits, version }, done);
}

function permitted(make: () => ReturnType<typeof consequencesOf>) {
  try {
    const done = make();
    return done.violations.some(({ hard }) => hard) ? null : done;
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

function openOffer({ offers }: SiteSchedule, offerId: string): Offer {
  const offer = offers.get(offerId);
  if (!offer) throw new DomainError('not-found', `there is no offer "${offerId}"`);
  if (offer.state === 'closed') throw new DomainError('conflict', 'the offer is closed');
  return offer;
}
