import { DomainError } from '../../../domain-error.ts';
import type { ScheduleRule } from '../../shift.ts';
import { cnRules } from './cn.ts';
import { euRules } from './eu.ts';

const presets = new Map<string, readonly ScheduleRule[]>([
  ['cn', cnRules],
  ['eu', euRules],
]);

/** What every screen that shows a preset says. */
export const presetCaution = {
  en: 'Presets are starting points; have a lawyer check them.',
  zh: '预设规则仅为起点，须经律师核对。',
};

/** The rules of a preset, "cn" or "eu"; each names its article. Refuses any other. */
export function presetRules(preset: string): readonly ScheduleRule[] {
  const rules = presets.get(preset);
  if (rules) return rules;
  const names = [...presets.keys()].join(' or ');
  throw new DomainError('not-found', `no preset is named "${preset}": ${names}`);
}
