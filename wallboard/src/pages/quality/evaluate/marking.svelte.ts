/** Marks that are not sent yet: they outlive a reload of the page, in this tab alone. */
import type { Answer, Form } from '../quality-api.ts';
import { type Answers, isAnswered, noAnswer, type Standing, standingOf } from './marking.ts';

interface Draft {
  version: number;
  answers: Answers;
  comment: string;
}

/** One form being marked. */
export class Marking {
  readonly form: Form;
  answers = $state.raw<Answers>({});
  comment = $state('');
  /** Was something of an earlier visit found? */
  readonly found: boolean;
  readonly standing: Standing = $derived.by(() => standingOf(this.form, this.answers));
  readonly #key: string;

  /** @param name - what is marked; drafts of other contacts and people stay apart. */
  constructor(form: Form, name: string) {
    this.form = form;
    this.#key = `floorcast mark ${name}`;
    const draft = readDraft(this.#key);
    this.found = draft !== null && Object.keys(draft.answers).length > 0;
    this.answers = draft ? known(form, draft.answers) : {};
    this.comment = draft?.comment ?? '';
  }

  /** Changes one answer. */
  answer(questionId: string, change: Partial<Answer>): void {
    const before = this.answers[questionId] ?? noAnswer(questionId);
    this.answers = { ...this.answers, [questionId]: { ...before, ...change } };
    this.#keep();
  }

  /** Says something on the whole. */
  say(comment: string): void {
    this.comment = comment;
    this.#keep();
  }

  /** Sent, or thrown away. */
  drop(): void {
    this.answers = {};
    this.comment = '';
    try {
      sessionStorage.removeItem(this.#key);
    } catch {
      // Where nothing may be kept there is nothing to remove.
    }
  }

  #keep(): void {
    const draft: Draft = {
      ...{ version: this.form.version, answers: this.answers, comment: this.comment },
    };
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(draft));
    } catch {
      // A browser that keeps nothing still marks.
    }
  }
}

function readDraft(key: string): Draft | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    if (kept === null || typeof kept !== 'object' || !('answers' in kept)) return null;
    return kept as Draft;
  } catch {
    return null;
  }
}

/** A newer version may have lost a question or a choice: what does not fit is asked again. */
function known(form: Form, answers: Answers): Answers {
  const questions = form.groups.flatMap((group) => group.questions);
  return Object.fromEntries(
    questions.flatMap((question) => {
      const answer = answers[question.questionId];
      if (!answer) return [];
      const { choices, least, most } = question;
      const gone =
        (answer.choiceId !== '' && !choices.some(({ choiceId }) => choiceId === answer.choiceId)) ||
        (most > least && answer.value !== null && (answer.value < least || answer.value > most));
      const kept = gone ? { ...answer, choiceId: '', value: null } : answer;
      return isAnswered(question, kept) || kept.comment || kept.atS !== null
        ? [[question.questionId, kept]]
        : [];
    }),
  );
}
