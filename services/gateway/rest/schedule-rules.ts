import type { FastifyInstance } from 'fastify';
import { presetCaution } from '../../domain/schedule/rules/presets/presets.ts';
import { ruleKinds } from '../../domain/schedule/rules/rule-catalogue.ts';
import { familyWords } from '../../domain/schedule/rules/rule-sentences.ts';
import type { RestDeps } from './deps.ts';
import { everybody, route } from './schedule-schemas.ts';

/**
 * What kinds of rules there are, for forms and for sentences in both languages: in a sentence
 * `{name}` stands for the fact of a violation of that name, `{name:h}` for minutes as hours,
 * `{name:n}` for a number in short, `{name:f}` for one of the families' words.
 */
export function ruleKindsRoute(
  app: FastifyInstance,
  { callerOf }: Pick<RestDeps, 'callerOf'>,
): void {
  app.get(
    '/v1/schedule/rule-kinds',
    route('Kinds of rules with their parameters, windows and sentences'),
    async (request) => {
      callerOf(request, everybody);
      return { kinds: ruleKinds, families: familyWords, presetCaution };
    },
  );
}
