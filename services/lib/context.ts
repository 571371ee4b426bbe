import { Metadata } from '@grpc/grpc-js';
import { DomainError } from '../domain/domain-error.ts';

/** What a person may be to the system. */
export type Role =
  | 'administrator'
  | 'planner'
  | 'supervisor'
  | 'team-lead'
  | 'quality'
  | 'agent'
  | 'wall';

/** Every role, in the order of the page header's switch. */
export const roles: readonly Role[] = [
  'administrator',
  'planner',
  'supervisor',
  'team-lead',
  'quality',
  'agent',
  'wall',
];

/** Who asks: set by the gateway, carried in the metadata of every request. */
export interface Context {
  tenant: string;
  /** The person's id; empty for a wall. */
  person: string;
  roles: readonly Role[];
}

/** The context as gRPC metadata. */
export function toMetadata(context: Context): Metadata {
  const metadata = new Metadata();
  metadata.set('floorcast-tenant', context.tenant);
  metadata.set('floorcast-person', encodeURIComponent(context.person));
  metadata.set('floorcast-roles', context.roles.join(','));
  return metadata;
}

/** The context of a request; refused when it is missing or names an unknown role. */
export function fromMetadata(metadata: Metadata): Context {
  const tenant = String(metadata.get('floorcast-tenant')[0] ?? '');
  const person = decodeURIComponent(String(metadata.get('floorcast-person')[0] ?? ''));
  const given = String(metadata.get('floorcast-roles')[0] ?? '');
  if (!tenant) throw new DomainError('not-allowed', 'the request carries no floorcast-tenant');
  return { tenant, person, roles: given.split(',').filter(Boolean).map(toRole) };
}

/** One role by its name. */
export function toRole(name: string): Role {
  const role = roles.find((one) => one === name);
  if (!role) throw new DomainError('not-allowed', `"${name}" is no role`);
  return role;
}

/** Refuses a request about another tenant than the caller's. */
export function sameTenant(context: Context, tenant: string): void {
  if (tenant !== context.tenant) {
    throw new DomainError(
      'not-allowed',
      `a caller of tenant "${context.tenant}" may not see tenant "${tenant}"`,
    );
  }
}

/** Refuses a caller who has none of these roles. */
export function oneOfRoles(context: Context, allowed: readonly Role[]): void {
  if (context.roles.some((role) => allowed.includes(role))) return;
  throw new DomainError(
    'not-allowed',
    `needs one of the roles ${allowed.join(', ')}; the caller has ${context.roles.join(', ') || 'none'}`,
  );
}
