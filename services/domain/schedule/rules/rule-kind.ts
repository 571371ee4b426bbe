import type { ScheduleRule, Violation } from '../shift.ts';

/** Something said in both languages. */
export interface BothLanguages {
  en: string;
  zh: string;
}

/** What a number of a rule is measured in; "minute-of-day" counts from midnight by the wall clock. */
export type NumberUnit =
  | 'minutes'
  | 'minute-of-day'
  | 'days'
  | 'months'
  | 'shifts'
  | 'weekends'
  | 'people'
  | 'count';

/** A number that a rule of a kind may have. */
export interface RuleNumber {
  name: string;
  label: BothLanguages;
  unit: NumberUnit;
  /** What holds where it is not said; `null` = then it limits nothing. */
  otherwise: number | null;
  /** What is taken. */
  least: number;
  most: number;
}

/** What a word of a rule may be: one of some, or a list (with commas) of ids or families. */
export type WordChoice =
  | { one: readonly string[] }
  | { list: 'families' | 'templates' | 'families-and-templates' | 'weekdays' }
  | { text: 'group' | 'day' };

/** A word that a rule of a kind may have. */
export interface RuleWord {
  name: string;
  label: BothLanguages;
  choice: WordChoice;
  /** What holds where it is not said. */
  otherwise: string;
}

/**
 * A kind of rule, for forms and sentences. In a sentence `{name}` is the fact of that name,
 * `{name:h}` minutes as hours, `{name:n}` a number in short, `{name:f}` a family of shifts.
 * `{person}` is the person.
 */
export interface RuleKind {
  kind: string;
  name: BothLanguages;
  /** What it asks, in a sentence. */
  meaning: BothLanguages;
  chapter: 'amounts' | 'sequences' | 'shifts' | 'people';
  numbers: readonly RuleNumber[];
  /** Of these numbers at least one is said; empty = none has to be. */
  oneOf: readonly string[];
  words: readonly RuleWord[];
  /** Windows it can have; empty = it has none. */
  windows: readonly Exclude<ScheduleRule['window'], ''>[];
  unit: Violation['unit'];
  /** By what was broken, for example "max". */
  sentences: Readonly<Record<string, BothLanguages>>;
}

/** A number in short: where nothing is said, what is taken runs from 0 to 100,000. */
export function number(
  name: string,
  en: string,
  zh: string,
  unit: NumberUnit,
  {
    otherwise = null,
    least = 0,
    most = 100_000,
  }: Partial<Pick<RuleNumber, 'otherwise' | 'least' | 'most'>> = {},
): RuleNumber {
  return { name, label: { en, zh }, unit, otherwise, least, most };
}

/** A word in short. */
export function word(
  name: string,
  en: string,
  zh: string,
  choice: WordChoice,
  otherwise = '',
): RuleWord {
  return { name, label: { en, zh }, choice, otherwise };
}

/** In English and in Chinese. */
export function both(en: string, zh: string): BothLanguages {
  return { en, zh };
}
