import type { Contents, LoggedAct } from '../domain/schedule/acts/acting.ts';
import { applyAct } from '../domain/schedule/acts/apply-act.ts';
import { emptySchedule, type SiteSchedule } from '../domain/schedule/site-schedule.ts';

/** One site of one tenant. */
export interface OfSite {
  tenant: string;
  site: string;
}

/** The schedules of every site of every tenant: a fold of the log of decisions. */
export interface Book {
  scheduleOf: (of: OfSite) => SiteSchedule;
  sitesOf: (tenant: string) => string[];
  tenants: () => string[];
  /** The last act of a site; null when there is none. */
  lastOf: (of: OfSite) => LoggedAct | null;
  /** Where the command stands in the log; null when it is not (or no longer) known. */
  decidedBy: (tenant: string, commandId: string) => LoggedAct | null;
  /** Answers with the state before and after. */
  apply: (
    of: OfSite,
    act: LoggedAct,
    contents: Pick<Contents, 'shifts'>,
  ) => { before: SiteSchedule; after: SiteSchedule };
  /** Resolves once the fold has passed a position; answers then include it. */
  reached: (position: number) => Promise<void>;
  forget: (tenant: string) => void;
}

/** So many commands are remembered per tenant; a repeat comes within minutes. */
const maxCommands = 10_000;

interface Shelf {
  sites: Map<string, { state: SiteSchedule; last: LoggedAct }>;
  commands: Map<string, LoggedAct>;
}

/** An empty book. It is written by the follower of the log alone. */
export function openBook(): Book {
  const shelves = new Map<string, Shelf>();
  const waiting: { position: number; resolve: () => void }[] = [];
  let position = 0;
  const known = ({ tenant, site }: OfSite) => shelves.get(tenant)?.sites.get(site);
  return {
    scheduleOf: (of) => known(of)?.state ?? emptySchedule,
    sitesOf: (tenant) => [...(shelves.get(tenant)?.sites.keys() ?? [])].sort(),
    tenants: () => [...shelves.keys()].sort(),
    lastOf: (of) => known(of)?.last ?? null,
    decidedBy: (tenant, commandId) => shelves.get(tenant)?.commands.get(commandId) ?? null,
    apply: (of, act, contents) => {
      const shelf = shelves.get(of.tenant) ?? { sites: new Map(), commands: new Map() };
      shelves.set(of.tenant, shelf);
      const before = known(of)?.state ?? emptySchedule;
      const after = applyAct(before, act, contents);
      shelf.sites.set(of.site, { state: after, last: act });
      remember(shelf.commands, act);
      position = Math.max(position, act.position);
      for (const one of waiting.filter((each) => each.position <= position)) {
        waiting.splice(waiting.indexOf(one), 1);
        one.resolve();
      }
      return { before, after };
    },
    reached: (wanted) =>
      wanted <= position
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push({ position: wanted, resolve })),
    forget: (tenant) => void shelves.delete(tenant),
  };
}

/** A repeat of a command keeps the first one's place. */
function remember(commands: Map<string, LoggedAct>, act: LoggedAct): void {
  if (!commands.has(act.commandId)) commands.set(act.commandId, act);
  for (const oldest of commands.keys()) {
    if (commands.size <= maxCommands) break;
    commands.delete(oldest);
  }
}
