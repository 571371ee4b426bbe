import type {
  AgentRow,
  FloorTotals,
  PostedRow,
  QueueRow,
  SiteRow,
  Trend,
} from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';
import { settingsAt } from '../domain/settings/settings.ts';
import { type Audience, smallestGroup } from './audience.ts';
import type { Touched } from './floor.ts';
import { agentRow, isSignedIn, queueRow, type Sight } from './rows.ts';
import { floorTotals, type Peak } from './totals.ts';

/** What a screen asks to see. Screens that ask the same share the same bytes. */
export interface ViewKey {
  board: 'queues' | 'floor' | 'team';
  /** Empty = all sites. */
  site: string;
  audience: Audience;
}

/** Parts of a frame as JSON. Rows are written once, however many frames and screens they are in. */
export interface Parts {
  queues: string[];
  agents: string[];
  agentsGone: string[];
  /** Empty = unchanged, or not there. */
  totals: string;
  trend: string;
  sites: string;
  posted: string;
}

/** What stands beside the rows of a board. */
export interface Beside {
  peak: Peak;
  trend: Trend | undefined;
  /** The same list for as long as nothing in it changes. */
  posted: readonly PostedRow[];
}

/** A board as it was last shown. */
export interface Board {
  /** What reads differently now. */
  change: (sight: Sight, touched: Touched, beside: Beside) => Parts;
  /** All of it as last shown. */
  all: () => Parts;
}

interface Shown {
  /** The key on the screen: a pseudonym where names are not shown. */
  key: string;
  json: string;
}

/** An empty board; its first change is everything. */
export function openBoard(key: ViewKey): Board {
  const rows = new Map<string, QueueRow>();
  const queues = new Map<string, Shown>();
  const people = shownAgents(key.site);
  const beside = shownBeside();
  return {
    change: (sight, touched, told) => {
      if (touched.whole) {
        rows.clear();
        queues.clear();
        people.clear();
      }
      const change: Parts = { ...nothing(), ...noneBeside };
      const every = touched.whole || touched.every;
      // A wall of what is posted shows nothing of now: no queue, no agent, no count.
      const lives = key.board !== 'team';
      for (const each of every && lives ? sight.floor.queues.keys() : touched.queues) {
        if (!lives || (key.site !== '' && !each.startsWith(`${key.site}/`))) continue;
        const row = queueRow(sight, each);
        if (!row) continue;
        rows.set(each, row);
        if (key.board === 'queues') put(queues, each, row, change.queues);
      }
      if (key.board === 'floor') people.change(sight, touched, change);
      const { peak, trend, posted } = told;
      const totals = { site: key.site, rows: [...rows.values()], peak };
      beside.change(change, {
        totals: lives ? floorTotals(sight, totals) : undefined,
        trend,
        sites: siteRows(sight, key.site),
        posted,
      });
      return change;
    },
    all: () => ({
      ...nothing(),
      queues: [...queues.values()].map(({ json }) => json),
      agents: people.all(),
      ...beside.all(),
    }),
  };
}

function nothing(): Pick<Parts, 'queues' | 'agents' | 'agentsGone'> {
  return { queues: [], agents: [], agentsGone: [] };
}

const noneBeside: Pick<Parts, 'totals' | 'trend' | 'sites' | 'posted'> = {
  totals: '',
  trend: '',
  sites: '',
  posted: '',
};

/** What stands beside the rows, as last shown: each part is written when it reads differently. */
function shownBeside() {
  const shown = { ...noneBeside };
  let postedOf: readonly PostedRow[] | null = null;
  const write = (change: Parts, part: keyof typeof shown, json: string) => {
    if (json !== shown[part]) change[part] = json;
    shown[part] = json;
  };
  return {
    all: () => shown,
    change: (
      change: Parts,
      told: Pick<Beside, 'trend' | 'posted'> & {
        totals: FloorTotals | undefined;
        sites: SiteRow[];
      },
    ) => {
      const { totals, trend, sites, posted } = told;
      write(change, 'totals', totals ? JSON.stringify(totals) : '');
      write(change, 'trend', trend ? JSON.stringify(trend) : '');
      write(change, 'sites', JSON.stringify(sites));
      if (posted !== postedOf) write(change, 'posted', JSON.stringify(posted));
      postedOf = posted;
    },
  };
}

/** The agents of a board. On a public screen a small group is not broken down. */
function shownAgents(site: string) {
  const shown = new Map<string, Shown>();
  let brokenDown = '';

  const show = (sight: Sight, each: string, sites: string[], change: Parts) => {
    const agent = sight.floor.agents.get(each);
    const visible = agent !== undefined && sites.includes(agent.site);
    const before = shown.get(each);
    const row = visible ? agentRow(sight, each, agent) : null;
    if (before && before.key !== row?.key) {
      shown.delete(each);
      change.agentsGone.push(before.key);
    }
    if (row) put(shown, each, row, change.agents);
  };
  return {
    clear: () => shown.clear(),
    all: () => [...shown.values()].map(({ json }) => json),
    change: (sight: Sight, touched: Touched, change: Parts) => {
      const sites = sitesBrokenDown(sight, site);
      const every = touched.whole || touched.every || sites.join(' ') !== brokenDown;
      brokenDown = sites.join(' ');
      const keys = every
        ? new Set([...sight.floor.agents.keys(), ...shown.keys()])
        : touched.agents;
      for (const each of keys) show(sight, each, sites, change);
    },
  };
}

/** Sites whose agents may be shown one by one. */
function sitesBrokenDown({ floor, audience }: Sight, only: string): string[] {
  const sites = [...floor.agentsByState.keys()].filter((site) => only === '' || site === only);
  if (audience === 'staff') return sites.sort();
  const signedIn = (site: string) =>
    [...(floor.agentsByState.get(site) ?? [])]
      .filter(([state]) => isSignedIn({ state }))
      .reduce((sum, [, count]) => sum + count, 0);
  return sites.filter((site) => signedIn(site) >= smallestGroup).sort();
}

function put(
  shown: Map<string, Shown>,
  key: string,
  row: QueueRow | AgentRow,
  changed: string[],
): void {
  const json = JSON.stringify(row);
  if (shown.get(key)?.json === json) return;
  shown.set(key, { key: row.key, json });
  changed.push(json);
}

function siteRows({ settings, nowMs }: Sight, only: string): SiteRow[] {
  return [...settingsAt(settings, 'site', nowMs)]
    .filter(([site]) => only === '' || site === only)
    .map(([site, { name, timeZone }]) => ({ site, name, timeZone }))
    .sort((a, b) => (a.site < b.site ? -1 : 1));
}
