import { DomainError } from '../../domain-error.ts';
import { put } from '../../schedule/acts/apply-map.ts';
import { checkForm } from '../check-form.ts';
import type { Form } from '../evaluation.ts';
import type { QualityAct } from '../score-act.ts';
import type { Deed, SiteScores } from '../site-scores.ts';
import { type Acting, type Decided, only } from './acting.ts';
import { mustStand } from './permission.ts';

type FormAct = Extract<QualityAct, { kind: 'form-decided' }>;

/** Versions of a form, and forms of a site, at most. */
const mostVersions = 200;

/** A form's next version: earlier ones stay, and what they marked shows by them. */
export function decideForm(state: SiteScores, act: FormAct, acting: Acting): Decided {
  mustStand(acting, 'quality');
  checkForm(act.form);
  const versions = state.forms.get(act.form.formId)?.length ?? 0;
  if (versions >= mostVersions || state.forms.size >= mostVersions) {
    throw new DomainError('invalid', `more than ${mostVersions} forms, or versions of one`);
  }
  return only({ ...act, form: { ...act.form, version: versions + 1 } });
}

/** The state after it. */
export function applyForm(state: SiteScores, { form }: FormAct, decided: Deed): SiteScores {
  const versions = [...(state.forms.get(form.formId) ?? []), { value: form, decided }];
  return { ...state, forms: put(state.forms, form.formId, versions) };
}

/** The version that stands; refused when there is no such form. */
export function formNow(state: Pick<SiteScores, 'forms'>, formId: string): Form {
  const form = state.forms.get(formId)?.at(-1)?.value;
  if (form) return form;
  throw new DomainError('not-found', `there is no form "${formId}"`);
}

/** A version of a form; `null` = there is none. */
export function formOf(
  state: Pick<SiteScores, 'forms'>,
  formId: string,
  version: number,
): Form | null {
  return state.forms.get(formId)?.[version - 1]?.value ?? null;
}
