import { createHash } from 'node:crypto';
import type { AgentState, LiveAgents } from '../../proto/gen/floorcast/agent/v1/agent_state.ts';
import { DomainError } from '../domain/domain-error.ts';
import { type Context, oneOfRoles, type Role } from '../lib/context.ts';

/** Roles that see everybody of their tenant. */
const overseers: readonly Role[] = [
  'administrator',
  'planner',
  'supervisor',
  'team-lead',
  'quality',
];

/** What one caller may see: live messages as he gets them, one after the other. */
export type Sight = (live: LiveAgents) => LiveAgents;

/**
 * The sight of one caller on one site (empty = all). An overseer sees everybody,
 * an agent only himself, a wall sees everybody without names. What a caller saw
 * and may no longer see (a phone changed hands) is gone for him.
 *
 * @param salt - makes the keys of a wall's agents: the same as long as the
 *   service runs, and no way back to the name.
 */
export function sightOf(context: Context, { site, salt }: { site: string; salt: string }): Sight {
  oneOfRoles(context, [...overseers, 'agent', 'wall']);
  const oversees = context.roles.some((role) => overseers.includes(role));
  const himself = !oversees && context.roles.includes('agent');
  if (himself && !context.person) {
    throw new DomainError('not-allowed', 'an agent sees only himself, and the caller names nobody');
  }
  const seen = new Set<string>();
  const nameOf = (key: string) => (oversees || himself ? key : pseudonym(salt, key));
  const visible = (agent: AgentState) =>
    (!site || agent.site === site) && (!himself || agent.person === context.person);

  return (live) => {
    const agents: AgentState[] = [];
    const gone: string[] = [];
    for (const agent of live.agents) {
      const key = `${agent.source}/${agent.agent}`;
      if (visible(agent)) {
        seen.add(key);
        agents.push(oversees || himself ? agent : nameless(agent, salt));
      } else if (seen.delete(key)) {
        gone.push(nameOf(key));
      }
    }
    for (const key of live.gone) if (seen.delete(key)) gone.push(nameOf(key));
    const inSite = <T extends { site: string }>(rows: T[]) =>
      site ? rows.filter((row) => row.site === site) : rows;
    const staffing = himself ? [] : inSite(live.staffing);
    return { ...live, agents, gone, staffing, sources: inSite(live.sources) };
  };
}

/** Refuses who may not read figures per person; `himself` = only his own. */
export function figuresSight(context: Context): 'everybody' | 'himself' {
  oneOfRoles(context, [...overseers, 'agent']);
  return context.roles.some((role) => overseers.includes(role)) ? 'everybody' : 'himself';
}

/** On many switches the agent's key is the name, so a wall gets neither. */
function nameless(agent: AgentState, salt: string): AgentState {
  const key = `${agent.source}/${agent.agent}`;
  const hidden = pseudonym(salt, key).slice(agent.source.length + 1);
  return { ...agent, agent: hidden, name: '', person: '' };
}

function pseudonym(salt: string, key: string): string {
  const source = key.slice(0, key.indexOf('/'));
  return `${source}/${createHash('sha256').update(`${salt} ${key}`).digest('hex').slice(0, 12)}`;
}
