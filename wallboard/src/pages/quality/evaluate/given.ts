/** An answer as it is read. */
import { QuestionKind } from '../../../../../proto/gen/floorcast/score/v1/evaluation.ts';
import { dash } from '../../../format.ts';
import type { Lang } from '../../../text.ts';
import { amount } from '../../parts/figure-words.ts';
import type { Answer, Question } from '../quality-api.ts';
import { markingWords } from './marking-words.ts';

/** What was answered to a question, in words; a number with its range. */
export function givenWords(question: Question, answer: Answer | null, lang: Lang): string {
  const words = markingWords(lang);
  if (!answer) return words.noAnswer;
  if (answer.notApplicable) return words.notApplicable;
  const { kind, least, most, choices } = question;
  if (kind === QuestionKind.TEXT) return answer.text || dash;
  if (kind === QuestionKind.YES_NO) return answer.value === 1 ? words.yes : words.no;
  if (kind !== QuestionKind.CHOICE) {
    const range = words.range(amount(least, lang, 2), amount(most, lang, 2));
    return `${amount(answer.value, lang, 2)} (${range})`;
  }
  const choice = choices.find(({ choiceId }) => choiceId === answer.choiceId);
  return (lang === 'zh' && choice?.labelZh) || choice?.labelEn || answer.choiceId;
}
