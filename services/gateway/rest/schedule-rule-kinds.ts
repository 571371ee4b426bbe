import type { FastifyInstance } from 'fastify';
import { presetCaution } from '../../domain/schedule/rules/presets/presets.ts';
import { ruleKinds } from '../../domain/schedule/rules/rule-catalogue.ts';
import type { RuleKind, RuleNumber, RuleWord } from '../../domain/schedule/rules/rule-kind.ts';
import type { RestDeps } from './deps.ts';
import { everybody, route } from './schedule-schemas.ts';

/** Every kind of rule, as a form and a sentence need it, in both languages. */
export function ruleKindRoute(app: FastifyInstance, { callerOf }: RestDeps): void {
  app.get(
    '/v1/schedule/rule-kinds',
    route('Every kind of rule, its numbers, words, windows and sentences in both languages'),
    async (request) => {
      callerOf(request, everybody);
      return { kinds: ruleKinds.map(kindJson), presets: ['cn', 'eu'], caution: presetCaution };
    },
  );
}

function kindJson({ name, meaning, numbers, words, ...kind }: RuleKind) {
  return {
    ...kind,
    nameEn: name.en,
    nameZh: name.zh,
    helpEn: meaning.en,
    helpZh: meaning.zh,
    numbers: numbers.map((one) => numberJson(one, kind.oneOf)),
    words: words.map(wordJson),
  };
}

function numberJson({ label, ...number }: RuleNumber, oneOf: readonly string[]) {
  const required = oneOf.length === 1 && oneOf[0] === number.name;
  return { ...number, labelEn: label.en, labelZh: label.zh, options: [], required };
}

function wordJson({ label, choice, ...word }: RuleWord) {
  const options = 'one' in choice ? choice.one : [];
  const unit = 'list' in choice ? choice.list : 'text' in choice ? choice.text : '';
  return { ...word, labelEn: label.en, labelZh: label.zh, options, unit, required: false };
}
