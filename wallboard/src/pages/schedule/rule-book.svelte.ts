/** Kinds of rules by name, for forms and for the sentence of what is broken. */
import type { Lang } from '../../text.ts';
import { ask } from '../api.ts';
import type { Saying } from '../said/saying.ts';
import { hourWords, minuteWords } from './local-time.ts';
import { type RuleKind, schedulePath, type Violation } from './schedule-api.ts';

/** The kinds, as far as the service tells them. */
export class RuleBook {
  kinds = $state.raw<readonly RuleKind[]>([]);

  /** Reads them; without them a rule still tells its English sentence. */
  async load(): Promise<void> {
    const answer = await ask<{ kinds: RuleKind[] } | RuleKind[]>(schedulePath('rule-kinds')).catch(
      () => null,
    );
    this.kinds = Array.isArray(answer) ? answer : (answer?.kinds ?? []);
  }

  /** A kind. */
  of(kind: string): RuleKind | undefined {
    return this.kinds.find((one) => one.kind === kind);
  }

  /** Sentences of all kinds as sayings, for refusals in a rule's own words. */
  readonly sayings = $derived(
    this.kinds.flatMap(({ sentences }) => Object.values(sentences).map(sayingOf)),
  );

  /** The name of a kind. */
  name(kind: string, lang: Lang): string {
    return this.of(kind)?.name[lang] || kind.replaceAll('-', ' ');
  }

  /** What is broken, in a sentence. */
  sentence(violation: Violation, lang: Lang, nameOf: (person: string) => string): string {
    const { facts, kind, person } = violation;
    const said = this.of(kind)?.sentences[facts['sentence'] ?? '']?.[lang];
    if (!said) return violation.sentence || this.name(kind, lang);
    return said.replaceAll(/\{(\w+)(?::(\w))?\}/g, (_whole, name: string, form?: string) => {
      if (name === 'person') return nameOf(person);
      return shown(facts[name] ?? '', form, lang);
    });
  }
}

/** `{person} rests {value:h}` → `{} rests {}`, with the places in Chinese by their numbers. */
function sayingOf({ en, zh }: { en: string; zh: string }): Saying {
  const names: string[] = [];
  const place = /\{(\w+)(?::\w)?\}/g;
  const english = en.replace(place, (_, name: string) => {
    names.push(name);
    return '{}';
  });
  return [english, zh.replace(place, (_, name: string) => `{${names.indexOf(name) + 1}}`)];
}

function shown(fact: string, form: string | undefined, lang: Lang): string {
  const value = Number(fact);
  if (form === 'h' && Number.isFinite(value)) return hourWords(value);
  if (form === 'c' && Number.isFinite(value)) return minuteWords(value);
  if (form === 'n' && Number.isFinite(value)) return String(Math.round(value * 100) / 100);
  if (form === 'f' && lang === 'zh') return familiesZh[fact] ?? fact;
  return fact;
}

const familiesZh: Record<string, string> = {
  early: '早班',
  day: '中班',
  late: '晚班',
  night: '夜班',
  split: '分段班',
  'on-call': '待命',
};
