import { credentials } from '@grpc/grpc-js';
import { HistoryServiceClient } from '../../proto/gen/floorcast/history/v1/history_service.ts';
import type { ScoreAct } from '../../proto/gen/floorcast/score/v1/score_decision.ts';
import { ScorecardServiceClient } from '../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import { DomainError } from '../../services/domain/domain-error.ts';
import type { Context, Role } from '../../services/lib/context.ts';
import { ask } from '../../services/lib/grpc.ts';
import type { Log } from '../../services/lib/log.ts';
import { patiently } from './patiently.ts';
import { agentsOf, type SitePlan } from './plan.ts';
import { personOf } from './schedule-setup.ts';
import { evaluationOf, type SeenContact, surveysOf } from './score-marks.ts';
import { scoreRules } from './score-rules.ts';
import { standingOf, wordsOf } from './score-words.ts';

/** The simulated centre's quality desk: through the same door as any other. */
export interface Assessor {
  /**
   * Decides forms, sampling, definitions and the ladder, marks calls of the last day, and has
   * people contest, praise and plan. A second start changes nothing; what cannot be had is logged.
   */
  begin: (of: AssessedSite) => Promise<void>;
  /** Once the past is told: last week is drawn, marked and closed. */
  closeLastWeek: (of: AssessedSite) => Promise<void>;
  close: () => void;
}

/** A site with its people. */
export interface AssessedSite {
  site: SitePlan;
  seed: number;
  agents: number;
}

/** Marks of larger sites are no demonstration. */
const mostAgents = 600;
const [markedNow, markedOfWeek, surveyed] = [12, 60, 300];
const hourMs = 3_600_000;

interface Office {
  client: ScorecardServiceClient;
  history: HistoryServiceClient;
  tenant: string;
  log: Log;
  signal: AbortSignal;
}

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
    closeLastWeek: (site) => inTurn(site, closeWeek, 'a simulated week is closed'),
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
  const setup = await patiently(signal, () =>
    ask(client, client.getScoreSetup, { tenant, site: site.id }, { context }),
  );
  if (setup.ladder.length > 0) return;
  for (const { id, what } of scoreRules()) await act(office, site.id, id, what, boss);
  const today = Temporal.Now.plainDateISO(site.timeZone);
  for (const { id, what, by } of standingOf(site, agents)) {
    await act(office, site.id, id, what, by);
  }
  const toMs = Date.now();
  const contacts = await contactsOf(office, site, { fromMs: toMs - 20 * hourMs, toMs });
  await record(office, of, contacts.slice(-surveyed));
  const marked = await mark(office, of, contacts.slice(-markedNow), 'spot');
  for (const { id, what, by } of wordsOf(site, { today, marked })) {
    await act(office, site.id, id, what, by);
  }
}

async function closeWeek(office: Office, of: AssessedSite): Promise<void> {
  const { site } = of;
  const today = Temporal.Now.plainDateISO(site.timeZone);
  const monday = today.subtract({ days: today.dayOfWeek + 6 });
  const period = `${monday.yearOfWeek}-W${String(monday.weekOfYear).padStart(2, '0')}`;
  const { samples, closes } = await known(office, site, period);
  if (closes > 0 || !samples.periods.includes(period)) return;
  await archived(office, site, monday);
  const empty = { seed: '', listContent: '', listDigest: '', drawn: [] };
  const what = { $case: 'samplingDrawn' as const, value: { period, ...empty } };
  if (!samples.seed) await act(office, site.id, `drawn-${period}`, what, quality);
  const { samples: drawn } = await known(office, site, period);
  const seen = drawn.drawn.map(({ contact, person, queue, at }) => ({
    contact,
    person,
    queue,
    at,
  }));
  await record(office, of, drawn.list.slice(0, surveyed));
  await mark(office, of, seen.slice(0, markedOfWeek), period);
  await act(
    office,
    site.id,
    `closed-${period}`,
    {
      $case: 'periodClosed',
      value: { period, definitionId: 'week', version: 0, cause: '', content: '', cards: 0 },
    },
    quality,
  );
}

