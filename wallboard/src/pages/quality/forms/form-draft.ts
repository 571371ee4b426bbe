/** A form that is not saved yet: it outlives a look at another page, in this tab alone. */
import type { Form } from '../quality-api.ts';

/** Of which form; a new one by what it was begun with. */
export function draftKey(site: string, name: string): string {
  return `floorcast form ${site} ${name}`;
}

/** What was left; null = nothing, or of another version than is changed now. */
export function readDraft(key: string, version: number): Form | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    if (kept === null || typeof kept !== 'object' || !('groups' in kept)) return null;
    const form = kept as Form;
    return form.version === version ? form : null;
  } catch {
    return null;
  }
}

/** Keeps it. A browser that keeps nothing still builds forms. */
export function keepDraft(key: string, form: Form): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(form));
  } catch {
    // Nothing can be done, and nothing is lost but the draft.
  }
}

/** Saved, or thrown away. */
export function dropDraft(key: string): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // Where nothing may be kept there is nothing to remove.
  }
}
