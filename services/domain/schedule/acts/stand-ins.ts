import { type LadderOnly, postsFilled } from '../../score/ladder/ladder-on.ts';
import { employeeOn, setupOn } from '../setup-on.ts';
import type { Shift } from '../shift.ts';
import { shiftsOfPerson } from '../shift-book.ts';
import { siteCalendar } from '../site-calendar.ts';
import type { SiteSchedule } from '../site-schedule.ts';
import { absencesOf } from './rule-check.ts';

/** A post that others are trained to stand in for. */
export interface KeyPost {
  postId: string;
  nameEn: string;
  nameZh: string;
  /** The first asked first. */
  standIns: readonly string[];
  /** Setup names them by the way: nobody is asked before another. */
  isOrdered: boolean;
}

/**
 * The post of somebody on a local day, with who is trained for it; `null` = nobody is. Of a post
 * that the ladder names the ladder alone tells, of others the setup of the schedule.
 */
export function keyPostOf(
  { setup }: Pick<SiteSchedule, 'setup'>,
  ladder: LadderOnly,
  { person, day }: { person: string; day: string },
): KeyPost | null {
  const scheduled = employeeOn(setup, person, day)?.post ?? '';
  const named = postsFilled(ladder, { person, day, scheduled });
  const others = (people: readonly string[]) => people.filter((one) => one !== person);
  const trained = named.find(({ standIns }) => others(standIns).length > 0);
  if (trained) {
    const { postId, nameEn, nameZh, standIns } = trained;
    return { postId, nameEn, nameZh, standIns: others(standIns), isOrdered: true };
  }
  if (scheduled === '' || named.some(({ postId }) => postId === scheduled)) return null;
  const able = [...setupOn(setup, day).employees.values()]
    .filter(({ standInFor }) => standInFor.includes(scheduled))
    .map((employee) => employee.person)
    .sort();
  const standIns = others(able);
  if (standIns.length === 0) return null;
  return { postId: scheduled, nameEn: '', nameZh: '', standIns, isOrdered: false };
}

/** When somebody is asked: 1 = first; 0 = in no order. */
export function placeIn({ standIns, isOrdered }: KeyPost, person: string): number {
  return isOrdered ? standIns.indexOf(person) + 1 : 0;
}

/** One who is trained for the post of somebody away, and not away. */
export interface StandIn {
  person: string;
  /** See `placeIn`. */
  place: number;
  /**
   * `works`: a shift of the day; `rests`: a shift of the eve ended on the day and none begins;
   * `off`: the day is published without a shift; `unknown`: nothing is published.
   */
  standing: 'works' | 'rests' | 'off' | 'unknown';
  /** That of `works`, else `null`. */
  shift: Shift | null;
}

/** A post whose holder is away. */
export interface PostAway extends KeyPost {
  holder: string;
  /** The schedule knows; false = only who asks does. */
  absent: boolean;
  /** The holder's shifts of the day. */
  shifts: readonly Shift[];
  /** Somebody stands in for all of them already. */
  covered: boolean;
  /** Those of `standIns` who can be asked. */
  asked: readonly StandIn[];
}

/** Told at most. */
const mostPosts = 200;

/**
 * Posts with trained stand-ins whose holder is away on a whole local day, by absence or as told: by
 * post, then by holder. A call-out asks these people first.
 *
 * @param away - who is away beside those whom the schedule knows of.
 */
export function postsAway(
  state: SiteSchedule,
  ladder: LadderOnly,
  { day, away, zone }: { day: string; away: ReadonlySet<string>; zone: string },
): PostAway[] {
  const engaged = [...state.setup.employees.keys()].filter((one) =>
    employeeOn(state.setup, one, day),
  );
  const everybody = new Set([...engaged, ...ladder.holdings.keys()]);
  const absences = absencesOf(state, everybody);
  const isAbsent = (person: string) =>
    (absences.get(person) ?? []).some(({ from, to }) => from <= day && day <= to);
  const isAway = (person: string) => away.has(person) || isAbsent(person);
  const posts = [...everybody].filter(isAway).flatMap((holder): PostAway[] => {
    const post = keyPostOf(state, ladder, { person: holder, day });
    if (!post) return [];
    const shifts = shiftsOn(state, holder, day);
    const asked = post.standIns
      .filter((person) => !isAway(person))
      .map((person) => {
        return {
          person,
          place: placeIn(post, person),
          ...standingOf(state, person, { day, zone }),
        };
      });
    const covered = shifts.length > 0 && shifts.every(({ shiftId }) => state.standIns.has(shiftId));
    return [{ ...post, holder, absent: isAbsent(holder), shifts, covered, asked }];
  });
  const keyOf = ({ postId, holder }: PostAway) => `${postId}\t${holder}`;
  return posts.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).slice(0, mostPosts);
}

function shiftsOn({ published }: SiteSchedule, person: string, day: string): Shift[] {
  return shiftsOfPerson(published, person).filter((shift) => shift.day === day);
}

function standingOf(
  state: SiteSchedule,
  person: string,
  { day, zone }: { day: string; zone: string },
): Pick<StandIn, 'standing' | 'shift'> {
  const [shift = null] = shiftsOn(state, person, day);
  if (shift) return { standing: 'works', shift };
  const { publishedFrom, publishedTo } = state;
  const isPublished = publishedFrom !== '' && publishedFrom <= day && day <= publishedTo;
  if (!isPublished || !employeeOn(state.setup, person, day)) return { standing: 'unknown', shift };
  const begins = siteCalendar(zone).instant(day, 0);
  const cameHome = shiftsOfPerson(state.published, person).some(
    ({ fromMs, toMs }) => fromMs < begins && toMs > begins,
  );
  return { standing: cameHome ? 'rests' : 'off', shift };
}
