import { DomainError } from '../../domain-error.ts';
import type {
  BidAward,
  BidLine,
  BidRoundClosed,
  BidRoundOpened,
  BidsPlaced,
} from '../request-act.ts';
import { employeeOn, setupOn } from '../setup-on.ts';
import type { Shift } from '../shift.ts';
import { shiftsOfPerson, withShifts } from '../shift-book.ts';
import { shiftOfTemplate } from '../shift-of-template.ts';
import { checkDay, laterDay, siteCalendar } from '../site-calendar.ts';
import type { BidRound, Deed, SiteSchedule } from '../site-schedule.ts';
import type { Acting, Decided } from './acting.ts';
import { change, pruned, put } from './apply-map.ts';
import { orderOfChoice } from './bid-order.ts';
import { only } from './decided.ts';
import { byPersonThenStart } from './draft-shifts.ts';
import { newDraft, withDraft } from './drafts.ts';
import { mustStand, personConcerned } from './permission.ts';
import { alternativesCheck } from './rule-check.ts';

const most = { lines: 500, days: 92, rounds: 200 };

/** Acts about rounds of bidding. */
export type BidAct = BidRoundOpened | BidsPlaced | BidRoundClosed;

/** Decides about a round: opened, bid in, closed. */
export function decideBid(state: SiteSchedule, act: BidAct, acting: Acting): Decided {
  switch (act.kind) {
    case 'bid-round-opened':
      mustStand(acting, 'plans');
      checkRound(state, act);
      return only({ ...act, roundId: acting.newId() });
    case 'bids-placed':
      return only(placed(state, act, acting));
    case 'bid-round-closed':
      mustStand(acting, 'plans');
      return only(closed(state, act, acting));
  }
}

/** The state after an act about a round. */
export function applyBid(state: SiteSchedule, act: BidAct, deed: Deed): SiteSchedule {
  switch (act.kind) {
    case 'bid-round-opened': {
      const { kind: _, ...asked } = act;
      const round: BidRound = {
        ...asked,
        state: 'open',
        bids: new Map(),
        awards: [],
        draftId: '',
        opened: deed,
        last: deed,
      };
      const room = pruned(state.rounds, () => true, most.rounds);
      return { ...state, rounds: put(room, act.roundId, round) };
    }
    case 'bids-placed':
      return {
        ...state,
        rounds: change(state.rounds, act.roundId, (round) => ({
          ...round,
          bids: put(round.bids, act.person, act.lineIds),
          last: deed,
        })),
      };
    case 'bid-round-closed':
      return closedState(state, act, deed);
  }
}

function closedState(state: SiteSchedule, act: BidRoundClosed, deed: Deed): SiteSchedule {
  const round = state.rounds.get(act.roundId);
  if (!round) return state;
  const { awards, draftId, content } = act;
  const draft = newDraft(
    {
      draftId,
      name: round.name,
      from: round.from,
      days: daysOf(round),
      slotMinutes: 30,
      forecastId: '',
      copyOf: '',
      content,
      requirement: '',
    },
    state.version,
    deed,
  );
  return {
    ...state,
    rounds: put(state.rounds, act.roundId, {
      ...round,
      state: 'closed',
      awards,
      draftId,
      last: deed,
    }),
    rotation: round.order === 'rotation' ? awards.map(({ person }) => person) : state.rotation,
    drafts: withDraft(state, draft),
  };
}

function placed(state: SiteSchedule, act: BidsPlaced, acting: Acting): BidsPlaced {
  const person = personConcerned(acting, act.person);
  const round = openRound(state, act.roundId);
  if (round.closesAtMs !== null && round.closesAtMs <= acting.nowMs) {
    throw new DomainError('conflict', `round "${round.name}" takes no more bids`);
  }
  if (!biddersOf(state, round).includes(person)) {
    throw new DomainError('not-allowed', `"${person}" does not take part in "${round.name}"`);
  }
  const lines = new Set(round.lines.map(({ lineId }) => lineId));
  const unknown = act.lineIds.find((lineId) => !lines.has(lineId));
  if (unknown !== undefined) throw new DomainError('not-found', `there is no line "${unknown}"`);
  if (new Set(act.lineIds).size !== act.lineIds.length) {
    throw new DomainError('invalid', 'a line is bid for twice');
  }
  return { ...act, person };
}

/**
 * Lines are given by serial dictatorship: in the published order each gets the dearest line that
 * is left and that the rules allow, so nobody gains by bidding anything but the truth. Who bid for
 * none that is left gets the first other one the rules allow; who did not bid at all comes last.
 */
