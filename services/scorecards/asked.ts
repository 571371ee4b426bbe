import { DomainError } from '../domain/domain-error.ts';
import { maySee, type Viewer } from '../domain/score/looking/viewer.ts';
import { type Context, oneOfRoles, type Role, sameTenant } from '../lib/context.ts';
import type { SitePeople } from './people.ts';

const leading: readonly Role[] = ['quality', 'team-lead', 'supervisor', 'administrator'];
const setting: readonly Role[] = [...leading, 'planner'];
const everybody: readonly Role[] = [...setting, 'agent'];

/** Refuses who has nothing to do with scores at all: a wall. */
export function mayTakePart(context: Context, tenant: string): void {
  sameTenant(context, tenant);
  oneOfRoles(context, everybody);
}

/** Refuses who may not see how scoring is set up. */
export function maySeeSetup(context: Context, tenant: string): void {
  sameTenant(context, tenant);
  oneOfRoles(context, setting);
}

/** Refuses who does not lead people or quality. */
export function mayLead(context: Context, tenant: string): void {
  sameTenant(context, tenant);
  oneOfRoles(context, leading);
}

/** Who looks, with the teams they lead. */
export function viewerOf({ person, roles }: Context, people: SitePeople): Viewer {
  const led = [...people.leads].filter(([, lead]) => lead !== '' && lead === person);
  return { person, roles, leads: new Set(led.map(([team]) => team)), teamOf: people.teamOf };
}

/** The person asked about: who asks, unless the caller may see others. */
export function personAsked(viewer: Viewer, asked: string): string {
  const person = asked || viewer.person;
  if (!person) throw new DomainError('invalid', 'person is empty, and nobody is acting');
  if (maySee(viewer, person)) return person;
  throw new DomainError('not-allowed', `"${viewer.person}" may not look at "${person}"`);
}

/** Whom a list is about, empty = all that the caller may see; somebody else is refused. */
export function peopleAsked(viewer: Viewer, asked: string): (one: { person: string }) => boolean {
  if (asked === '') return () => true;
  const about = personAsked(viewer, asked);
  return ({ person }) => person === about;
}