/** Both ends of a week are in the archive, and it grows no more: what was told is all there. */
async function archived(office: Office, site: SitePlan, monday: Temporal.PlainDate): Promise<void> {
  const count = async (days: number) => {
    const day = monday.add({ days }).toZonedDateTime(site.timeZone);
    const span = { fromMs: day.epochMilliseconds, toMs: day.add({ days: 1 }).epochMilliseconds };
    return (await contactsOf(office, site, span)).length;
  };
  let before = -1;
  await patiently(office.signal, async () => {
    const now = (await count(0)) + (await count(6));
    const isWhole = now === before;
    before = now;
    if (!isWhole) throw new DomainError('unavailable', `${site.id} is still being archived`);
  });
}

async function known({ client, tenant, signal }: Office, { id: site }: SitePlan, period: string) {
  const context: Context = { tenant, person: 'simulator', roles: ['quality'] };
  const asked = { tenant, site, period };
  const cards = { ...asked, team: '', version: 0 };
  const samples = await patiently(signal, () =>
    ask(client, client.listSamples, asked, { context, withinMs: 60_000 }),
  );
  const listed = await ask(client, client.listCards, cards, { context, withinMs: 60_000 });
  return { samples, closes: listed.closes.length };
}

/** Contacts of the site's agents that are over; waits for the first ones to be in the archive. */
async function contactsOf(
  { history, tenant, signal }: Office,
  site: SitePlan,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Promise<SeenContact[]> {
  const context: Context = { tenant, person: 'simulator', roles: ['quality'] };
  const span = { from: new Date(fromMs), to: new Date(toMs), pageSize: 5_000, pageToken: '' };
  const asked = { tenant, site: site.id, agents: [], ...span };
  const over = await patiently(signal, async () => {
    const by = { context, withinMs: 60_000 };
    const { legs } = await ask(history, history.listContactLegs, asked, by);
    const taken = legs.filter(({ agent, talkMs }) => agent !== '' && talkMs !== undefined);
    if (taken.length > 0) return taken;
    throw new DomainError('unavailable', 'no contact is over yet');
  });
  return over.map(({ legId, agent, queue, offeredAt }) => {
    const person = personOf(site, Number(agent) - site.firstAgent);
    return { contact: legId, person, queue, at: offeredAt };
  });
}

async function record(
  office: Office,
  of: AssessedSite,
  contacts: readonly SeenContact[],
): Promise<void> {
  const answers = surveysOf(contacts, of.seed);
  if (answers.length === 0) return;
  const id = `surveys-${answers[0]?.surveyId}`.slice(0, 60);
  await act(office, of.site.id, id, { $case: 'surveysRecorded', value: { answers } }, quality);
}

/** Answers with the evaluations as they were decided. */
async function mark(
  office: Office,
  of: AssessedSite,
  contacts: readonly SeenContact[],
  purpose: string,
) {
  const marked = [];
  for (const contact of contacts) {
    const value = evaluationOf(contact, { seed: of.seed, purpose, site: of.site });
    const what = { $case: 'evaluated' as const, value };
    const done = await act(office, of.site.id, `marked-${contact.contact}`, what, quality);
    if (done?.$case === 'evaluated') marked.push(done.value);
  }
  return marked;
}

const quality: { author: string; role: Role } = { author: 'simulator', role: 'quality' };
const boss: { author: string; role: Role } = { author: 'simulator', role: 'administrator' };

/** One act; a repeat of its id changes nothing. */
async function act(
  { client, tenant, signal }: Office,
  site: string,
  id: string,
  what: NonNullable<ScoreAct['what']>,
  by: { author: string; role: Role },
): Promise<ScoreAct['what']> {
  const context: Context = { tenant, person: by.author, roles: [by.role] };
  const commandId = `simulated-score-${site}-${id}`.slice(0, 100);
  const asked = { tenant, site, commandId, seenPosition: undefined, act: { what }, preview: false };
  const answer = await patiently(signal, () =>
    ask(client, client.act, asked, { context, withinMs: 60_000 }),
  );
  if (!answer.act?.what) throw new DomainError('unavailable', `"${id}" was not answered`);
  return answer.act.what;
}
