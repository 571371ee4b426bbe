import { credentials } from '@grpc/grpc-js';
import type { Test } from 'tap';
import type {
  SetupDecided,
  ScheduleAct as WireAct,
} from '../../../proto/gen/floorcast/schedule/v1/schedule_decision.ts';
import {
  type ActResponse,
  type GetScheduleResponse,
  ShiftSchedulingServiceClient,
} from '../../../proto/gen/floorcast/schedule/v1/shift_scheduling_service.ts';
import { DomainError } from '../../../services/domain/domain-error.ts';
import type { ShiftTemplate } from '../../../services/domain/schedule/shift.ts';
import { shiftOfTemplate } from '../../../services/domain/schedule/shift-of-template.ts';
import { siteCalendar } from '../../../services/domain/schedule/site-calendar.ts';
import type { Context } from '../../../services/lib/context.ts';
import { ask } from '../../../services/lib/grpc.ts';
import { toWireShift } from '../../../services/lib/shift-wire.ts';
import { startNats, type TestNats } from '../../helpers/nats.ts';
import { startService, type TestService } from '../../helpers/service.ts';

/** The service as a real process over real NATS. */
export interface TestScheduling {
  bus: TestNats;
  service: TestService;
  client: ShiftSchedulingServiceClient;
}

export const tenant = 'main';
export const site = 'hq';

/** Starts it, without a directory: the zone is UTC and people have no names. */
export async function startScheduling(
  t: Test,
  env: Record<string, string> = {},
): Promise<TestScheduling> {
  const bus = await startNats(t);
  const service = await startService(t, 'shift-scheduling', {
    FLOORCAST_NATS_URL: bus.url,
    DIRECTORY_GRPC: '127.0.0.1:1',
    STAFFING_FORECAST_GRPC: '127.0.0.1:1',
    ...env,
  });
  return { bus, service, client: connect(t, service) };
}

/** A client of a running service, found again soon after it was killed. */
export function connect(t: Test, { address }: TestService): ShiftSchedulingServiceClient {
  const client = new ShiftSchedulingServiceClient(address, credentials.createInsecure(), {
    'grpc.max_reconnect_backoff_ms': 200,
    'grpc.initial_reconnect_backoff_ms': 50,
    'grpc.max_receive_message_length': 64 * 1024 * 1024,
  });
  t.teardown(() => client.close());
  return client;
}

