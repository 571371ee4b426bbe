import fc from 'fast-check';
import t from 'tap';
import { Form } from '../../../../../proto/gen/floorcast/score/v1/evaluation.ts';
import type {
  Answer,
  Form as DomainForm,
} from '../../../../../services/domain/score/evaluation.ts';
import { markEvaluation } from '../../../../../services/domain/score/mark-evaluation.ts';
import {
  keyAnswer,
  secondsFrom,
  secondsWords,
} from '../../../../../wallboard/src/pages/quality/evaluate/mark-keys.ts';
import {
  byQuestion,
  noAnswer,
  standingOf,
  toSend,
  worthOf,
} from '../../../../../wallboard/src/pages/quality/evaluate/marking.ts';
import type { Form as PageForm } from '../../../../../wallboard/src/pages/quality/quality-api.ts';

const kinds = ['', 'scale', 'yes-no', 'choice', 'number', 'text'] as const;
const criticals = ['', 'fails-group', 'fails-all'] as const;
const share = fc.constantFrom(0, 0.25, 0.5, 1);
const weight = fc.integer({ min: 1, max: 9 });

/** A question of any kind with an answer to it. */
const asked = fc.record({
  kind: fc.integer({ min: 1, max: 5 }),
  critical: fc.constantFrom(0, 0, 0, 1, 2),
  weight,
  shares: fc.array(share, { minLength: 2, maxLength: 4 }),
  pick: fc.nat(3),
  number: fc.constantFrom(-3, 0, 2.5, 7, 12),
  away: fc.boolean(),
});
const marked = fc.record({
  notApplicable: fc.constantFrom('drop', 'full'),
  groups: fc.array(
    fc.record({ weight, questions: fc.array(asked, { minLength: 1, maxLength: 4 }) }),
    { minLength: 1, maxLength: 4 },
  ),
});

type Marked = typeof marked extends fc.Arbitrary<infer One> ? One : never;

/** The form as the page and as the domain has it, and the answers. */
function made({ notApplicable, groups }: Marked) {
  const answers: Answer[] = [];
  const both = groups.map((group, g) => ({
    ...{ groupId: `g${g}`, nameEn: '', nameZh: '', weight: group.weight },
    questions: group.questions.map((one, q) => {
      const questionId = `g${g}q${q}`;
      const most = one.kind === 1 ? 5 : 10;
      const least = one.kind === 1 ? 1 : 0;
      const choices = one.shares.map((each, at) => {
        return { choiceId: `c${at}`, labelEn: '', labelZh: '', share: each };
      });
      const value = [null, 1 + one.pick, one.pick % 2, null, one.number, null][one.kind] ?? null;
      const choiceId = one.kind === 3 ? `c${one.pick % choices.length}` : '';
      const given = one.away ? { notApplicable: true } : { value, choiceId };
      answers.push({ ...noAnswer(questionId), ...given });
      const { kind, critical } = one;
      const words = { textEn: '', textZh: '', helpEn: '', helpZh: '' };
      return {
        ...{ questionId, ...words, kind, critical, weight: one.weight, least, most, choices },
        mayNotApply: true,
      };
    }),
  }));
  const named = { formId: 'f', version: 1, nameEn: '', nameZh: '', channel: '', passMark: 80 };
  const page = { ...named, notApplicable, groups: both } as PageForm;
  const domain = {
    ...page,
    groups: both.map((group) => ({
      ...group,
      questions: group.questions.map((one) => {
        return { ...one, kind: kinds[one.kind], critical: criticals[one.critical] };
      }),
    })),
  } as unknown as DomainForm;
  return { page, domain, answers };
}

t.test('a form marked in the page comes to what the service makes of it', async (t) => {
  let scored = 0;
  let failing = 0;
  fc.assert(
    fc.property(marked, (one) => {
      const { page, domain, answers } = made(one);
      const expected = markEvaluation(domain, answers);
      const { score, failedBy, missing } = standingOf(page, byQuestion(answers));
      scored += expected.score === null ? 0 : 1;
      failing += expected.failedBy.length > 0 ? 1 : 0;
      const same =
        score === expected.score || Math.abs((score ?? -1) - (expected.score ?? -2)) < 1e-9;
      return same && missing.length === 0 && `${failedBy}` === `${expected.failedBy}`;
    }),
    { seed: 5, numRuns: 2_000 },
  );
  t.ok(scored > 1_000 && failing > 200, `${scored} scored, ${failing} with a failure`);
});

t.test('what is not answered is missing, and is not sent', async (t) => {
  const form = pageForm();
  const some = byQuestion([{ ...noAnswer('tone'), value: 4 }, noAnswer('private')]);
  t.match(standingOf(form, some), { score: 75, missing: ['private'], asked: 2, failedBy: [] });
  t.same(
    toSend(form, some).map(({ questionId }) => questionId),
    ['tone'],
  );
  const failed = { ...some, private: { ...noAnswer('private'), value: 0 } };
  t.match(standingOf(form, failed), { score: 0, failsAll: true, missing: [] });
});

t.test('what a question is worth adds up to 100, words are worth nothing', async (t) => {
  const form = pageForm();
  t.same(
    ['tone', 'private', 'words'].map((id) => worthOf(form, id)),
    [75, 25, 0],
  );
});

t.test('keys answer: digits choose, y and n, x where it may not apply', async (t) => {
  const [tone, kept] = pageForm().groups[0]?.questions ?? [];
  if (!tone || !kept) throw new Error('the form has two questions');
  t.match(keyAnswer(tone, '4'), { value: 4 });
  t.equal(keyAnswer(tone, '9'), null, 'beyond the scale');
  t.match(keyAnswer(kept, 'n'), { value: 0 });
  t.equal(keyAnswer(kept, 'x'), null, 'it always applies');
  t.match(keyAnswer({ ...kept, mayNotApply: true }, 'x'), { notApplicable: true });
});

t.test('a place in a recording is read and told in minutes and seconds', async (t) => {
  t.same(['75', '1:15', '1:15', '1:02:15', '', 'x', '1:2:3:4'].map(secondsFrom), [
    ...[75, 75, 75, 3735, null, null, null],
  ]);
  t.same([75, 3735, 0, null].map(secondsWords), ['1:15', '1:02:15', '0:00', '']);
});

/** A scale worth three, a critical question worth one, and words. */
function pageForm(): PageForm {
  const form = Form.fromPartial({
    ...{ formId: 'call', version: 1, notApplicable: 'drop' },
    groups: [
      {
        ...{ groupId: 'all', weight: 10 },
        questions: [
          { questionId: 'tone', kind: 1, weight: 3, least: 1, most: 5 },
          { questionId: 'private', kind: 2, weight: 1, critical: 2 },
          { questionId: 'words', kind: 5, weight: 1 },
        ],
      },
    ],
  });
  return form as unknown as PageForm;
}
