// Expected scores are worked out by hand beside each form.
import t from 'tap';
import { checkForm } from '../../../services/domain/score/check-form.ts';
import type { Answer, Form } from '../../../services/domain/score/evaluation.ts';
import { markEvaluation } from '../../../services/domain/score/mark-evaluation.ts';
import { answer, form, notApplicable, question } from './score-story.ts';

const choices = [
  { choiceId: 'first', labelEn: 'At once', labelZh: '', share: 1 },
  { choiceId: 'later', labelEn: 'Later', labelZh: '', share: 0.25 },
];
const two: Form = form([], {
  groups: [
    {
      ...{ groupId: 'service', nameEn: 'Service', nameZh: '', weight: 40 },
      questions: [
        question('tone', { weight: 3 }),
        question('greeting', { kind: 'yes-no', mayNotApply: true, critical: 'fails-group' }),
      ],
    },
    {
      ...{ groupId: 'skill', nameEn: 'Skill', nameZh: '', weight: 60 },
      questions: [
        question('solved', { kind: 'choice', choices, weight: 2 }),
        question('minutes', { kind: 'number', least: 0, most: 10 }),
        question('privacy', { kind: 'yes-no', critical: 'fails-all' }),
        question('words', { kind: 'text' }),
      ],
    },
  ],
});
const all: Answer[] = [
  answer('tone', 4),
  answer('greeting', 1),
  { ...answer('solved', null), choiceId: 'later' },
  answer('minutes', 6),
  answer('privacy', 1),
];
const but = (changed: Answer) =>
  all.map((one) => (one.questionId === changed.questionId ? changed : one));

t.test('groups and questions count by weight', async (t) => {
  checkForm(two);
  // Service: (3 × 0.75 + 1 × 1) / 4 = 0.8125. Skill: (2 × 0.25 + 0.6 + 1) / 4 = 0.525.
  t.same(markEvaluation(two, all), { score: 0.4 * 81.25 + 0.6 * 52.5, failedBy: [] });
});

t.test('a critical failure costs its group, or all', async (t) => {
  // Skill alone: 0.6 × 52.5.
  t.same(markEvaluation(two, but(answer('greeting', 0))), { score: 31.5, failedBy: ['greeting'] });
  t.same(markEvaluation(two, but(answer('privacy', 0))), { score: 0, failedBy: ['privacy'] });
});

t.test('what does not apply gives its weight to the others, or counts in full', async (t) => {
  const skipped = but(notApplicable('greeting'));
  // Service is tone alone: 0.75.
  t.equal(markEvaluation(two, skipped).score, 0.4 * 75 + 0.6 * 52.5);
  const full = { ...two, notApplicable: 'full' as const };
  t.equal(markEvaluation(full, skipped).score, 0.4 * 81.25 + 0.6 * 52.5);
  const only = form([question('tone', { mayNotApply: true })]);
  t.equal(markEvaluation(only, [notApplicable('tone')]).score, null, 'nothing to score is not 0');
});

t.test('answers that cannot be are refused by name', async (t) => {
  t.throws(() => markEvaluation(two, but(answer('tone', 4.5))), /"tone": 4.5 is no whole step/);
  t.throws(() => markEvaluation(two, all.slice(1)), /"tone": it is not answered/);
  t.throws(() => markEvaluation(two, [...all, answer('age', 1)]), /"age" is no question of it/);
  t.throws(() => markEvaluation(two, [...all, answer('tone', 1)]), /"tone" is answered twice/);
  t.throws(() => markEvaluation(two, but(notApplicable('tone'))), /"tone": it always applies/);
  t.throws(() => markEvaluation(two, but(answer('privacy', 2))), /2 is neither 1/);
});

t.test('forms that could not be marked are refused', async (t) => {
  t.throws(() => checkForm(form([])), /it has no question/);
  t.throws(() => checkForm(form([question('a'), question('a')])), /question "a" is there twice/);
  t.throws(() => checkForm(form([question('a', { least: 5 })])), /least 5 is not below most 5/);
  t.throws(() => checkForm(form([question('a', { kind: 'choice' })])), /fewer than 2 choices/);
  t.throws(() => checkForm(form([question('a', { weight: 0 })])), /weight 0 is not above 0/);
});
