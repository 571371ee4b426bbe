import type { NatsConnection } from '@nats-io/transport-node';
import type { PostedRow } from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';
import { type Settings, settingAt, settingsAt } from '../domain/settings/settings.ts';
import { ask } from '../lib/grpc.ts';
import type { Log } from '../lib/log.ts';
import { subjects } from '../lib/subjects.ts';
import { namelessRow, postedRow, untoldRow } from './posted-row.ts';
import { ownContext, type Services } from './services.ts';

/** What the sites of one tenant post, looked at again and again while a screen shows it. */
export interface PostedLooks {
  /**
   * As last told, of one site or of all; the same list until something changed. Asking keeps it
   * looked at.
   */
  of: (site: string) => readonly PostedRow[];
  /** Names or settings changed: told anew soon. */
  renew: () => void;
  /** What was told is void: the tenant was erased. */
  forget: () => void;
  close: () => void;
}

/** What is looked at, and with what. */
export interface PostedSource {
  nats: NatsConnection;
  services: Services;
  settings: () => Settings;
  /** Told when what is posted changed. */
  changed: () => void;
  now: () => number;
  log: Log;
}

/** A mean of a month moves slowly: looked at so often. A wall's limits of age follow from it. */
export const cadenceMs = 60_000;
/** After a decision: soon, for they come in bursts, … */
const soonMs = 700;
/** … once more a little later, for scorecards hears of it at the same time as we do, … */
const againMs = 8_000;
/** … and never more often than this: the cards of a month are worked out for it. */
const leastMs = 2_000;
const retryMs = 5_000;
const withinMs = 30_000;
/** A site that no screen has asked for so long is not looked at. */
const unaskedMs = 10_000;
const tickMs = 250;
/** Sites of one tenant on one wall; the first ones by id. */
const maxSites = 100;

interface Kept {
  row: PostedRow;
  /** What the site had chosen to post when scorecards was asked. */
  chosen: string;
  /** The row as the site's choice of now allows it. */
  shown: { row: PostedRow; of: PostedRow; chosen: string } | null;
  askedMs: number;
  lookedMs: number;
  dueMs: number;
  /** Looked at once more after the next look. */
  again: boolean;
}

/** Follows what is posted: on a cadence, and as soon as something is decided about scores. */
export function openPostedLooks(tenant: string, source: PostedSource): PostedLooks {
  const { nats, now } = source;
  const kept = new Map<string, Kept>();
  const lists = new Map<string, readonly PostedRow[]>();
  let looking = false;

  const soon = (one: Kept) => {
    one.dueMs = Math.min(one.dueMs, Math.max(now() + soonMs, one.lookedMs + leastMs));
    one.again = true;
  };
  // One site after the other: a wall of many sites is no burst of months to work out.
  const timer = setInterval(async () => {
    const due = looking ? undefined : dueOf(kept, now());
    if (!due) return;
    looking = true;
    try {
      await look(tenant, due, source);
    } finally {
      looking = false;
    }
  }, tickMs);
  const decisions = nats.subscribe(subjects.scoresOfTenant(tenant), {
    callback: (error, { subject }) => {
      if (error) return;
      for (const [site, one] of kept) if (subjects.scores(tenant, site) === subject) soon(one);
    },
  });
  return {
    of: (site) => {
      const settings = source.settings();
      const rows = sitesOf(settings, site, now()).map((each) => {
        const one = kept.get(each) ?? newKept(each);
        kept.set(each, one);
        one.askedMs = now();
        return shownOf(one, settings, now());
      });
      const before = lists.get(site);
      const same = before?.length === rows.length && rows.every((row, i) => row === before[i]);
      if (before && same) return before;
      // As many lists as boards ask for: sites, and all of them together.
      if (lists.size > maxSites) lists.clear();
      lists.set(site, rows);
      return rows;
    },
    renew: () => {
      for (const one of kept.values()) soon(one);
    },
    forget: () => {
      kept.clear();
      lists.clear();
    },
    close: () => {
      clearInterval(timer);
      decisions.unsubscribe();
    },
  };
}

/** Sites that the directory knows: a wall's address cannot make us look at others. */
function sitesOf(settings: Settings, only: string, nowMs: number): string[] {
  return [...settingsAt(settings, 'site', nowMs).keys()]
    .filter((site) => only === '' || site === only)
    .sort()
    .slice(0, maxSites);
}

function newKept(site: string): Kept {
  const never = Number.NEGATIVE_INFINITY;
  const row = untoldRow(site, cadenceMs);
  return {
    ...{ row, chosen: '', shown: null, again: false },
    ...{ askedMs: never, lookedMs: never, dueMs: never },
  };
}

function dueOf(kept: Map<string, Kept>, nowMs: number): Kept | undefined {
  for (const [site, one] of kept) {
    if (nowMs - one.askedMs > Math.max(cadenceMs * 60, unaskedMs)) kept.delete(site);
  }
  return [...kept.values()]
    .filter(({ askedMs, dueMs }) => nowMs - askedMs <= unaskedMs && dueMs <= nowMs)
    .sort((a, b) => a.lookedMs - b.lookedMs)[0];
}

async function look(tenant: string, one: Kept, source: PostedSource): Promise<void> {
  const { services, settings, now, log } = source;
  const { scores } = services;
  const { site } = one.row;
  const { again } = one;
  const askedMs = now();
  const chosen = choiceOf(settings(), site, askedMs);
  // A decision that comes while it is asked makes it due again.
  Object.assign(one, { again: false, lookedMs: askedMs, dueMs: askedMs + cadenceMs });
  try {
    const asked = { tenant, site };
    const context = ownContext(tenant);
    const answer = await ask(scores, scores.getPosted, asked, { context, withinMs });
    // A clock of its own that runs ahead makes nothing younger than the question.
    const provenMs = Math.min(askedMs, answer.asOf?.getTime() ?? askedMs);
    one.row = postedRow(site, answer, { provenMs, cadenceMs });
    one.chosen = answer.preset === privacyOf(settings(), site, askedMs) ? chosen : '';
    if (again) one.dueMs = Math.min(one.dueMs, now() + againMs);
  } catch (error) {
    log.warn({ postedOf: { tenant, site }, why: String(error) }, 'what is posted stays as it was');
    one.row = { ...one.row, unanswered: true };
    one.dueMs = Math.min(one.dueMs, now() + retryMs);
  }
  source.changed();
}

/**
 * What was told, without names where the site has chosen otherwise since: also while scorecards
 * is away no wall goes on naming whom it may not.
 */
function shownOf(one: Kept, settings: Settings, nowMs: number): PostedRow {
  const { row } = one;
  if (row.best.length + row.praised.length === 0) return row;
  const chosen = choiceOf(settings, row.site, nowMs);
  if (one.chosen === chosen) return row;
  if (one.shown?.of === row && one.shown.chosen === chosen) return one.shown.row;
  const why = privacyOf(settings, row.site, nowMs) === 'eu' ? 'preset' : 'setting';
  one.shown = { row: namelessRow(row, why), of: row, chosen };
  return one.shown.row;
}

/** All that a site decides about what its walls show. */
function choiceOf(settings: Settings, site: string, nowMs: number): string {
  const value = settingAt(settings, 'site', site, nowMs);
  return JSON.stringify([value?.privacy, value?.posted, value?.noticeOn]);
}

function privacyOf(settings: Settings, site: string, nowMs: number): string {
  return settingAt(settings, 'site', site, nowMs)?.privacy ?? 'eu';
}
