import {
  SettingDecided as WireDecided,
  PrivacyPreset as WirePrivacy,
  AbandonRule as WireRule,
  type Setting as WireSetting,
} from '../../proto/gen/floorcast/directory/v1/setting.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { AbandonRule } from '../domain/queue/service-level.ts';
import {
  allDuties,
  type Name,
  namedFors,
  type PersonSettings,
  postedParts,
  type QueueSettings,
  type Setting,
  type SiteSettings,
} from '../domain/settings/settings.ts';

/** One decision about a setting as it stands in the log of decisions. */
export interface SettingDecision {
  tenant: string;
  /** Chosen by who asked; a repeat of it changes nothing. */
  commandId: string;
  /** The person who decided; empty when a program did. */
  author: string;
  decidedAtMs: number;
  setting: Setting;
}

/** A decision as bytes for the log. */
export function encodeDecision(decision: SettingDecision): Uint8Array {
  const { tenant, commandId, author, decidedAtMs, setting } = decision;
  return WireDecided.encode({
    commandId,
    author,
    decidedAt: new Date(decidedAtMs),
    setting: toWireSetting(tenant, setting),
  }).finish();
}

/** Bytes of the log as a decision. Throws a refusal that names what cannot be read. */
export function decodeDecision(bytes: Uint8Array): SettingDecision {
  const { commandId, author, decidedAt, setting } = readDecision(bytes);
  if (!setting) throw new DomainError('invalid', `decision "${commandId}" holds no setting`);
  if (!setting.tenant) throw new DomainError('invalid', `decision "${commandId}" has no tenant`);
  return {
    tenant: setting.tenant,
    commandId,
    author,
    decidedAtMs: decidedAt?.getTime() ?? 0,
    setting: fromWireSetting(setting),
  };
}

function readDecision(bytes: Uint8Array): WireDecided {
  try {
    return WireDecided.decode(bytes);
  } catch (error) {
    throw new DomainError('invalid', `not a decided setting: ${(error as Error).message}`);
  }
}

/** A setting as the wire has it. A removed one keeps its kind in an empty value. */
export function toWireSetting(tenant: string, setting: Setting): WireSetting {
  return {
    tenant,
    id: setting.id,
    effectiveFrom: new Date(setting.effectiveFromMs),
    removed: setting.value === null,
    value: setting.value === null ? emptyValue(setting.kind) : toWireValue(setting),
  };
}

function toWireValue(setting: Setting): WireSetting['value'] {
  if (setting.value === null) return undefined;
  switch (setting.kind) {
    case 'site': {
      const { privacy, ...site } = setting.value;
      return { $case: 'site', value: { ...site, privacy: privacyToWire[privacy] } };
    }
    case 'queue':
      return {
        $case: 'queue',
        value: { ...setting.value, rule: toWireRule(setting.value.rule) },
      };
    case 'tenant':
      return { $case: 'tenantValue', value: setting.value };
    case 'source':
      return { $case: 'source', value: setting.value };
    case 'team':
      return { $case: 'team', value: setting.value };
    case 'person':
      return { $case: 'person', value: setting.value };
    case 'skill':
      return { $case: 'skill', value: setting.value };
    case 'sourceIdentity':
      return { $case: 'sourceIdentity', value: setting.value };
  }
}

const noPosting = { callerDigits: 0, posted: [], noticeOn: '' };

function emptyValue(kind: Setting['kind']): WireSetting['value'] {
  const name = { en: '', zh: '' };
  switch (kind) {
    case 'tenant':
      return { $case: 'tenantValue', value: { name } };
    case 'site':
      return { $case: 'site', value: { name, timeZone: '', privacy: 0, ...noPosting } };
    case 'source':
      return {
        $case: 'source',
        value: { name, site: '', kind: '', cadenceMs: 0, recordingUrl: '' },
      };
    case 'queue': {
      const numbers = { targetMs: 0, goal: 0, shortAbandonMs: 0, wrapUpMs: 0, position: 0 };
      return { $case: 'queue', value: { name, site: '', rule: 0, ...numbers, skills: [] } };
    }
    case 'team':
      return { $case: 'team', value: { name, site: '', lead: '' } };
    case 'person':
      return {
        $case: 'person',
        value: { team: '', site: '', skills: {}, duties: [], objectsTo: [] },
      };
    case 'skill':
      return { $case: 'skill', value: { name } };
    case 'sourceIdentity':
      return { $case: 'sourceIdentity', value: { source: '', agent: '', person: '' } };
  }
}