/** Somebody of the tenant. */
export function by(person: string, role: Context['roles'][number] = 'planner', of = tenant) {
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

type What = NonNullable<WireAct['what']>;
type Fields<Case extends What['$case']> = Partial<Extract<What, { $case: Case }>['value']>;

/** Does an act as somebody, or previews it. */
export async function act<Case extends What['$case']>(
  client: ShiftSchedulingServiceClient,
  who: ReturnType<typeof by>,
  [$case, value]: [Case, Fields<Case>],
  more: { preview?: boolean; seenPosition?: number; commandId?: string } = {},
): Promise<ActResponse> {
  const { WireSchedule } = await wire;
  const what = { $case, value } as unknown as What;
  const asked = {
    ...{ tenant: who.context.tenant, site, preview: false, commandId: crypto.randomUUID() },
    ...more,
    seenPosition: more.seenPosition,
    act: WireSchedule.fromPartial({ what }),
  };
  return await ask(client, client.act, asked, who);
}

const wire = import('../../../proto/gen/floorcast/schedule/v1/schedule_decision.ts').then(
  ({ ScheduleAct }) => ({ WireSchedule: ScheduleAct }),
);

/** What an act says once it is decided. */
export function decided<Case extends What['$case']>(
  { act: answered }: ActResponse,
  $case: Case,
): Extract<What, { $case: Case }>['value'] {
  if (answered?.what?.$case !== $case) throw new Error(`not ${$case}: ${answered?.what?.$case}`);
  return answered.what.value as never;
}

/** Early, late and night, each with a meal; the night crosses midnight. */
export const templates: readonly ShiftTemplate[] = [
  template('early', 360, 'early'),
  template('late', 840, 'late'),
  template('night', 1_320, 'night'),
];

function template(
  templateId: string,
  startMinute: number,
  family: ShiftTemplate['family'],
): ShiftTemplate {
  const meal = { kind: 'meal' as const, minutes: 30, earliestMinute: 180, latestMinute: 300 };
  return {
    ...{ templateId, nameEn: templateId, nameZh: '', startMinute, spanMinutes: 480, family },
    weekdays: [],
    groups: [],
    breaks: [{ ...meal, paid: false }],
    minWorkMinutes: 60,
  };
}

/** A shift of a template as the wire has it. */
export function shiftOf(person: string, day: string, templateId: string, shiftId = '') {
  const found = templates.find((one) => one.templateId === templateId);
  if (!found) throw new Error(`no template "${templateId}"`);
  const of = { shiftId: shiftId || `${person}-${day}`, person, day, origin: 'planner' as const };
  return toWireShift(shiftOfTemplate(found, of, siteCalendar('UTC')));
}

/** One employee who serves sales, and support from the second on. */
export function employee(person: string, more: object = {}) {
  return {
    person,
    contractId: 'full',
    groups: [{ group: 'sales', priority: 1, efficiency: 1 }],
    available: [],
    post: '',
    standInFor: [],
    since: '2020-01-01',
    until: '',
    protections: [],
    team: 'a',
    ...more,
  };
}

/** Sets up templates, a contract, people and rest of eleven hours. */
export async function setUp(
  client: ShiftSchedulingServiceClient,
  people: readonly string[],
  who = by('ann'),
): Promise<void> {
  const { ShiftFamily, ActivityKind } = await import(
    '../../../proto/gen/floorcast/schedule/v1/shift.ts'
  );
  const families = { early: ShiftFamily.EARLY, late: ShiftFamily.LATE, night: ShiftFamily.NIGHT };
  const set = (value: SetupDecided['value']) =>
    act(client, who, ['setupDecided', { effectiveFrom: '2020-01-01', removed: false, value }]);
  for (const one of templates) {
    const breaks = one.breaks.map((plan) => ({ ...plan, kind: ActivityKind.MEAL }));
    const family = families[one.family as 'early'];
    const value = { ...one, weekdays: [], groups: [], breaks, family };
    await set({ $case: 'template', value });
  }
  await set({
    $case: 'contract',
    value: {
      ...{ contractId: 'full', nameEn: 'Full time', nameZh: '全职', templateIds: [] },
      ...{ minWeekMinutes: 0, maxWeekMinutes: 2_400, leaveMinutes: { annual: 4_800 } },
    },
  });
  for (const person of people) await set({ $case: 'employee', value: employee(person) });
  await set({ $case: 'rule', value: restRule });
}

/** Eleven hours between shifts, Article 3 of Directive 2003/88/EC. */
export const restRule = {
  ...{ ruleId: 'rest', kind: 'rest-between-shifts', scope: 'all', scopeIds: [], window: '' },
  ...{ numbers: { min: 660 }, words: {}, hard: true, weight: 0, source: '2003/88/EC Art. 3' },
  ...{ effectiveFrom: '', effectiveTo: '', preset: '' },
};

/** A draft with these shifts, published from its first day on. */
export async function publish(
  client: ShiftSchedulingServiceClient,
  of: { from: string; days: number; shifts: ReturnType<typeof shiftOf>[] },
  who = by('ann'),
): Promise<{ draftId: string; version: number }> {
  const { from, days, shifts } = of;
  const begun = await act(client, who, [
    'draftBegun',
    { name: 'plan', from, days, slotMinutes: 30 },
  ]);
  const { draftId } = decided(begun, 'draftBegun');
  const edits = shifts.map((after) => ({ shiftId: after.shiftId, before: undefined, after }));
  if (edits.length > 0) await act(client, who, ['draftEdited', { draftId, edits }]);
  const published = await act(client, who, ['draftPublished', { draftId }]);
  return { draftId, version: decided(published, 'draftPublished').version };
}

/** Reads shifts of a draft, or of what is published. */
export function read(
  client: ShiftSchedulingServiceClient,
  of: {
    draftId?: string;
    from?: string;
    days?: number;
    version?: number;
    people?: string[];
    shiftsOnly?: boolean;
  } = {},
  who = by('ann'),
): Promise<GetScheduleResponse> {
  const asked = { tenant, site, draftId: '', from: '', days: 0, people: [], version: 0 };
  return ask(client, client.getSchedule, { ...asked, shiftsOnly: false, ...of }, who);
}
