/** What the directory holds, kind by kind, as data for one form and one table. */
import type { Lang, Text } from '../../text.ts';
import { type Rule, rules, type Standing } from '../directory-view.ts';
import { postingWords } from './posting-words.ts';

/** The kinds of things, in the order of their tabs. */
export const kinds = [
  'queue',
  'sourceIdentity',
  'person',
  'team',
  'skill',
  'site',
  'source',
  'tenant',
] as const;

/** A kind of thing. */
export type Kind = (typeof kinds)[number];

/** What a thing says, as in the directory document. */
export type Value = Record<string, unknown>;

/** One of several. */
export interface Option {
  value: string;
  words: string;
}

/** One field of a form. `path` is its place in the value: "name.en". */
export type Field = { path: string; label: string } & (
  | { type: 'text'; required: boolean; offers?: readonly string[] }
  /** A local day, or none. */
  | { type: 'day' }
  /** `per` = how many of the document's unit make one of the shown. */
  | { type: 'number'; per: number; min: number; max: number }
  | { type: 'choice'; options: Option[]; required: boolean }
  /** Any of several: a list of ids. */
  | { type: 'ticks'; options: Option[] }
  /** Any of several with a level from 1 to 5. */
  | { type: 'levels'; options: Option[] }
);

/** What the fields and cells of one kind need to know of the others. */
export interface Known {
  lang: Lang;
  text: Text;
  of: (kind: Kind) => Standing<Value>[];
  /** The name of a thing in the language of the page. */
  nameOf: (kind: Kind, id: string) => string;
}

/** Where the name of a person stands in a form; it is kept apart from the settings. */
export const personName = 'personName';

/** The fields of a kind that is there already. */
export function fieldsOf(kind: Kind, known: Known): Field[] {
  const { text } = known;
  const site = choice('site', text.site, known, 'site', true);
  switch (kind) {
    case 'queue':
      return [...nameFields(text), ...queueFields(known)];
    case 'site':
      return [...nameFields(text), ...siteFields(text), ...postingFields(known)];
    case 'source':
      return [
        ...nameFields(text),
        site,
        { path: 'kind', label: text.kind, type: 'text', required: true, offers: sourceKinds },
        seconds('cadenceMs', text.cadence, 1),
        recordingField(known),
      ];
    case 'team':
      return [...nameFields(text), site, choice('lead', text.lead, known, 'person', false)];
    case 'person':
      return [
        { path: personName, label: text.person, type: 'text', required: false },
        site,
        choice('team', text.team, known, 'team', false),
        { path: 'skills', label: text.levels, type: 'levels', options: optionsOf(known, 'skill') },
        ...dutyFields(known),
      ];
    case 'sourceIdentity':
      return [choice('person', text.person, known, 'person', true)];
    case 'skill':
    case 'tenant':
      return nameFields(text);
  }
}

/** The fields that make the id of a new thing. */
export function idFieldsOf(kind: Kind, known: Known): Field[] {
  const { text } = known;
  const id: Field = { path: 'id', label: text.idField, type: 'text', required: true };
  switch (kind) {
    case 'queue':
      return [choice('site', text.site, known, 'site', true), { ...id, label: text.queueOnSwitch }];
    case 'sourceIdentity':
      return [
        choice('source', text.source, known, 'source', true),
        { path: 'agent', label: text.agentKey, type: 'text', required: true },
      ];
    default:
      return [id];
  }
}

