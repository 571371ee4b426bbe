/** How far markers of one contact agree, side by side. */
import type { Answer, Calibration, Form, Question } from '../quality-api.ts';

/** Orientation only: Landis and Koch, Biometrics 33 (1977), 159-174. */
export type KappaWord = 'poor' | 'slight' | 'fair' | 'moderate' | 'substantial' | 'almost-perfect';

const bounds: readonly [number, KappaWord][] = [
  [0, 'poor'],
  [0.2, 'slight'],
  [0.4, 'fair'],
  [0.6, 'moderate'],
  [0.8, 'substantial'],
];

/** A word for a kappa. */
export function kappaWord(kappa: number): KappaWord {
  if (kappa < 0) return 'poor';
  return bounds.slice(1).find(([most]) => kappa <= most)?.[1] ?? 'almost-perfect';
}

/** One question with everybody's answers. */
export interface BesideRow {
  question: Question;
  /** By marker, in the order of the marks; null = not answered. */
  answers: readonly (Answer | null)[];
  /** Greatest difference as a share of its points; null = fewer than two scored it. */
  spread: number | null;
}

/** All marks side by side, the widest spread first; what nobody scored comes last. */
export function besideEachOther(
  form: Form,
  { evaluations, agreement }: Pick<Calibration, 'evaluations' | 'agreement'>,
): BesideRow[] {
  const spreads = agreement?.questionSpread ?? {};
  return form.groups
    .flatMap(({ questions }) => questions)
    .map((question) => ({
      question,
      answers: evaluations.map(({ answers }) => {
        return answers.find(({ questionId }) => questionId === question.questionId) ?? null;
      }),
      spread: spreads[question.questionId] ?? null,
    }))
    .sort((a, b) => (b.spread ?? -1) - (a.spread ?? -1));
}

/** Why there is no kappa. */
export function noKappaWhy({
  evaluations,
}: Pick<Calibration, 'evaluations'>): 'few' | 'versions' | 'alike' {
  if (evaluations.length < 2) return 'few';
  const versions = new Set(evaluations.map(({ formVersion }) => formVersion));
  return versions.size > 1 ? 'versions' : 'alike';
}

/** Ended calibrations with a kappa, the oldest first. */
export function kappaHistory(
  all: readonly Calibration[],
): { id: string; at: string; kappa: number; spread: number | null }[] {
  return all
    .flatMap(({ begun, agreement, endedAt }) => {
      const kappa = agreement?.kappa ?? null;
      if (kappa === null || !endedAt) return [];
      return {
        id: begun.calibrationId,
        at: endedAt,
        kappa,
        spread: agreement?.scoreSpread ?? null,
      };
    })
    .sort((a, b) => a.at.localeCompare(b.at));
}
