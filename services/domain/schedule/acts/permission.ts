import { DomainError } from '../../domain-error.ts';
import type { Acting } from './acting.ts';

/** Who may do a kind of act, beside the person whom it concerns. */
export type Standing = 'plans' | 'decides' | 'writes';

const rolesOf: Record<Standing, readonly string[]> = {
  /** Makes the schedule. */
  plans: ['planner', 'administrator', 'program'],
  /** Decides requests of others. */
  decides: ['supervisor', 'planner', 'administrator', 'program'],
  /** Writes notes. */
  writes: ['agent', 'team-lead', 'supervisor', 'planner', 'administrator'],
};

/** Refuses who has none of the roles. */
export function mustStand({ roles }: Acting, standing: Standing): void {
  if (stands({ roles }, standing)) return;
  const needed = rolesOf[standing].filter((role) => role !== 'program').join(', ');
  throw new DomainError(
    'not-allowed',
    `needs one of the roles ${needed}; the caller has ${roles.join(', ') || 'none'}`,
  );
}

/** Has somebody one of the roles? */
export function stands({ roles }: Pick<Acting, 'roles'>, standing: Standing): boolean {
  return roles.some((role) => rolesOf[standing].includes(role));
}

/** The person an act is about: named, or who asks. Others only through who decides. */
export function personConcerned(acting: Acting, named: string): string {
  const person = named || acting.author;
  if (person === '') throw new DomainError('invalid', 'the act names no person');
  if (person !== acting.author && !stands(acting, 'decides')) {
    throw new DomainError('not-allowed', `"${acting.author}" may not act for "${person}"`);
  }
  return person;
}

/** The person who asks; a program is nobody. */
export function asker({ author }: Acting): string {
  if (author === '') throw new DomainError('not-allowed', 'only a person may do this');
  return author;
}
