import {
  PrivacyPreset,
  SettingDecided,
  AbandonRule as WireRule,
  type Setting as WireSetting,
} from '../../proto/gen/floorcast/directory/v1/setting.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { AbandonRule } from '../domain/queue/service-level.ts';
import type { Setting, SiteSettings } from '../domain/settings/settings.ts';

/** A decision about a setting as it stands in the log of decisions. */
export interface DecidedSetting {
  tenant: string;
  /** The id the caller gave the command. */
  commandId: string;
  author: string;
  decidedAtMs: number;
  setting: Setting;
}

/** A decision as bytes for the log. */
export function encodeDecision(decided: DecidedSetting): Uint8Array {
  const { tenant, commandId, author, decidedAtMs, setting } = decided;
  return SettingDecided.encode({
    commandId,
    author,
    decidedAt: new Date(decidedAtMs),
    setting: toWireSetting(tenant, setting),
  }).finish();
}

/** Bytes of the log as a decision. Throws a refusal that names what cannot be read. */
export function decodeDecision(bytes: Uint8Array): DecidedSetting {
  const { commandId, author, decidedAt, setting } = readDecision(bytes);
  if (!setting) throw new DomainError('invalid', `decision "${commandId}" holds no setting`);
  return {
    tenant: setting.tenant,
    commandId,
    author,
    decidedAtMs: decidedAt?.getTime() ?? 0,
    setting: fromWireSetting(setting),
  };
}

function readDecision(bytes: Uint8Array): SettingDecided {
  try {
    return SettingDecided.decode(bytes);
  } catch (error) {
    throw new DomainError('invalid', `not a decision: ${(error as Error).message}`);
  }
}

/** The rule of each wire value; an unspecified one is read as `missed`. */
const ruleToWire: Record<AbandonRule, WireRule> = {
  'met-if-early': WireRule.MET_IF_EARLY,
  ignored: WireRule.IGNORED,
  missed: WireRule.MISSED,
  'ignored-if-early': WireRule.IGNORED_IF_EARLY,
  'ignored-if-short': WireRule.IGNORED_IF_SHORT,
};

/** A service-level rule as the wire has it. */
export function toWireRule(rule: AbandonRule): WireRule {
  return ruleToWire[rule];
}

/** A service-level rule off the wire. */
export function fromWireRule(rule: WireRule): AbandonRule {
  const rules = Object.keys(ruleToWire) as AbandonRule[];
  return rules.find((one) => ruleToWire[one] === rule) ?? 'missed';
}

const presetToWire: Record<SiteSettings['privacy'], PrivacyPreset> = {
  eu: PrivacyPreset.EU,
  cn: PrivacyPreset.CN,
  none: PrivacyPreset.NONE,
};

/** A domain setting as the wire has it. A removed one keeps its kind and nothing else. */
export function toWireSetting(tenant: string, setting: Setting): WireSetting {
  return {
    tenant,
    id: setting.id,
    effectiveFrom: new Date(setting.effectiveFromMs),
    removed: setting.value === null,
    value: toWireValue(setting),
  };
}

const noName = { en: '', zh: '' };

function toWireValue(setting: Setting): NonNullable<WireSetting['value']> {
  switch (setting.kind) {
    case 'tenant':
      return { $case: 'tenantValue', value: setting.value ?? { name: noName } };
    case 'site': {
      const { name, timeZone, privacy, callerDigits } = setting.value ?? {
        name: noName,
        timeZone: '',
        privacy: 'eu',
        callerDigits: 0,
      };
      return {
        $case: 'site',
        value: { name, timeZone, privacy: presetToWire[privacy], callerDigits },
      };
    }
    case 'source':
      return {
        $case: 'source',
        value: setting.value ?? { name: noName, site: '', kind: '', cadenceMs: 0 },
      };
    case 'queue':
      return { $case: 'queue', value: toWireQueue(setting.value) };
    case 'team':
      return { $case: 'team', value: setting.value ?? { name: noName, site: '', lead: '' } };
    case 'person':
      return { $case: 'person', value: setting.value ?? { team: '', site: '', skills: {} } };
    case 'skill':
      return { $case: 'skill', value: setting.value ?? { name: noName } };
    case 'sourceIdentity':
      return {
        $case: 'sourceIdentity',
        value: setting.value ?? { source: '', agent: '', person: '' },
      };
  }
}

function toWireQueue(value: Extract<Setting, { kind: 'queue' }>['value']) {
  const { rule, ...rest } = value ?? {
    name: noName,
    site: '',
    targetMs: 0,
    goal: 0,
    rule: 'missed' as const,
    shortAbandonMs: 0,
    wrapUpMs: 0,
    position: 0,
    skills: [],
  };
  return { ...rest, rule: ruleToWire[rule] };
}

/** A setting off the wire; a refusal names the setting and the field. */
export function fromWireSetting(wire: WireSetting): Setting {
  const { id, effectiveFrom, removed, value } = wire;
  if (!id) throw new DomainError('invalid', 'a setting has no id');
  if (!effectiveFrom) throw new DomainError('invalid', `setting "${id}" has no effective_from`);
  const common = { id, effectiveFromMs: effectiveFrom.getTime() };
  switch (value?.$case) {
    case 'tenantValue':
      return { kind: 'tenant', ...common, value: removed ? null : named(value.value) };
    case 'site':
      return { kind: 'site', ...common, value: removed ? null : fromWireSite(value.value) };
    case 'source': {
      const { site, kind, cadenceMs } = value.value;
      const source = { ...named(value.value), site, kind, cadenceMs: cadenceMs || 1_000 };
      return { kind: 'source', ...common, value: removed ? null : source };
    }
    case 'queue': {
      const queue = {
        ...value.value,
        ...named(value.value),
        rule: fromWireRule(value.value.rule),
      };
      return { kind: 'queue', ...common, value: removed ? null : queue };
    }
    case 'team': {
      const { site, lead } = value.value;
      return {
        kind: 'team',
        ...common,
        value: removed ? null : { ...named(value.value), site, lead },
      };
    }
    case 'person':
      return { kind: 'person', ...common, value: removed ? null : value.value };
    case 'skill':
      return { kind: 'skill', ...common, value: removed ? null : named(value.value) };
    case 'sourceIdentity':
      return { kind: 'sourceIdentity', ...common, value: removed ? null : value.value };
    case undefined:
      throw new DomainError('invalid', `setting "${id}" is of a kind this version does not know`);
  }
}

function named({ name }: { name: { en: string; zh: string } | undefined }) {
  return { name: { en: name?.en ?? '', zh: name?.zh ?? '' } };
}

function fromWireSite(wire: {
  name: { en: string; zh: string } | undefined;
  timeZone: string;
  privacy: PrivacyPreset;
  callerDigits: number;
}): SiteSettings {
  const presets = Object.keys(presetToWire) as SiteSettings['privacy'][];
  return {
    ...named(wire),
    timeZone: wire.timeZone,
    privacy: presets.find((one) => presetToWire[one] === wire.privacy) ?? 'eu',
    callerDigits: wire.callerDigits === 3 ? 3 : 0,
  };
}
