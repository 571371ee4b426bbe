import type { FastifyReply } from 'fastify';
import type { Answer } from '../../../proto/gen/floorcast/score/v1/evaluation.ts';
import type { ListEvaluationsResponse } from '../../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import { toCsv } from '../csv.ts';

/** Evaluations as a table: a row each, with a column for every question. */
export function evaluationTable(
  reply: FastifyReply,
  { evaluations, forms, names }: ListEvaluationsResponse,
): FastifyReply {
  const formName = new Map(
    forms.map(({ formId, version, ...form }) => [`${formId} ${version}`, form]),
  );
  const rows = evaluations.flatMap(({ evaluation, at, replacedBy, appealId }) => {
    if (!evaluation) return [];
    const { person, marker, formId, formVersion, score, failedBy, answers } = evaluation;
    const { contact, contactAt, queue, purpose, of, comment, evaluationId } = evaluation;
    return {
      ...{ evaluationId, markedAt: at?.toISOString() ?? null },
      ...{ person, name: names[person] ?? '', marker, markerName: names[marker] ?? '' },
      ...{ form: formId, formName: formName.get(`${formId} ${formVersion}`)?.nameEn ?? '' },
      ...{ formVersion, score: score ?? null, failedBy, purpose, of },
      ...{ contact, contactAt: contactAt?.toISOString() ?? null, queue },
      ...{ replacedBy, appeal: appealId, comment },
      answers: Object.fromEntries(answers.map((answer) => [answer.questionId, given(answer)])),
    };
  });
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', 'attachment; filename="floorcast-evaluations.csv"')
    .send(toCsv(rows));
}

function given({ value, choiceId, text, notApplicable }: Answer): string | number | null {
  if (notApplicable) return 'n/a';
  return value ?? (choiceId || text || null);
}
