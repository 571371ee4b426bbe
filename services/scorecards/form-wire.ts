import {
  Critical as WireCritical,
  type Form as WireForm,
  QuestionKind as WireKind,
  type Question as WireQuestion,
} from '../../proto/gen/floorcast/score/v1/evaluation.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { Critical, Form, Question, QuestionKind } from '../domain/score/evaluation.ts';
import { invert } from '../lib/wire-values.ts';
import { chosen } from '../lib/wire-words.ts';

const kindToWire: Record<QuestionKind, WireKind> = {
  scale: WireKind.SCALE,
  'yes-no': WireKind.YES_NO,
  choice: WireKind.CHOICE,
  number: WireKind.NUMBER,
  text: WireKind.TEXT,
};
const kinds = invert(kindToWire);
const criticalToWire: Record<Critical, WireCritical> = {
  '': WireCritical.UNSPECIFIED,
  'fails-group': WireCritical.FAILS_GROUP,
  'fails-all': WireCritical.FAILS_ALL,
};
const criticals = invert(criticalToWire);

/** A form as the wire has it. */
export function toWireForm({ groups, ...form }: Form): WireForm {
  return {
    ...form,
    groups: groups.map(({ questions, ...group }) => {
      return { ...group, questions: questions.map(toWireQuestion) };
    }),
  };
}

function toWireQuestion({ kind, critical, choices, ...question }: Question): WireQuestion {
  const words = { kind: kindToWire[kind], critical: criticalToWire[critical] };
  return { ...question, ...words, choices: [...choices] };
}

/** A form off the wire; a question that is answered in no known way is refused. */
export function fromWireForm({ groups, notApplicable, ...form }: WireForm): Form {
  return {
    ...form,
    notApplicable: chosen(notApplicable || 'drop', ['drop', 'full'], 'not_applicable'),
    groups: groups.map(({ questions, ...group }) => {
      return { ...group, questions: questions.map(fromWireQuestion) };
    }),
  };
}

function fromWireQuestion({ kind: wire, critical, ...question }: WireQuestion): Question {
  const kind = kinds.get(wire);
  if (!kind) {
    throw new DomainError(
      'invalid',
      `question "${question.questionId}" is answered in no known way`,
    );
  }
  return { ...question, kind, critical: criticals.get(critical) ?? '' };
}
