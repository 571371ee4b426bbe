import { agentsOf, nameOf, type SitePlan, sites, skillsOf } from './plan.ts';
import { decidersOf } from './score-desk.ts';

/**
 * The simulated centre as a directory document (`floorcast-directory/1`): the
 * same door by which a real centre's directory comes in.
 */
export function simulatedDirectory(tenant: string, agents: number): object {
  const settings = [
    entry('tenant', tenant, { name: { en: 'Demo centre', zh: '演示中心' } }),
    ...sites.flatMap((site) => siteEntries(site, agents)),
  ];
  const people = Object.fromEntries(
    sites.flatMap((site) =>
      numbers(site, agents).map((index) => [personOf(site, index), nameOf(site, index)]),
    ),
  );
  return { format: 'floorcast-directory/1', tenant, settings, people };
}

function siteEntries(site: SitePlan, agents: number): object[] {
  const team = `${site.id}-a`;
  return [
    entry('site', site.id, {
      name: site.name,
      timeZone: site.timeZone,
      privacy: 'cn',
      callerDigits: 0,
      noticeOn: '2020-01-01',
    }),
    entry('source', site.source, {
      name: { en: `Simulator ${site.name.en}`, zh: `模拟 ${site.name.zh}` },
      site: site.id,
      kind: 'simulator',
      cadenceMs: 1000,
    }),
    entry('team', team, { name: { en: 'Team A', zh: '一组' }, site: site.id, lead: '' }),
    ...site.queues.map((queue) => entry('skill', queue.id, { name: queue.settings.name })),
    ...site.queues.map((queue) =>
      entry('queue', `${site.id}/${queue.id}`, { ...queue.settings, site: site.id }),
    ),
    ...numbers(site, agents).flatMap((index) => personEntries(site, index, team)),
  ];
}

function personEntries(site: SitePlan, index: number, team: string): object[] {
  const agent = String(site.firstAgent + index);
  const person = personOf(site, index);
  const skills = Object.fromEntries(skillsOf(site, index).map((skill) => [skill, 3]));
  const duties = decidersOf(site).includes(person) ? ['appeals'] : [];
  return [
    entry('person', person, { team, site: site.id, skills, duties }),
    entry('sourceIdentity', `${site.source}/${agent}`, { source: site.source, agent, person }),
  ];
}

function numbers(site: SitePlan, agents: number): number[] {
  return Array.from({ length: agentsOf(site, agents) }, (_, index) => index);
}

function personOf(site: SitePlan, index: number): string {
  return `p-${site.firstAgent + index}`;
}

function entry(kind: string, id: string, value: object): object {
  return { kind, id, effectiveFrom: '2020-01-01T00:00:00.000Z', value };
}
