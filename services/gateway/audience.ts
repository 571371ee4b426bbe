import { createHmac, randomBytes } from 'node:crypto';
import { type Settings, settingAt } from '../domain/settings/settings.ts';
import type { Role } from '../lib/context.ts';

/**
 * Who looks at a screen, as far as privacy goes: `staff` are those who lead and
 * plan; `public` is a wall that everybody passes, and an agent's own screen.
 */
export type Audience = 'staff' | 'public';

const staff: readonly Role[] = ['administrator', 'planner', 'supervisor', 'team-lead', 'quality'];

/** The audience of a caller. */
export function audienceOf(roles: readonly Role[]): Audience {
  return roles.some((role) => staff.includes(role)) ? 'staff' : 'public';
}

/** A group smaller than this is not broken down on a public screen: its members would show. */
export const smallestGroup = 8;

/**
 * May names be shown? On public screens only where the site's administrator has
 * chosen the preset `none`; `eu` names nobody, `cn` only the best and the
 * praised, of whom scorecards tells (posted-looks.ts).
 */
export function mayName(
  audience: Audience,
  settings: Settings,
  { site, nowMs }: { site: string; nowMs: number },
): boolean {
  return audience === 'staff' || settingAt(settings, 'site', site, nowMs)?.privacy === 'none';
}

/** Drawn anew at every start, so that a pseudonym cannot be followed for long. */
const secret = randomBytes(32);

/** A key that tells one agent from the next without saying who it is. */
export function pseudonym(tenant: string, agentKey: string): string {
  return createHmac('sha256', secret).update(`${tenant} ${agentKey}`).digest('hex').slice(0, 16);
}
