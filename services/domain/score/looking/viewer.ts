/** Who looks. */
export interface Viewer {
  /** Empty for a wall. */
  person: string;
  /** Roles of `lib/context.ts`. */
  roles: readonly string[];
  /** Teams that the viewer leads, by the directory. */
  leads: ReadonlySet<string>;
  /** Team by person of the site. */
  teamOf: ReadonlyMap<string, string>;
}

const wholeSite = ['quality', 'supervisor', 'administrator'];

/**
 * May somebody see another person's scores? Everybody their own; a lead the own team's; quality,
 * supervisors and administrators all of the site. Never an agent another one's; never a wall.
 */
export function maySee(viewer: Viewer, person: string): boolean {
  if (person !== '' && viewer.person === person) return true;
  if (seesAll(viewer)) return true;
  const team = viewer.teamOf.get(person);
  return viewer.roles.includes('team-lead') && team !== undefined && viewer.leads.has(team);
}

/** Sees scores of the whole site. */
export function seesAll({ roles }: Viewer): boolean {
  return roles.some((role) => wholeSite.includes(role));
}

/** Leads the quality of the site: sees who marked first, who contested what. */
export function leadsQuality({ roles }: Viewer): boolean {
  return roles.includes('quality') || roles.includes('administrator');
}

/** Leads anybody: sees samples, marker load, setup. */
export function leadsSome(viewer: Viewer): boolean {
  return seesAll(viewer) || viewer.roles.includes('team-lead');
}
