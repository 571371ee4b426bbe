import { DomainError } from '../../domain-error.ts';
import type { WishSet } from '../request-act.ts';
import { setupOn } from '../setup-on.ts';
import { checkDay, laterDay, siteCalendar } from '../site-calendar.ts';
import type { Deed, SiteSchedule } from '../site-schedule.ts';
import type { Acting, Decided } from './acting.ts';
import { pruned, put, without } from './apply-map.ts';
import { only } from './decided.ts';
import { personConcerned } from './permission.ts';

/** Wishes of one person, and of a site. */
const most = { person: 200, site: 100_000 };

type WishRemoved = { kind: 'wish-removed'; wishId: string };

/** Acts about wishes. */
export type WishAct = WishSet | WishRemoved;

/** A wish for a day or for every week; it is weighed by the optimiser and binds nobody. */
export function decideWish(state: SiteSchedule, act: WishAct, acting: Acting): Decided {
  if (act.kind === 'wish-removed') {
    const wish = state.wishes.get(act.wishId);
    if (!wish) throw new DomainError('not-found', `there is no wish "${act.wishId}"`);
    personConcerned(acting, wish.person);
    return only(act);
  }
  const person = personConcerned(acting, act.person);
  checkWish(state, act, acting);
  const own = [...state.wishes.values()].filter((one) => one.person === person);
  if (own.length >= most.person) {
    throw new DomainError('invalid', `"${person}" has ${own.length} wishes already`);
  }
  // A wish for the same day takes the place of the former one.
  const same = own.find(({ day, weekday }) => day === act.day && weekday === act.weekday);
  return only({ ...act, person, wishId: same?.wishId ?? acting.newId() });
}

/** The state after an act about wishes. */
export function applyWish(state: SiteSchedule, act: WishAct, { atMs }: Deed): SiteSchedule {
  if (act.kind === 'wish-removed') {
    return { ...state, wishes: without(state.wishes, act.wishId) };
  }
  const past = laterDay(new Date(atMs).toISOString().slice(0, 10), -400);
  const room = pruned(state.wishes, ({ day }) => day === '' || day >= past, most.site);
  return { ...state, wishes: put(room, act.wishId, act) };
}

function checkWish(state: SiteSchedule, act: WishSet, { zone, nowMs }: Acting): void {
  const { day, weekday, templateId, strength } = act;
  const today = siteCalendar(zone).dayOf(nowMs);
  if ((day === '') === (weekday === 0)) {
    throw new DomainError('invalid', 'a wish is for one day, or for one weekday of every week');
  }
  if (day !== '') checkDay(day, 'day');
  if (day !== '' && day < today) throw new DomainError('invalid', `${day} has passed`);
  if (!(weekday >= 0 && weekday <= 7)) {
    throw new DomainError('invalid', `weekday is ${weekday}, but must be 1 to 7`);
  }
  if (!(strength >= 1 && strength <= 3)) {
    throw new DomainError('invalid', `strength is ${strength}, but must be 1 to 3`);
  }
  const { templates } = setupOn(state.setup, day || today);
  if (templateId !== '' && !templates.has(templateId)) {
    throw new DomainError('not-found', `there is no template "${templateId}"`);
  }
}
