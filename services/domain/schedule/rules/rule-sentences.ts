import { ruleKindOf } from './rule-catalogue.ts';

/** Facts of a violation by name; "sentence" says which sentence of the kind they are for. */
export type SentenceFacts = ReadonlyMap<string, string>;

/**
 * The sentence that tells a break of a rule. Empty when there is no such kind or sentence.
 *
 * @param facts - those of a `Violation`; "person" is an id, which a page may replace by a name.
 */
export function ruleSentence(kind: string, facts: SentenceFacts, language: 'en' | 'zh'): string {
  const sentence = ruleKindOf(kind)?.sentences[facts.get('sentence') ?? ''];
  if (!sentence) return '';
  return sentence[language].replace(/\{(\w+)(?::(\w))?\}/g, (_, name: string, form?: string) => {
    const fact = facts.get(name) ?? '';
    return form === undefined ? fact : formed(fact, form, language);
  });
}

function formed(fact: string, form: string, language: 'en' | 'zh'): string {
  switch (form) {
    case 'h':
      return hours(Number(fact), language);
    case 'n':
      return String(Math.round(Number(fact) * 100) / 100);
    default:
      return familyWords[fact]?.[language] ?? fact;
  }
}

/** Minutes as hours and minutes: 690 → "11 h 30 min". */
function hours(minutes: number, language: 'en' | 'zh'): string {
  const whole = Math.round(minutes);
  const [hour, rest] = [Math.floor(whole / 60), whole % 60];
  const [h, min] = language === 'en' ? [' h', ' min'] : [' 小时', ' 分'];
  if (hour === 0) return `${rest}${min}`;
  return rest === 0 ? `${hour}${h}` : `${hour}${h} ${rest}${min}`;
}

/** Words for families of shifts, for a day off, and for breaks. */
export const familyWords: Readonly<Record<string, { en: string; zh: string }>> = {
  early: { en: 'an early shift', zh: '早班' },
  day: { en: 'a day shift', zh: '日班' },
  late: { en: 'a late shift', zh: '晚班' },
  night: { en: 'a night shift', zh: '夜班' },
  split: { en: 'a split shift', zh: '分段班' },
  'on-call': { en: 'on call', zh: '待命' },
  off: { en: 'a day off', zh: '休息' },
  meal: { en: 'meal', zh: '用餐' },
  break: { en: 'break', zh: '休息' },
};
