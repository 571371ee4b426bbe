import { credentials } from '@grpc/grpc-js';
import { jetstream } from '@nats-io/jetstream';
import type { Test } from 'tap';
import { Critical, Form, QuestionKind } from '../../../proto/gen/floorcast/score/v1/evaluation.ts';
import { ScoreAct } from '../../../proto/gen/floorcast/score/v1/score_decision.ts';
import type { Definition, Measure } from '../../../proto/gen/floorcast/score/v1/scorecard.ts';
import {
  type ActResponse,
  ScorecardServiceClient,
} from '../../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import { DomainError } from '../../../services/domain/domain-error.ts';
import type { Setting } from '../../../services/domain/settings/settings.ts';
import type { Context } from '../../../services/lib/context.ts';
import { ask } from '../../../services/lib/grpc.ts';
import { encodeDecision } from '../../../services/lib/settings-wire.ts';
import { subjects } from '../../../services/lib/subjects.ts';
import { startNats, type TestNats } from '../../helpers/nats.ts';
import { startService, type TestService } from '../../helpers/service.ts';

/** The service as a real process over real NATS. */
export interface TestScores {
  bus: TestNats;
  service: TestService;
  client: ScorecardServiceClient;
}

export const tenant = 'main';
export const site = 'hq';

/** Starts it; without an archive or adherence where `env` names none. */
export async function startScores(
  t: Test,
  env: Record<string, string> = {},
  staffed: StaffedAs = {},
): Promise<TestScores> {
  const own = await startNats(t);
  await staffSite(own, staffed);
  const service = await startService(t, 'scorecards', {
    FLOORCAST_NATS_URL: own.url,
    DIRECTORY_GRPC: '127.0.0.1:1',
    EVENT_ARCHIVE_GRPC: '127.0.0.1:1',
    AGENT_STATUS_GRPC: '127.0.0.1:1',
    ...env,
  });
  const client = clientOf(t, service.address);
  return { bus: own, service, client };
}

/** A client of the service, closed with the test. */
export function clientOf(t: Test, address: string): ScorecardServiceClient {
  const client = new ScorecardServiceClient(address, credentials.createInsecure(), {
    'grpc.max_reconnect_backoff_ms': 200,
    'grpc.initial_reconnect_backoff_ms': 50,
  });
  t.teardown(() => client.close());
  return client;
}

/** Agents of team a; team b has two more. */
export const teamA = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7', 'a8'];
export const teamB = ['b1', 'b2'];

/** How a site is set up. */
export interface StaffedAs {
  privacy?: 'eu' | 'cn' | 'none';
  /** People of another site with the duty to decide contests; none = leads decide. */
  deciders?: readonly string[];
}

/** Puts a site with two teams into the directory's log: lea leads a, lou leads b. */
export async function staffSite(
  { nats }: TestNats,
  { privacy = 'cn', deciders = [] }: StaffedAs = {},
): Promise<void> {
  const noticeOn = '2026-01-01';
  const set = async (setting: Setting) => {
    const made = { commandId: crypto.randomUUID(), author: 'test', decidedAtMs: Date.now() };
    const place = subjects.setting(tenant, setting.kind, setting.id);
    await jetstream(nats).publish(place, encodeDecision({ ...made, tenant, setting }));
  };
  const name = (en: string) => ({ en, zh: '' });
  const since = { effectiveFromMs: 0 };
  const plain = { skills: {}, duties: [], objectsTo: [] };
  const hq = {
    name: name('HQ'),
    timeZone: 'UTC',
    privacy,
    callerDigits: 0 as const,
    posted: [],
    noticeOn,
  };
  await set({ kind: 'site', id: site, ...since, value: hq });
  for (const [team, lead, people] of [
    ['a', 'lea', teamA],
    ['b', 'lou', teamB],
  ] as const) {
    await set({ kind: 'team', id: team, ...since, value: { name: name(team), site, lead } });
    for (const person of people) {
      await set({ kind: 'person', id: person, ...since, value: { team, site, ...plain } });
      const value = { source: 'pbx-1', agent: person, person };
      await set({ kind: 'sourceIdentity', id: `pbx-1/${person}`, ...since, value });
    }
  }
  await set({ kind: 'site', id: 'branch', ...since, value: { ...hq, name: name('Branch') } });
  for (const person of deciders) {
    const value = { ...plain, team: '', site: 'branch', duties: ['appeals' as const] };
    await set({ kind: 'person', id: person, ...since, value });
  }
}

