/** The columns of the directory's tables, kind by kind. */
import { goal } from '../../format.ts';
import type { Text } from '../../text.ts';
import { type Rule, rules } from '../directory-view.ts';
import type { Told } from './found.ts';
import type { Kind, Known, Value } from './kinds.ts';

/** Headings after the first, which is the name. */
export function headingsOf(kind: Kind, text: Text): string[] {
  const headings: Record<Kind, string[]> = {
    queue: [text.site, text.target, text.goalField, text.rule, text.wrapUp],
    sourceIdentity: [text.source, text.person, text.stateNow],
    person: [text.site, text.team, text.skills],
    team: [text.site, text.lead],
    skill: [],
    site: [text.zone, text.privacy],
    source: [text.site, text.kind],
    tenant: [],
  };
  return headings[kind];
}

/** The name of a thing in its row. */
export function headOf(kind: Kind, id: string, value: Value, known: Known): string {
  if (kind === 'sourceIdentity') return String(value['agent']);
  if (kind === 'person') return known.nameOf('person', id);
  const name = value['name'] as { en: string; zh: string } | undefined;
  return (known.lang === 'zh' ? name?.zh : '') || name?.en || id;
}

/** The cells after the first. */
export function cellsOf(kind: Kind, id: string, value: Value, known: Known, told: Told): string[] {
  const { text } = known;
  const of = (field: string) => String(value[field] ?? '');
  const site = known.nameOf('site', of('site'));
  switch (kind) {
    case 'queue':
      return [
        site,
        String(Number(value['targetMs']) / 1_000),
        goal(Number(value['goal'])),
        text.rules[rules[of('rule') as Rule]],
        String(Number(value['wrapUpMs']) / 1_000),
      ];
    case 'sourceIdentity': {
      const state = told.agents.find(({ key }) => key === id)?.state;
      const person = of('person');
      return [
        known.nameOf('source', of('source')),
        person ? known.nameOf('person', person) : '–',
        stateWords(state, text),
      ];
    }
    case 'person':
      return [site, of('team') && known.nameOf('team', of('team')), levels(value, known)];
    case 'team':
      return [site, of('lead') && known.nameOf('person', of('lead'))];
    case 'site':
      return [of('timeZone'), text.privacies[privacyNumbers[of('privacy') as 'eu'] ?? 1]];
    case 'source':
      return [site, of('kind')];
    case 'skill':
    case 'tenant':
      return [];
  }
}

const privacyNumbers = { eu: 1, cn: 2, none: 3 } as const;

/** States by the words of the interface; their numbers are those of the screens' words. */
const states = [
  'unspecified',
  'signed-out',
  'ready',
  'ringing',
  'talking',
  'holding',
  'after-call-work',
  'break',
  'other-contact',
  'unreachable',
];

function stateWords(state: string | undefined, text: Text): string {
  if (state === undefined) return '–';
  const found = states.indexOf(state);
  return text.states[found] ?? state;
}

function levels(value: Value, known: Known): string {
  const skills = (value['skills'] ?? {}) as Record<string, number>;
  return Object.entries(skills)
    .map(([skill, level]) => `${known.nameOf('skill', skill)} ${level}`)
    .join(' · ');
}
