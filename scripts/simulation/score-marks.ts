import { Evaluation, SurveyAnswer } from '../../proto/gen/floorcast/score/v1/evaluation.ts';
import type { SitePlan } from './plan.ts';
import { randomOf } from './random.ts';

/** A contact that somebody took. */
export interface SeenContact {
  contact: string;
  person: string;
  queue: string;
  at: Date | undefined;
}

/** How good somebody is, the same for ever: from a third below to a third above the middle. */
function skillOf(person: string, seed: number): number {
  return randomOf(seed, 'skill', person).uniform() * 2 - 1;
}

/** One contact as the simulated quality desk marks it. */
export function evaluationOf(
  { contact, person, queue, at }: SeenContact,
  of: { seed: number; purpose: string; site: SitePlan },
): Evaluation {
  const random = randomOf(of.seed, 'mark', contact);
  const skill = skillOf(person, of.seed);
  const grade = () => {
    const drawn = Math.round(4 + skill + (random.uniform() - 0.5) * 2);
    return Math.min(5, Math.max(1, drawn));
  };
  const answers = [
    ...['tone', 'courtesy', 'accuracy', 'whole'].map((questionId) => {
      return { questionId, value: grade() };
    }),
    { questionId: 'greeting', value: random.uniform() < 0.9 ? 1 : 0 },
    { questionId: 'privacy', value: random.uniform() < 0.98 ? 1 : 0 },
  ];
  const spot = of.purpose === 'spot';
  return Evaluation.fromPartial({
    ...{ formId: 'call', contact, person, queue, contactAt: at, answers },
    ...{ purpose: spot ? 'spot' : 'sample', of: spot ? '' : of.purpose },
  });
}

/** What customers of these contacts answer; two in three answer nothing. */
export function surveysOf(contacts: readonly SeenContact[], seed: number): SurveyAnswer[] {
  return contacts.flatMap(({ contact, person, queue, at }) => {
    const random = randomOf(seed, 'survey', contact);
    if (random.uniform() > 1 / 3 || !at) return [];
    const drawn = Math.round(4.2 + skillOf(person, seed) * 0.6 + (random.uniform() - 0.5) * 2.4);
    const satisfaction = Math.min(5, Math.max(1, drawn));
    const resolved = random.uniform() < 0.7 + satisfaction / 20;
    const surveyId = `survey-${contact}`;
    const answer = { surveyId, contact, person, queue, at, satisfaction, resolved };
    return SurveyAnswer.fromPartial(answer);
  });
}