/** Somebody of the tenant. */
export function by(person: string, role: Context['roles'][number], of = tenant) {
  return { context: { tenant: of, person, roles: [role] }, withinMs: 20_000 };
}

/** What a refusal says. */
export async function refusal(asked: Promise<unknown>): Promise<DomainError> {
  const error = await asked.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof DomainError) return error;
  throw new Error(`no refusal, but ${error}`);
}

type What = NonNullable<ScoreAct['what']>;

/** Does an act as somebody, or previews it. */
export async function act(
  client: ScorecardServiceClient,
  who: ReturnType<typeof by>,
  [$case, value]: [What['$case'], object],
  more: { site?: string; preview?: boolean; seenPosition?: number; commandId?: string } = {},
): Promise<ActResponse> {
  const asked = {
    ...{ tenant: who.context.tenant, site, preview: false, commandId: crypto.randomUUID() },
    ...more,
    seenPosition: more.seenPosition,
    act: ScoreAct.fromPartial({ what: { $case, value } as unknown as What }),
  };
  return await ask(client, client.act, asked, who);
}

/** What an act says once it is decided. */
export function decided<Case extends What['$case']>(
  { act: answered }: ActResponse,
  $case: Case,
): Extract<What, { $case: Case }>['value'] {
  if (answered?.what?.$case !== $case) throw new Error(`not ${$case}: ${answered?.what?.$case}`);
  return answered.what.value as never;
}

/** Two questions of a group: a scale from 1 to 5 and one whose failure costs all. */
export const form = Form.fromPartial({
  ...{ formId: 'call', nameEn: 'Call', notApplicable: 'drop', passMark: 80 },
  groups: [
    {
      ...{ groupId: 'all', nameEn: 'All', weight: 100 },
      questions: [
        {
          ...{ questionId: 'tone', textEn: 'Tone', kind: QuestionKind.SCALE, weight: 3 },
          ...{ least: 1, most: 5 },
        },
        {
          ...{ questionId: 'privacy', textEn: 'Privacy', kind: QuestionKind.YES_NO, weight: 1 },
          critical: Critical.FAILS_ALL,
        },
      ],
    },
  ],
});

/** Answers to both: tone from 1 to 5, and kept private or not. */
export function answers(tone: number, kept = true) {
  return [
    { questionId: 'tone', value: tone },
    { questionId: 'privacy', value: kept ? 1 : 0 },
  ];
}

/** Evaluations weigh 70, satisfaction 30. */
export function definition(of: Partial<Definition> = {}): Definition {
  return {
    ...{ definitionId: 'month', nameEn: 'Month', nameZh: '', teams: [], posts: [] },
    ...{ period: 'month', minQualityWeight: 60, bestWorstPoints: 0 },
    ...{ appealDays: 14, decideDays: 3, effectiveFrom: '2020-01-01' },
    measures: [measure('evaluation', 'evaluation-score', 70), measure('csat', 'csat', 30)],
    ...of,
  };
}

/** A measure of quality, the more the better. */
export function measure(measureId: string, kind: string, weight: number): Measure {
  const most = kind === 'csat' ? 5 : 100;
  return {
    ...{ measureId, kind, aspect: 'quality', weight, curve: 'linear', minSample: 1 },
    points: [
      { figure: kind === 'csat' ? 1 : 0, points: 0 },
      { figure: most, points: 100 },
    ],
    ...{ numbers: {}, caseMix: false },
  };
}
