import { credentials } from '@grpc/grpc-js';
import { HistoryServiceClient } from '../../proto/gen/floorcast/history/v1/history_service.ts';
import { ScorecardServiceClient } from '../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import { DomainError } from '../../services/domain/domain-error.ts';
import type { Context } from '../../services/lib/context.ts';
import { ask } from '../../services/lib/grpc.ts';
import type { Log } from '../../services/lib/log.ts';
import { pause } from '../../services/lib/pause.ts';
import { patiently } from './patiently.ts';
import { agentsOf, type SitePlan } from './plan.ts';
import { contests } from './score-contests.ts';
import {
  type AssessedSite,
  act,
  boss,
  contactsOf,
  mark,
  type Office,
  quality,
  record,
  whatOf,
} from './score-desk.ts';
import { livePages } from './score-life.ts';
import type { SeenContact } from './score-marks.ts';
import { laterLadder, scoreRules } from './score-rules.ts';
import { answerOf, type SimulatedScoreAct, standingOf, wordsOf } from './score-words.ts';

/** The simulated centre's quality desk: through the same door as any other. */
export interface Assessor {
  /**
   * Decides forms, sampling, definitions and the ladder, marks calls of the last day, calibrates,
   * begins and ends rounds, tests, and has people contest, praise and plan. A second start changes
   * nothing; what cannot be had is logged.
   */
  begin: (of: AssessedSite) => Promise<void>;
  /** Once the past is told: last week and last month are marked, closed, and reviewed. */
  closeLastWeek: (of: AssessedSite) => Promise<void>;
  close: () => void;
}

/** Marks of larger sites are no demonstration; in smaller ones nobody else could decide. */
const [mostAgents, fewest] = [600, 7];
const [markedNow, markedOfWeek, surveyed] = [12, 60, 300];
const hourMs = 3_600_000;

/** A quality desk of the tenant, at the services' addresses. */
export function openAssessor(
  of: { scorecards: string; archive: string; tenant: string },
  { log, signal }: { log: Log; signal: AbortSignal },
): Assessor {
  const insecure = credentials.createInsecure();
  const client = new ScorecardServiceClient(of.scorecards, insecure);
  const history = new HistoryServiceClient(of.archive, insecure);
  const office: Office = { client, history, tenant: of.tenant, log, signal };
  let last: Promise<void> = Promise.resolve();
  const inTurn = (site: AssessedSite, work: Work, what: string) => {
    if (agentsOf(site.site, site.agents) > mostAgents) return Promise.resolve();
    last = last.then(() => tried(office, site, work, what));
    return last;
  };
  return {
    begin: (site) => inTurn(site, beginSite, 'the simulated scores are begun'),
    closeLastWeek: async (site) => {
      await inTurn(site, closeWeek, 'a simulated week is closed');
      await inTurn(site, closeMonth, 'a simulated month is closed and reviewed');
    },
    close: () => {
      client.close();
      history.close();
    },
  };
}

type Work = (office: Office, of: AssessedSite) => Promise<void>;

async function tried(office: Office, of: AssessedSite, work: Work, what: string): Promise<void> {
  const { log, signal } = office;
  try {
    await work(office, of);
    log.info({ site: of.site.id }, what);
  } catch (error) {
    if (!signal.aborted) log.warn({ site: of.site.id, why: String(error) }, `not so: ${what}`);
  }
}

async function beginSite(office: Office, of: AssessedSite): Promise<void> {
  const { client, tenant, signal } = office;
  const { site, agents } = of;
  const context: Context = { tenant, person: 'simulator', roles: ['quality'] };
  const asked = { tenant, site: site.id };
  const setup = await patiently(signal, () =>
    ask(client, client.getScoreSetup, asked, { context }),
  );
  if (setup.ladder.length > 0) return;
  const all = async (acts: readonly SimulatedScoreAct[]) => {
    for (const one of acts) await act(office, site.id, one);
  };
  await all(scoreRules(site, agents).map((rule) => ({ ...rule, by: boss })));
  const today = Temporal.Now.plainDateISO(site.timeZone);
  await all(standingOf(site, agents));
  const contacts = await firstContacts(office, site);
  await record(office, of, contacts.slice(-surveyed));
  const some = contacts.slice(-markedNow);
  const marked = await mark(office, of, { contacts: some, purpose: 'spot' });
  await all(wordsOf(site, { today, marked }));
  // Who is few has nobody to decide about them.
  if (agentsOf(site, agents) >= fewest) {
    await contests(office, of, marked);
    await livePages(office, of, contacts);
  }
  const { flags } = await ask(client, client.listNotes, { ...asked, person: '' }, { context });
  const questioned = flags.find(({ flagged }) => flagged?.about === 'measure handling')?.flagged;
  if (questioned) await act(office, site.id, answerOf(site, questioned.flagId));
}

/** Contacts of the last hours; waits for the first ones to be in the archive. */
function firstContacts(office: Office, site: SitePlan): Promise<SeenContact[]> {
  return patiently(office.signal, async () => {
    const toMs = Date.now();
    const contacts = await contactsOf(office, site, { fromMs: toMs - 20 * hourMs, toMs });
    if (contacts.length > 0) return contacts;
    throw new DomainError('unavailable', 'no contact is over yet');
  });
}

