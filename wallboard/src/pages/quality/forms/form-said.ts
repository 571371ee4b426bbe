/** What changed in a form, as it is read. */
import type { Lang } from '../../../text.ts';
import { amount } from '../../parts/figure-words.ts';
import { inWords } from '../quality.svelte.ts';
import type { Form } from '../quality-api.ts';
import type { FormChange } from './form-changes.ts';
import type { FormsWords } from './forms-words-en.ts';

/** One difference in words. */
export function changeSentence(
  change: FormChange,
  forms: { before: Form; after: Form },
  own: FormsWords,
  lang: Lang,
): string {
  const number = (value: number) => amount(value, lang, 2);
  switch (change.of) {
    case 'field': {
      const shown = (form: Form) => fieldShown(form, change.name, own);
      return `${own.fields[change.name]}: ${shown(forms.before)} → ${shown(forms.after)}`;
    }
    case 'group-added':
      return own.change.groupAdded(nameOf(change.group, lang));
    case 'group-removed':
      return own.change.groupRemoved(nameOf(change.group, lang));
    case 'group-name':
      return own.change.groupName(nameOf(change.group, lang));
    case 'group-weight': {
      const [before, after] = [number(change.before), number(change.after)];
      return own.change.groupWeight(nameOf(change.group, lang), before, after);
    }
    case 'order':
      return own.change.order;
    case 'weight': {
      const [before, after] = [number(change.before), number(change.after)];
      return own.change.weight(textOf(change.question, lang), before, after);
    }
    case 'moved':
      return own.change.moved(textOf(change.question, lang), nameOf(change.group, lang));
    default:
      return own.change[change.of](textOf(change.question, lang));
  }
}

function fieldShown(form: Form, name: keyof Form & string, own: FormsWords): string {
  const value = String(form[name as 'nameEn'] ?? '');
  if (name === 'channel') return own.channels[value] ?? value;
  if (name === 'notApplicable') return own.notApplicables[value] ?? value;
  return value || '–';
}

function nameOf({ nameEn, nameZh }: { nameEn: string; nameZh: string }, lang: Lang): string {
  return inWords(nameEn, nameZh, lang);
}

function textOf({ textEn, textZh }: { textEn: string; textZh: string }, lang: Lang): string {
  return inWords(textEn, textZh, lang);
}
