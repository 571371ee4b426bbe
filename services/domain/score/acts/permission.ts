import { DomainError } from '../../domain-error.ts';
import type { Acting } from './acting.ts';

/** Who may do a kind of act, beside the person whom it concerns. */
export type Standing = 'quality' | 'records' | 'marks' | 'leads' | 'defines' | 'administers';

const rolesOf: Record<Standing, readonly string[]> = {
  /** Decides what is looked at, and ends what was begun. */
  quality: ['quality', 'administrator', 'program'],
  /** Brings in what customers said. */
  records: ['quality', 'administrator', 'program'],
  /** Marks contacts. */
  marks: ['quality', 'team-lead', 'supervisor'],
  /** Coaches and praises. */
  leads: ['team-lead', 'supervisor', 'quality', 'administrator'],
  /** Decides how people are scored. */
  defines: ['quality', 'administrator', 'program'],
  /** Decides about posts. */
  administers: ['administrator', 'program'],
};

/** Who leads the whole site, not a team. */
const wholeSite = ['quality', 'supervisor', 'administrator', 'program'];

/** Refuses who has none of the roles. */
export function mustStand({ roles }: Pick<Acting, 'roles'>, standing: Standing): void {
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

/** The person who asks; a program is nobody. */
export function asker({ author }: Pick<Acting, 'author'>): string {
  if (author === '') throw new DomainError('not-allowed', 'only a person may do this');
  return author;
}

/** Refuses a lead who acts on somebody of another team, and anybody who acts on themselves. */
export function mustLead(acting: Acting, person: string): void {
  if (person === acting.author) {
    throw new DomainError('not-allowed', `"${person}" may not do this about themselves`);
  }
  if (acting.roles.some((role) => wholeSite.includes(role))) return;
  const team = mustKnow(acting, person).team;
  const lead = acting.leads.get(team);
  if (lead === undefined || lead === acting.author) return;
  throw new DomainError('not-allowed', `"${person}" is of team "${team}", which "${lead}" leads`);
}

/** Somebody of the site; refused when nobody is. */
export function mustKnow({ people }: Pick<Acting, 'people'>, person: string) {
  const known = people.find((one) => one.person === person);
  if (known) return known;
  throw new DomainError('not-found', `"${person}" is nobody of this site`);
}

/** Refuses an empty or very long text. */
export function checkWords(words: string, field: string, most = 4_000): void {
  if (words.trim() !== '' && words.length <= most) return;
  throw new DomainError('invalid', `${field} must have 1 to ${most} characters`);
}