/** A setting off the wire; a refusal names the setting and the field. */
export function fromWireSetting(wire: WireSetting): Setting {
  const { id, effectiveFrom, removed, value } = wire;
  if (!id) throw new DomainError('invalid', 'a setting has no id');
  if (!effectiveFrom) throw new DomainError('invalid', `setting "${id}" has no effective_from`);
  if (!value) throw new DomainError('invalid', `setting "${id}" says nothing this version knows`);
  const common = { id, effectiveFromMs: effectiveFrom.getTime() };
  return removed ? { ...common, ...removedValue(value) } : { ...common, ...fromWireValue(value) };
}

type Valued = { [K in Setting['kind']]: Pick<Extract<Setting, { kind: K }>, 'kind' | 'value'> };

function removedValue(value: NonNullable<WireSetting['value']>): Valued[Setting['kind']] {
  const kind = value.$case === 'tenantValue' ? 'tenant' : value.$case;
  // Every kind may be removed; the checker cannot pair a union of kinds with one null.
  return { kind, value: null } as Valued[Setting['kind']];
}

function fromWireValue(value: NonNullable<WireSetting['value']>): Valued[Setting['kind']] {
  switch (value.$case) {
    case 'tenantValue':
      return { kind: 'tenant', value: { name: nameOf(value.value.name) } };
    case 'site':
      return { kind: 'site', value: siteOf(value.value) };
    case 'source': {
      const { name, cadenceMs, ...source } = value.value;
      // Absent = every second, as the contract says.
      const read = { ...source, name: nameOf(name), cadenceMs: cadenceMs || 1_000 };
      return { kind: 'source', value: read };
    }
    case 'queue':
      return { kind: 'queue', value: queueOf(value.value) };
    case 'team':
      return { kind: 'team', value: { ...value.value, name: nameOf(value.value.name) } };
    case 'person':
      return { kind: 'person', value: personOf(value.value) };
    case 'skill':
      return { kind: 'skill', value: { name: nameOf(value.value.name) } };
    case 'sourceIdentity':
      return { kind: 'sourceIdentity', value: value.value };
  }
}

type WireValue<C> = Extract<NonNullable<WireSetting['value']>, { $case: C }>['value'];

function siteOf({ name, timeZone, privacy, ...site }: WireValue<'site'>): SiteSettings {
  return {
    name: nameOf(name),
    timeZone: timeZone || 'UTC',
    privacy: privacies.get(privacy) ?? 'eu',
    callerDigits: site.callerDigits === 3 ? 3 : 0,
    posted: postedParts.filter((part) => site.posted.includes(part)),
    noticeOn: site.noticeOn,
  };
}

/** Duties and objections that this version does not know are left out. */
function personOf({ duties, objectsTo, ...person }: WireValue<'person'>): PersonSettings {
  return {
    ...person,
    duties: allDuties.filter((duty) => duties.includes(duty)),
    objectsTo: namedFors.filter((one) => objectsTo.includes(one)),
  };
}

function queueOf(wire: WireValue<'queue'>): QueueSettings {
  return { ...wire, name: nameOf(wire.name), rule: fromWireRule(wire.rule) };
}

function nameOf(name: Name | undefined): Name {
  return { en: name?.en ?? '', zh: name?.zh ?? '' };
}

const ruleToWire: Record<AbandonRule, WireRule> = {
  'met-if-early': WireRule.MET_IF_EARLY,
  ignored: WireRule.IGNORED,
  missed: WireRule.MISSED,
  'ignored-if-early': WireRule.IGNORED_IF_EARLY,
  'ignored-if-short': WireRule.IGNORED_IF_SHORT,
};
const rules = new Map(
  (Object.entries(ruleToWire) as [AbandonRule, WireRule][]).map(([rule, wire]) => [wire, rule]),
);

/** A rule of the service level as the wire has it. */
export function toWireRule(rule: AbandonRule): WireRule {
  return ruleToWire[rule];
}

/** A rule off the wire; what is not said is `missed`, the strictest. */
export function fromWireRule(rule: WireRule): AbandonRule {
  return rules.get(rule) ?? 'missed';
}

const privacyToWire: Record<SiteSettings['privacy'], WirePrivacy> = {
  eu: WirePrivacy.EU,
  cn: WirePrivacy.CN,
  none: WirePrivacy.NONE,
};
const privacies = new Map(
  (Object.entries(privacyToWire) as [SiteSettings['privacy'], WirePrivacy][]).map(
    ([privacy, wire]) => [wire, privacy],
  ),
);
