import { createHash } from 'node:crypto';
import { DomainError } from '../domain/domain-error.ts';
import type { PlannedForecast } from '../domain/planning/site-plan.ts';
import { type Context, oneOfRoles, type Role, sameTenant } from '../lib/context.ts';
import type { Book } from './book.ts';

const deciding: readonly Role[] = ['planner', 'administrator'];
const reading: readonly Role[] = ['planner', 'administrator', 'supervisor', 'team-lead'];

/** Refuses who may not look at the tenant's plans. */
export function mayRead(context: Context, tenant: string): void {
  sameTenant(context, tenant);
  oneOfRoles(context, reading);
}

/** Refuses who may not decide about the tenant's plans. */
export function mayDecide(context: Context, tenant: string): void {
  sameTenant(context, tenant);
  oneOfRoles(context, deciding);
}

/** The id of what a command makes: the same command makes the same thing. */
export function idOf(kind: string, tenant: string, commandId: string): string {
  const digest = createHash('sha256').update(`${kind} ${tenant} ${commandId}`).digest('hex');
  return `${kind}${digest.slice(0, 11)}`;
}

/** A forecast of the tenant, or a refusal. */
export function foundForecast(
  book: Book,
  tenant: string,
  forecastId: string,
): { site: string; forecast: PlannedForecast } {
  const found = book.find(tenant, forecastId);
  if (found) return found;
  throw new DomainError('not-found', `no forecast is named "${forecastId}"`);
}