function closed(state: SiteSchedule, act: BidRoundClosed, acting: Acting): BidRoundClosed {
  const round = openRound(state, act.roundId);
  const order = orderOfChoice(state, round, biddersOf(state, round));
  const turns = [
    ...order.filter(({ person }) => round.bids.has(person)),
    ...order.filter(({ person }) => !round.bids.has(person)),
  ];
  const left = new Map(round.lines.map((line) => [line.lineId, line]));
  const mayWork = lineCheck(state, round, acting);
  const shifts: Shift[] = [];
  const awards = turns.map(({ person, why }): BidAward => {
    const bids = round.bids.get(person) ?? [];
    const others = [...left.keys()].filter((lineId) => !bids.includes(lineId));
    for (const lineId of [...bids, ...others]) {
      const line = left.get(lineId);
      const worked = line && mayWork(person, line);
      if (!worked) continue;
      left.delete(lineId);
      shifts.push(...worked);
      return { person, lineId, choice: bids.indexOf(lineId) + 1, why };
    }
    return { person, lineId: '', choice: 0, why };
  });
  const content = acting.contents.addShifts(shifts.sort(byPersonThenStart));
  return { ...act, awards, draftId: acting.newId(), content };
}

/** The shifts of a line for a person; `null` when hard rules forbid them. */
function lineCheck(
  state: SiteSchedule,
  round: BidRound,
  acting: Acting,
): (person: string, line: BidLine) => Shift[] | null {
  const { templates } = setupOn(state.setup, round.from);
  const calendar = siteCalendar(acting.zone);
  const to = laterDay(round.from, daysOf(round) - 1);
  const check = alternativesCheck(state, { from: round.from, to, knownTo: to }, acting);
  return (person, { templateIds }) => {
    const shifts = templateIds.flatMap((templateId, at) => {
      const template = templates.get(templateId);
      const day = laterDay(round.from, at);
      if (!template) return [];
      const named = { shiftId: acting.newId(), person, day, origin: 'bid' as const };
      return [{ ...shiftOfTemplate(template, named, calendar), pinned: true }];
    });
    const replaced = shiftsOfPerson(state.published, person)
      .filter(({ day }) => day >= round.from && day <= to)
      .map(({ shiftId }) => ({ shiftId, after: null }));
    const before = withShifts(state.published, replaced);
    const after = withShifts(
      before,
      shifts.map((shift) => ({ shiftId: shift.shiftId, after: shift })),
    );
    const isForbidden = check(before, after, person).some(({ hard }) => hard);
    return isForbidden ? null : shifts;
  };
}

/** Days of a round: those of its longest line. */
export function daysOf({ lines }: Pick<BidRound, 'lines'>): number {
  return Math.max(...lines.map(({ templateIds }) => templateIds.length));
}

/** Who may bid: those named, or everybody engaged on its first day. */
export function biddersOf(state: SiteSchedule, { people, from }: BidRound): string[] {
  const named = people.length > 0 ? people : [...state.setup.employees.keys()];
  return [...new Set(named)].filter((person) => employeeOn(state.setup, person, from)).sort();
}

function openRound({ rounds }: SiteSchedule, roundId: string): BidRound {
  const round = rounds.get(roundId);
  if (!round) throw new DomainError('not-found', `there is no round "${roundId}"`);
  if (round.state === 'closed')
    throw new DomainError('conflict', `round "${round.name}" is closed`);
  return round;
}

function checkRound(state: SiteSchedule, { from, lines, name }: BidRoundOpened): void {
  checkDay(from, 'from');
  if (name.trim() === '') throw new DomainError('invalid', 'a round needs a name');
  if (lines.length === 0 || lines.length > most.lines) {
    throw new DomainError('invalid', `${lines.length} lines, but must be 1 to ${most.lines}`);
  }
  const days = daysOf({ lines });
  if (days < 1 || days > most.days) {
    throw new DomainError('invalid', `lines of ${days} days, but must be 1 to ${most.days}`);
  }
  if (new Set(lines.map(({ lineId }) => lineId)).size !== lines.length) {
    throw new DomainError('invalid', 'two lines have one id');
  }
  const { templates } = setupOn(state.setup, from);
  for (const { lineId, templateIds } of lines) {
    const unknown = templateIds.find((id) => id !== '' && !templates.has(id));
    if (unknown === undefined) continue;
    throw new DomainError('not-found', `line "${lineId}" names the template "${unknown}"`);
  }
}