/** What a new thing says until somebody says otherwise; for a queue, what holds for it already. */
export function blank(kind: Kind): Value {
  const name = { en: '', zh: '' };
  const blanks: Record<Kind, Value> = {
    queue: {
      name,
      site: '',
      targetMs: 20_000,
      goal: 0.8,
      rule: 'missed',
      shortAbandonMs: 5_000,
      wrapUpMs: 0,
      position: 1_000,
      skills: [],
    },
    site: {
      ...{ name, timeZone: ownZone(), privacy: 'eu', callerDigits: 0 },
      ...{ posted: [], noticeOn: '' },
    },
    source: { name, site: '', kind: 'asterisk', cadenceMs: 1_000, recordingUrl: '' },
    team: { name, site: '', lead: '' },
    person: { team: '', site: '', skills: {}, duties: [], objectsTo: [] },
    sourceIdentity: { source: '', agent: '', person: '' },
    skill: { name },
    tenant: { name },
  };
  return blanks[kind];
}

/** The time zone of this computer. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

const sourceKinds = ['asterisk', 'cloudevents', 'grpc', 'replay', 'simulator'];

function nameFields(text: Text): Field[] {
  return [
    { path: 'name.en', label: text.nameEn, type: 'text', required: true },
    { path: 'name.zh', label: text.nameZh, type: 'text', required: false },
  ];
}

function queueFields(known: Known): Field[] {
  const { text } = known;
  const names = Object.keys(rules) as Rule[];
  const options = names.map((rule) => ({ value: rule, words: text.rules[rules[rule]] }));
  return [
    seconds('targetMs', text.target, 0),
    { path: 'goal', label: text.goalField, type: 'number', per: 0.01, min: 0, max: 100 },
    { path: 'rule', label: text.rule, type: 'choice', options, required: true },
    seconds('shortAbandonMs', text.shortAbandon, 0),
    seconds('wrapUpMs', text.wrapUp, 0),
    { path: 'position', label: text.position, type: 'number', per: 1, min: 0, max: 1_000_000 },
    { path: 'skills', label: text.skills, type: 'ticks', options: optionsOf(known, 'skill') },
  ];
}

function siteFields(text: Text): Field[] {
  const presets = { eu: 1, cn: 2, none: 3 } as const;
  const options = Object.entries(presets).map(([value, n]) => ({
    value,
    words: text.privacies[n],
  }));
  const digits = ['0', '3'].map((value) => ({ value, words: value }));
  const zones = Intl.supportedValuesOf('timeZone');
  return [
    { path: 'timeZone', label: text.zone, type: 'text', required: true, offers: zones },
    { path: 'privacy', label: text.privacy, type: 'choice', options, required: true },
    {
      path: 'callerDigits',
      label: text.callerDigits,
      type: 'choice',
      options: digits,
      required: true,
    },
  ];
}

function postingFields({ lang }: Known): Field[] {
  const { posted, postedParts, noticeOn } = postingWords(lang);
  return [
    { path: 'posted', label: posted, type: 'ticks', options: wordsOf(postedParts) },
    { path: 'noticeOn', label: noticeOn, type: 'day' },
  ];
}

function recordingField({ lang }: Known): Field {
  const label = postingWords(lang).recordingUrl;
  return { path: 'recordingUrl', label, type: 'text', required: false };
}

function dutyFields({ lang }: Known): Field[] {
  const { duties, dutyWords, objectsTo, namedFor } = postingWords(lang);
  return [
    { path: 'duties', label: duties, type: 'ticks', options: wordsOf(dutyWords) },
    { path: 'objectsTo', label: objectsTo, type: 'ticks', options: wordsOf(namedFor) },
  ];
}

/** Options out of words by value. */
function wordsOf(words: Readonly<Record<string, string>>): Option[] {
  return Object.entries(words).map(([value, said]) => ({ value, words: said }));
}

function seconds(path: string, label: string, min: number): Field {
  return { path, label, type: 'number', per: 1_000, min, max: 86_400 };
}

function choice(path: string, label: string, known: Known, kind: Kind, required: boolean): Field {
  return { path, label, type: 'choice', options: optionsOf(known, kind), required };
}

function optionsOf({ of, nameOf }: Known, kind: Kind): Option[] {
  return of(kind).map(({ id }) => ({ value: id, words: nameOf(kind, id) }));
}
