import { DomainError } from '../domain/domain-error.ts';
import { type Context, oneOfRoles, type Role, sameTenant } from '../lib/context.ts';

const planning: readonly Role[] = ['planner', 'administrator'];
const steering: readonly Role[] = ['planner', 'supervisor', 'administrator'];
const reading: readonly Role[] = ['planner', 'administrator', 'supervisor', 'team-lead'];
const everybody: readonly Role[] = [...reading, 'quality', 'agent'];

/** Refuses who may not look at plans and requests. */
export function mayRead(context: Context, tenant: string): void {
  sameTenant(context, tenant);
  oneOfRoles(context, reading);
}

/** Refuses who does not plan. */
export function mayPlan(context: Context, tenant: string): void {
  sameTenant(context, tenant);
  oneOfRoles(context, planning);
}

/** Refuses who does not steer the day. */
export function maySteer(context: Context, tenant: string): void {
  sameTenant(context, tenant);
  oneOfRoles(context, steering);
}

/** Refuses who has nothing to do with schedules at all: a wall. */
export function mayTakePart(context: Context, tenant: string): void {
  sameTenant(context, tenant);
  oneOfRoles(context, everybody);
}

/** Does the caller look at plans, not only at what is published? */
export function reads({ roles }: Context): boolean {
  return roles.some((role) => reading.includes(role));
}

/** Does the caller decide leave, and so see why somebody is away? */
export function seesReasons({ roles }: Context): boolean {
  return roles.some((role) => steering.includes(role));
}

/** The person asked about: who asks, unless the caller may look at others. */
export function personAsked(context: Context, asked: string): string {
  const person = asked || context.person;
  if (!person) throw new DomainError('invalid', 'person is empty, and nobody is acting');
  if (person === context.person || reads(context)) return person;
  throw new DomainError('not-allowed', `"${context.person}" may not look at "${person}"`);
}
