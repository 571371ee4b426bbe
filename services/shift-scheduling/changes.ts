import type { NatsConnection } from '@nats-io/transport-node';
import type { LoggedAct } from '../domain/schedule/acts/acting.ts';
import { isSame } from '../domain/schedule/acts/consequences.ts';
import type { Shift } from '../domain/schedule/shift.ts';
import { shiftsOfPerson } from '../domain/schedule/shift-book.ts';
import type { ShiftEdit } from '../domain/schedule/shift-edit.ts';
import type { SiteSchedule } from '../domain/schedule/site-schedule.ts';
import type { Log } from '../lib/log.ts';
import { subjects } from '../lib/subjects.ts';
import type { OfSite } from './book.ts';

/** Published shifts that an act changed. */
export interface PublishedChange extends OfSite {
  act: LoggedAct;
  version: number;
  /** People whose shifts are others now. */
  people: readonly string[];
  edits: readonly ShiftEdit[];
  /** First and last local day concerned. */
  from: string;
  to: string;
}

/** Hears of each published change, in order; one that stood in the log at the start is not told. */
export type OnChange = (people: readonly string[], change: PublishedChange) => void;

/** What follows from published shifts being changed. */
export interface Changes {
  /** From now on what is folded in has just happened, and is told. */
  begin: (hear: OnChange) => void;
  told: (of: OfSite, act: LoggedAct, states: { before: SiteSchedule; after: SiteSchedule }) => void;
}

/** Tells the bus, and who listens here. What one listener throws disturbs nobody else. */
export function openChanges(nats: NatsConnection, log: Log): Changes {
  const listeners: OnChange[] = [];
  let live = false;
  return {
    begin: (hear) => {
      listeners.push(hear);
      live = true;
    },
    told: (of, act, { before, after }) => {
      if (!live || before.published === after.published) return;
      const edits = editsBetween(before, after);
      if (edits.length === 0) return;
      const change = { ...of, act, version: after.version, ...spanOf(edits), edits };
      sayChanged(nats, change);
      for (const hear of listeners) {
        try {
          hear(change.people, change);
        } catch (error) {
          log.error({ err: error, act: act.act.kind }, 'a change could not be told on');
        }
      }
    },
  };
}

/** On core NATS: who shows schedules asks again. */
function sayChanged(nats: NatsConnection, change: PublishedChange): void {
  const { tenant, site, version, from, to, people } = change;
  nats.publish(subjects.liveSchedule(tenant), JSON.stringify({ site, version, from, to, people }));
}

/** What differs between two books: those of people whose list is another one. */
function editsBetween(before: SiteSchedule, after: SiteSchedule): ShiftEdit[] {
  const [was, is] = [before.published, after.published];
  const people = new Set([...was.byPerson.keys(), ...is.byPerson.keys()]);
  const stood = new Map<string, Shift>();
  const stands = new Map<string, Shift>();
  for (const person of people) {
    const [old, now] = [shiftsOfPerson(was, person), shiftsOfPerson(is, person)];
    if (old === now) continue;
    for (const shift of old) stood.set(shift.shiftId, shift);
    for (const shift of now) stands.set(shift.shiftId, shift);
  }
  return [...new Set([...stood.keys(), ...stands.keys()])].flatMap((shiftId) => {
    const edit = { before: stood.get(shiftId) ?? null, after: stands.get(shiftId) ?? null };
    return isSame(edit.before, edit.after) ? [] : [{ shiftId, ...edit }];
  });
}

function spanOf(edits: readonly ShiftEdit[]): { people: string[]; from: string; to: string } {
  const shifts = edits.flatMap(({ before, after }) =>
    [before, after].filter((one) => one !== null),
  );
  const days = shifts.map(({ day }) => day).sort();
  const people = [...new Set(shifts.map(({ person }) => person))].filter(Boolean).sort();
  return { people, from: days[0] ?? '', to: days.at(-1) ?? '' };
}