async function closeWeek(office: Office, of: AssessedSite): Promise<void> {
  const { site } = of;
  const today = Temporal.Now.plainDateISO(site.timeZone);
  const monday = today.subtract({ days: today.dayOfWeek + 6 });
  const period = `${monday.yearOfWeek}-W${String(monday.weekOfYear).padStart(2, '0')}`;
  const { samples, closes } = await known(office, site, period);
  if (closes > 0 || !samples.periods.includes(period)) return;
  if ((await archived(office, site, monday)) === 0) return;
  const what = whatOf('samplingDrawn', { period });
  const drawing = { id: `drawn-${period}`, what, by: quality };
  if (!samples.seed) await act(office, site.id, drawing);
  const { samples: drawn } = await known(office, site, period);
  const seen = drawn.drawn.map(({ contact, person, queue, at }) => {
    return { contact, person, queue, at };
  });
  await record(office, of, drawn.list.slice(0, surveyed));
  await mark(office, of, { contacts: seen.slice(0, markedOfWeek), purpose: period });
  await closePeriod(office, site, { period, definitionId: 'week' });
}

/** Last month: two calls of everybody are marked, then it is closed, reviewed, and corrected. */
async function closeMonth(office: Office, of: AssessedSite): Promise<void> {
  const { site } = of;
  const today = Temporal.Now.plainDateISO(site.timeZone);
  const first = today.with({ day: 1 }).subtract({ months: 1 });
  const period = first.toString().slice(0, 7);
  if ((await known(office, site, period)).closes > 0) return;
  const contacts = await someOfMonth(office, site, first);
  // A month before the past begins.
  if (contacts.length === 0) return;
  const byPerson = Map.groupBy(contacts, ({ person }) => person);
  const marked = [...byPerson.values()].flatMap((own) => own.slice(0, 2));
  await mark(office, of, { contacts: marked, purpose: 'spot' });
  const late = contacts.slice(0, 40);
  await record(office, of, contacts.slice(40));
  const [person = ''] = [...byPerson.keys()].slice(-1);
  const words = site.familyFirst ? '未核实身份即告知客户信息。' : 'Told data without identifying.';
  const fault = whatOf('faultRecorded', { person, day: `${period}-20`, words });
  await act(office, site.id, { id: `fault-${period}`, what: fault, by: quality });
  await closePeriod(office, site, { period, definitionId: 'month' });
  const review = whatOf('reviewDone', { month: period });
  await act(office, site.id, { id: `review-${period}`, what: review, by: boss });
  const from = first.add({ months: 2 }).toString();
  const ladder = whatOf('ladderDecided', { rules: laterLadder(site, of.agents, from) });
  await act(office, site.id, { id: `ladder-${from}`, what: ladder, by: boss });
  // Answers that come late: the service closes the month anew by itself.
  await record(office, of, late);
}

/** Contacts of some mornings of a month. */
async function someOfMonth(
  office: Office,
  site: SitePlan,
  first: Temporal.PlainDate,
): Promise<SeenContact[]> {
  const contacts: SeenContact[] = [];
  for (const days of [2, 7, 9, 14, 17, 22, 24]) {
    const day = first.add({ days });
    const at = { timeZone: site.timeZone, plainTime: '09:00' };
    const fromMs = day.toZonedDateTime(at).epochMilliseconds;
    contacts.push(...(await contactsOf(office, site, { fromMs, toMs: fromMs + 3 * hourMs })));
  }
  return contacts;
}

async function closePeriod(
  office: Office,
  site: SitePlan,
  close: { period: string; definitionId: string },
): Promise<void> {
  const what = whatOf('periodClosed', close);
  await act(office, site.id, { id: `closed-${close.period}`, what, by: quality });
}

/** The archive is looked at so often, and for a quarter of an hour at most. */
const [lookEveryMs, mostLooks] = [3_000, 300];

/**
 * Contacts of a week, once the archive has gone on without finding more of them: what was told is
 * all there. None came within a quarter of an hour = there are none.
 */
async function archived(
  office: Office,
  site: SitePlan,
  monday: Temporal.PlainDate,
): Promise<number> {
  const { signal } = office;
  let before = await looked(office, site, monday);
  for (let left = mostLooks; left > 0 && !signal.aborted; left -= 1) {
    await pause(lookEveryMs, signal);
    const now = await looked(office, site, monday);
    if (now.contacts !== before.contacts) before = now;
    else if (now.contacts > 0 && (now.legs > before.legs || now.legs >= now.raw)) break;
  }
  return before.contacts;
}

/** Contacts of a week, and how far the archive is. */
async function looked(office: Office, site: SitePlan, monday: Temporal.PlainDate) {
  const { history, tenant, signal } = office;
  const context: Context = { tenant, person: 'simulator', roles: ['quality'] };
  let contacts = 0;
  for (let days = 0; days < 7; days += 1) {
    const day = monday.add({ days }).toZonedDateTime(site.timeZone);
    const toMs = day.add({ days: 1 }).epochMilliseconds;
    const span = { fromMs: day.epochMilliseconds, toMs };
    contacts += (await contactsOf(office, site, span)).length;
  }
  const { raw, legs } = await patiently(signal, () =>
    ask(history, history.getWatermarks, { tenant }, { context }),
  );
  return { contacts, raw, legs };
}

async function known({ client, tenant, signal }: Office, { id: site }: SitePlan, period: string) {
  const context: Context = { tenant, person: 'simulator', roles: ['quality'] };
  const by = { context, withinMs: 60_000 };
  const asked = { tenant, site, period };
  const cards = { ...asked, team: '', version: 0, trends: false };
  // Samples are drawn by the week.
  const sampled = { ...asked, period: period.includes('W') ? period : '' };
  const samples = await patiently(signal, () => ask(client, client.listSamples, sampled, by));
  const listed = await ask(client, client.listCards, cards, by);
  return { samples, closes: listed.closes.length };
}
