import { DomainError } from '../domain-error.ts';
import { abandonRules } from '../queue/service-level.ts';
import {
  dayOrEmpty,
  type Fields,
  fields,
  name,
  oneOf,
  record,
  share,
  sizedList,
  someOf,
  text,
  textOrEmpty,
  texts,
  wholeNumber,
  zone,
} from './document-fields.ts';
import {
  allDuties,
  defaultQueueSettings,
  namedFors,
  postedParts,
  type QueueSettings,
  recordingParts,
  type Setting,
  type SettingKind,
  type SettingValues,
} from './settings.ts';

/** The word that marks the document and its version. */
export const directoryFormat = 'floorcast-directory/1';

/** A tenant's directory as one JSON document: the export, and what an import takes. */
export interface DirectoryDocument {
  tenant: string;
  settings: Setting[];
  /** Names of people by person id; kept apart from the settings and really deletable. */
  people?: Record<string, string>;
}

/** A document names at most this many settings. */
const maxSettings = 100_000;
/** … and at most this many people. */
const maxPeople = 50_000;

/**
 * Reads a directory document that was parsed as JSON. Field names are those of
 * `SettingValues`; a queue's missing fields take the defaults, any other
 * missing, unknown or impossible field is refused with its place.
 *
 * @param site - what a queue's id without a site ("sales") belongs to; without
 *   it such an id is refused.
 */
export function readDirectoryDocument(json: unknown, site?: string): DirectoryDocument {
  const document = fields(json, 'the document');
  const format = document.take('format', text);
  if (format !== directoryFormat) {
    throw new DomainError('invalid', `format is "${format}", but must be "${directoryFormat}"`);
  }
  const tenant = document.take('tenant', text);
  const list = document.take('settings', sizedList(maxSettings));
  const people = document.take('people', record(text, maxPeople), {});
  document.done();
  const settings = list.map((item, i) => readSetting(item, `settings[${i}]`, site));
  return Object.keys(people).length === 0 ? { tenant, settings } : { tenant, settings, people };
}

/** The document of these settings, ready for `JSON.stringify`; reading it back gives the same. */
export function writeDirectoryDocument(document: DirectoryDocument): unknown {
  const { tenant, settings, people } = document;
  const written = { format: directoryFormat, tenant, settings: settings.map(writeSetting) };
  return people ? { ...written, people } : written;
}

/** One setting as it stands in a document. */
export function writeSetting({ kind, id, effectiveFromMs, value }: Setting): unknown {
  return { kind, id, effectiveFrom: new Date(effectiveFromMs).toISOString(), value };
}

/** One setting of a document, or a refusal that names the place. */
export function readSetting(json: unknown, place: string, site?: string): Setting {
  const item = fields(json, place);
  const kind = item.take('kind', oneOf(kinds));
  const given = item.take('id', text);
  const id = kind === 'queue' ? queueId(given, place, site) : given;
  const effectiveFromMs = item.take('effectiveFrom', instant);
  const value = item.take('value', (json, at) =>
    json === null ? null : settingValue(kind, id, json, at),
  );
  item.done();
  // The reader of the value is chosen by the kind, which the type checker cannot follow.
  return { kind, id, effectiveFromMs, value } as Setting;
}

function queueId(given: string, place: string, site: string | undefined): string {
  if (given.includes('/')) return given;
  if (site !== undefined) return `${site}/${given}`;
  throw new DomainError('invalid', `${place}.id is "${given}", but a queue's id is "site/queue"`);
}

function settingValue(kind: SettingKind, id: string, json: unknown, place: string): unknown {
  const value = fields(json, place);
  const read = valueReaders[kind](value, id);
  value.done();
  return read;
}

const valueReaders: { [K in SettingKind]: (value: Fields, id: string) => SettingValues[K] } = {
  tenant: (value) => ({ name: value.take('name', name) }),
  site: (value) => ({
    name: value.take('name', name),
    timeZone: value.take('timeZone', zone),
    privacy: value.take('privacy', oneOf(['eu', 'cn', 'none'])),
    callerDigits: value.take('callerDigits', callerDigits),
    posted: value.take('posted', someOf(postedParts), []),
    noticeOn: value.take('noticeOn', dayOrEmpty, ''),
  }),
  source: (value) => ({
    name: value.take('name', name),
    site: value.take('site', text),
    kind: value.take('kind', text),
    cadenceMs: value.take('cadenceMs', wholeNumber(1, dayMs)),
    recordingUrl: value.take('recordingUrl', recordingUrl, ''),
  }),
  queue: queueValue,
  team: (value) => ({
    name: value.take('name', name),
    site: value.take('site', text),
    lead: value.take('lead', textOrEmpty),
  }),
  person: (value) => ({
    team: value.take('team', textOrEmpty, ''),
    site: value.take('site', text),
    skills: value.take('skills', record(wholeNumber(1, 5)), {}),
    duties: value.take('duties', someOf(allDuties), []),
    objectsTo: value.take('objectsTo', someOf(namedFors), []),
  }),
  skill: (value) => ({ name: value.take('name', name) }),
  sourceIdentity: (value) => ({
    source: value.take('source', text),
    agent: value.take('agent', text),
    person: value.take('person', text),
  }),
};

const kinds = Object.keys(valueReaders) as SettingKind[];
const dayMs = 86_400_000;

function queueValue(value: Fields, id: string): QueueSettings {
  const slash = id.indexOf('/');
  const [site, queue] = [id.slice(0, slash), id.slice(slash + 1)];
  const otherwise = defaultQueueSettings;
  return {
    name: value.take('name', name, { en: queue, zh: '' }),
    site: value.take('site', text, site),
    targetMs: value.take('targetMs', wholeNumber(0, dayMs), otherwise.targetMs),
    goal: value.take('goal', share, otherwise.goal),
    rule: value.take('rule', oneOf(abandonRules), otherwise.rule),
    shortAbandonMs: value.take('shortAbandonMs', wholeNumber(0, dayMs), otherwise.shortAbandonMs),
    wrapUpMs: value.take('wrapUpMs', wholeNumber(0, dayMs), otherwise.wrapUpMs),
    position: value.take('position', wholeNumber(0, 1_000_000), otherwise.position),
    skills: value.take('skills', texts, otherwise.skills),
  };
}

/** "https://recorder/{uniqueId}.wav": a web address that names the contact, or an empty text. */
function recordingUrl(json: unknown, place: string): string {
  const given = textOrEmpty(json, place);
  const parts = [...given.matchAll(/\{(.*?)\}/g)].map(([, part]) => part);
  const names = recordingParts.slice(0, 3);
  const isNamed = names.some((name) => parts.includes(name));
  const isKnown = parts.every((part) => recordingParts.some((one) => one === part));
  if (given === '' || (/^https?:\/\/[^\s{}]/.test(given) && isNamed && isKnown)) return given;
  throw new DomainError(
    'invalid',
    `${place} is ${JSON.stringify(given)}, but must be like "https://recorder/{uniqueId}.wav"`,
  );
}

function callerDigits(json: unknown, place: string): 0 | 3 {
  if (json === 0 || json === 3) return json;
  throw new DomainError('invalid', `${place} is ${JSON.stringify(json)}, but must be 0 or 3`);
}

function instant(json: unknown, place: string): number {
  const given = text(json, place);
  const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
  const ms = iso.test(given) ? Date.parse(given) : Number.NaN;
  if (Number.isNaN(ms)) {
    throw new DomainError(
      'invalid',
      `${place} is "${given}", but must be an instant like "2026-03-01T00:00:00Z"`,
    );
  }
  return ms;
}
