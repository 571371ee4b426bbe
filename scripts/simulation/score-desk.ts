import type { HistoryServiceClient } from '../../proto/gen/floorcast/history/v1/history_service.ts';
import { ScoreAct } from '../../proto/gen/floorcast/score/v1/score_decision.ts';
import type { ScorecardServiceClient } from '../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import { DomainError } from '../../services/domain/domain-error.ts';
import type { Context, Role } from '../../services/lib/context.ts';
import { ask } from '../../services/lib/grpc.ts';
import type { Log } from '../../services/lib/log.ts';
import { patiently } from './patiently.ts';
import type { SitePlan } from './plan.ts';
import { personOf } from './schedule-setup.ts';
import { evaluationOf, type SeenContact, surveysOf } from './score-marks.ts';

/** What the simulated quality desk works with. */
export interface Office {
  client: ScorecardServiceClient;
  history: HistoryServiceClient;
  tenant: string;
  log: Log;
  signal: AbortSignal;
}

/** A site with its people. */
export interface AssessedSite {
  site: SitePlan;
  seed: number;
  agents: number;
}

/** Who does something. */
export interface Doer {
  author: string;
  role: Role;
}

/** An act as the wire has it. */
export type What = NonNullable<ScoreAct['what']>;

/** The desk, its head, and who leads. */
export const quality: Doer = { author: 'simulator', role: 'quality' };
export const boss: Doer = { author: 'simulator', role: 'administrator' };
export const lead: Doer = { author: 'simulator', role: 'supervisor' };

const withinMs = 60_000;

/** Agents of the site with the duty to decide contests; they also mark beside the desk. */
export function decidersOf(site: SitePlan): string[] {
  return [personOf(site, 1), personOf(site, 2)];
}

/** An act with what is left out empty. */
export function whatOf($case: What['$case'], value: object): What {
  const act = ScoreAct.fromPartial({ what: { $case, value } as What });
  if (!act.what) throw new Error(`no act is named "${$case}"`);
  return act.what;
}

/** One act; a repeat of its id changes nothing. Answers with it as it was decided. */
export async function act(
  { client, tenant, signal }: Office,
  site: string,
  { id, what, by }: { id: string; what: What; by: Doer },
): Promise<What> {
  const context: Context = { tenant, person: by.author, roles: [by.role] };
  const commandId = `simulated-score-${site}-${id}`.slice(0, 100);
  const asked = { tenant, site, commandId, seenPosition: undefined, act: { what }, preview: false };
  const answer = await patiently(signal, () =>
    ask(client, client.act, asked, { context, withinMs }),
  );
  if (!answer.act?.what) throw new DomainError('unavailable', `"${id}" was not answered`);
  return answer.act.what;
}

/** Contacts of the site's agents that are over; none when there are none. */
export async function contactsOf(
  { history, tenant, signal }: Office,
  site: SitePlan,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Promise<SeenContact[]> {
  const context: Context = { tenant, person: 'simulator', roles: ['quality'] };
  const span = { from: new Date(fromMs), to: new Date(toMs), pageSize: 5_000, pageToken: '' };
  const asked = { tenant, site: site.id, agents: [], ...span, callerHash: undefined };
  const { legs } = await patiently(signal, () =>
    ask(history, history.listContactLegs, asked, { context, withinMs }),
  );
  const over = legs.filter(({ agent, talkMs }) => agent !== '' && talkMs !== undefined);
  return over.map(({ legId, agent, queue, offeredAt }) => {
    const person = personOf(site, Number(agent) - site.firstAgent);
    return { contact: legId, person, queue, at: offeredAt };
  });
}

/** What customers of these contacts answered; a repeat of the id changes nothing. */
export async function record(
  office: Office,
  of: AssessedSite,
  contacts: readonly SeenContact[],
): Promise<void> {
  const answers = surveysOf(contacts, of.seed);
  if (answers.length === 0) return;
  const id = `surveys-${answers[0]?.surveyId}`.slice(0, 60);
  const what = whatOf('surveysRecorded', { answers });
  await act(office, of.site.id, { id, what, by: quality });
}

/** Marks contacts; answers with the evaluations as they were decided. */
export async function mark(
  office: Office,
  of: AssessedSite,
  { contacts, purpose }: { contacts: readonly SeenContact[]; purpose: string },
) {
  const marked = [];
  for (const contact of contacts) {
    const value = evaluationOf(contact, { seed: of.seed, purpose, site: of.site });
    const what = whatOf('evaluated', value);
    const made = { id: `marked-${contact.contact}`, what, by: quality };
    const done = await act(office, of.site.id, made);
    if (done.$case === 'evaluated') marked.push(done.value);
  }
  return marked;
}
