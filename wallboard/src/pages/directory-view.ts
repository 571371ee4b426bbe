/** The directory as the page shows it: what holds now, and what comes next. */
import type { Named, SettingDocument } from './api.ts';

/** Rules as the directory document spells them, by the numbers of the wire. */
export const rules = {
  'met-if-early': 1,
  ignored: 2,
  missed: 3,
  'ignored-if-early': 4,
  'ignored-if-short': 5,
} as const;

/** A rule's name in the document. */
export type Rule = keyof typeof rules;

/** What a queue's setting says. */
export interface QueueValue {
  name: Named;
  site: string;
  targetMs: number;
  goal: number;
  rule: Rule;
  shortAbandonMs: number;
  wrapUpMs: number;
  position: number;
  skills: string[];
}

/** One thing: what holds now, and when that changes. */
export interface Standing<Value> {
  id: string;
  value: Value;
  /** The next change; null when none is decided. */
  nextMs: number | null;
}

/** Every thing of a kind that holds now, by id. */
export function standing<Value>(
  settings: readonly SettingDocument[],
  kind: string,
  nowMs: number,
): Standing<Value>[] {
  const byId = new Map<string, SettingDocument[]>();
  for (const setting of settings) {
    if (setting.kind === kind) byId.set(setting.id, [...(byId.get(setting.id) ?? []), setting]);
  }
  return [...byId].flatMap(([id, versions]) => {
    const ordered = versions.sort((a, b) => atOf(a) - atOf(b));
    const value = ordered.findLast((one) => atOf(one) <= nowMs)?.value;
    const next = ordered.find((one) => atOf(one) > nowMs);
    return value ? [{ id, value: value as Value, nextMs: next ? atOf(next) : null }] : [];
  });
}

function atOf({ effectiveFrom }: SettingDocument): number {
  return Date.parse(effectiveFrom);
}
