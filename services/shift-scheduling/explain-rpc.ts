import type { ShiftSchedulingServiceServer } from '../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import { consequencesOf, type EditedSchedule } from '../domain/schedule/acts/consequences.ts';
import { historyOf } from '../domain/schedule/acts/versions.ts';
import { isWishFor } from '../domain/schedule/schedule-score.ts';
import { employeeOn, setupOn } from '../domain/schedule/setup-on.ts';
import type { Employee, Shift, ShiftTemplate } from '../domain/schedule/shift.ts';
import { shiftsOfPerson } from '../domain/schedule/shift-book.ts';
import {
  type ChoiceCost,
  choiceCost,
  debtCost,
  decidingPart,
} from '../domain/schedule/shift-choice.ts';
import { shiftOfTemplate } from '../domain/schedule/shift-of-template.ts';
import { checkDay, siteCalendar, weekdayOf } from '../domain/schedule/site-calendar.ts';
import { unary } from '../lib/grpc.ts';
import { toWireShift } from '../lib/shift-wire.ts';
import { mayRead, mayTakePart, personAsked } from './asked.ts';
import { toWireViolation } from './convert.ts';
import { lineOf } from './fairness-rpc.ts';
import { type Look, lookAt } from './looking.ts';
import { type SetupRpcDeps, toWireVersion } from './setup-rpc.ts';

/** Templates looked at besides a day off. */
const maxTemplates = 60;

/** Why somebody works on a day, or not. */
export function explainRpc(deps: SetupRpcDeps) {
  return {
    explainShift: unary(deps.log, async (asked, context) => {
      const { tenant, site, draftId, day } = asked;
      mayTakePart(context, tenant);
      if (draftId) mayRead(context, tenant);
      checkDay(day, 'day');
      const person = personAsked(context, asked.person);
      const of = { tenant, site };
      const employee = employeeOn(deps.book.stateOf(of).setup, person, day);
      if (!employee) {
        throw new DomainError('not-found', `nobody "${person}" is engaged at "${site}" on ${day}`);
      }
      const look = await lookAt(deps, of, { draftId, from: day, days: 1, version: 0 });
      const { shift, alternatives, decidedBy } = explained(look, employee, day);
      const { state } = look;
      return {
        shift: shift ? toWireShift(shift) : undefined,
        alternatives: alternatives.map(({ templateId, cost, parts, forbiddenBy }) => {
          return { templateId, cost, parts, forbiddenBy: forbiddenBy.map(toWireViolation) };
        }),
        decidedBy,
        wishes: [...state.wishes.values()].filter(
          (wish) => wish.person === person && isWishFor(wish, day),
        ),
        history: shift ? historyOf(state, shift.shiftId).toReversed().map(toWireVersion) : [],
        fairness: lineOf(state, deps.acting.ground(of), person),
      };
    }),
  } satisfies Partial<ShiftSchedulingServiceServer>;
}

/** What every other choice for the person and day would cost beside what stands. */
function explained(look: Look, employee: Employee, day: string) {
  const { state, acting, book, ground, to } = look;
  const { person } = employee;
  const { templates, contracts } = setupOn(state.setup, day);
  const allowed = contracts.get(employee.contractId)?.templateIds ?? [];
  const fits = ({ templateId, weekdays, groups }: ShiftTemplate) =>
    (allowed.length === 0 || allowed.includes(templateId)) &&
    (weekdays.length === 0 || weekdays.includes(weekdayOf(day))) &&
    (groups.length === 0 || groups.some((one) => employee.groups.some((of) => of.group === one)));
  const shift = shiftsOfPerson(book, person).find((one) => one.day === day) ?? null;
  const knownTo = [state.publishedTo, to].sort().at(-1) ?? to;
  const schedule: EditedSchedule = { ...ground, book, knownTo };
  const debts = debtCost(state, acting, person);
  const costOf = (templateId: string, after: Shift | null): ChoiceCost => {
    const shiftId = shift?.shiftId ?? `instead ${person} ${day}`;
    const edits = shift || after ? [{ shiftId, before: shift, after }] : [];
    const done = consequencesOf(state, edits, schedule, acting);
    const { violations, before, after: afterCurves } = done;
    const of = { state, person, day, templateId, shift, after, debts };
    const { slotMinutes } = ground;
    return choiceCost({ ...of, violations, before, afterCurves, slotMinutes });
  };
  const calendar = siteCalendar(acting.zone);
  const others = [...templates.values()]
    .filter((template) => template.templateId !== shift?.templateId && fits(template))
    .slice(0, maxTemplates)
    .map((template) => {
      const shiftId = shift?.shiftId ?? `instead ${person} ${day}`;
      const of = { shiftId, person, day, origin: 'planner' as const };
      return costOf(template.templateId, shiftOfTemplate(template, of, calendar));
    });
  const all = shift ? [costOf('', null), ...others] : others;
  const alternatives = all.sort(
    (a, b) =>
      Number(a.forbiddenBy.length > 0) - Number(b.forbiddenBy.length > 0) || a.cost - b.cost,
  );
  return { shift, alternatives, decidedBy: decidingPart(alternatives) };
}
