/** One site of one tenant. */
export interface OfSite {
  tenant: string;
  site: string;
}

/** An act as it stands in the log. */
export interface LoggedAct<Act> {
  commandId: string;
  /** Empty when a program acted. */
  author: string;
  atMs: number;
  /** Sequence in the log of decisions. */
  position: number;
  act: Act;
}

/** What stands of every site of every tenant: a fold of acts out of the log of decisions. */
export interface SiteBook<State, Act, Contents> {
  stateOf: (of: OfSite) => State;
  sitesOf: (tenant: string) => string[];
  tenants: () => string[];
  /** The last act of a site; null when there is none. */
  lastOf: (of: OfSite) => LoggedAct<Act> | null;
  /** Where the command stands in the log; null when it is not (or no longer) known. */
  decidedBy: (tenant: string, commandId: string) => LoggedAct<Act> | null;
  /** Answers with the state before and after. */
  apply: (of: OfSite, act: LoggedAct<Act>, contents: Contents) => { before: State; after: State };
  /** Resolves once the fold has passed a position; answers then include it. */
  reached: (position: number) => Promise<void>;
  forget: (tenant: string) => void;
}

/** So many commands are remembered per tenant; a repeat comes within minutes. */
const maxCommands = 10_000;

interface Shelf<State, Act> {
  sites: Map<string, { state: State; last: LoggedAct<Act> }>;
  commands: Map<string, LoggedAct<Act>>;
}

/**
 * An empty book. It is written by the follower of the log alone.
 *
 * @param empty - what stands of a site before its first act.
 * @param applyAct - the fold: states are never changed in place.
 */
export function openSiteBook<State, Act, Contents>(
  empty: State,
  applyAct: (state: State, act: LoggedAct<Act>, contents: Contents) => State,
): SiteBook<State, Act, Contents> {
  const shelves = new Map<string, Shelf<State, Act>>();
  const waiting: { position: number; resolve: () => void }[] = [];
  let position = 0;
  const known = ({ tenant, site }: OfSite) => shelves.get(tenant)?.sites.get(site);
  return {
    stateOf: (of) => known(of)?.state ?? empty,
    sitesOf: (tenant) => [...(shelves.get(tenant)?.sites.keys() ?? [])].sort(),
    tenants: () => [...shelves.keys()].sort(),
    lastOf: (of) => known(of)?.last ?? null,
    decidedBy: (tenant, commandId) => shelves.get(tenant)?.commands.get(commandId) ?? null,
    apply: (of, act, contents) => {
      const shelf = shelves.get(of.tenant) ?? { sites: new Map(), commands: new Map() };
      shelves.set(of.tenant, shelf);
      const before = known(of)?.state ?? empty;
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
function remember<Act>(commands: Map<string, LoggedAct<Act>>, act: LoggedAct<Act>): void {
  if (!commands.has(act.commandId)) commands.set(act.commandId, act);
  for (const oldest of commands.keys()) {
    if (commands.size <= maxCommands) break;
    commands.delete(oldest);
  }
}
