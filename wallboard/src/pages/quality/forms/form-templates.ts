/** Forms to begin with, after what quality centres listen for: domain.md S6, S9, S10. */
import { Critical, QuestionKind } from '../../../../../proto/gen/floorcast/score/v1/evaluation.ts';
import type { Form, Question, QuestionGroup } from '../quality-api.ts';

/** A form that one may begin with. */
export type Template = 'call' | 'chat' | 'colleague' | 'mystery';

/** The templates, the most used first. */
export const templates: readonly Template[] = ['call', 'chat', 'colleague', 'mystery'];

/** A template as a form that is not decided yet. */
export function templateOf(template: Template): Form {
  return forms[template]();
}

/** A form with nothing in it. */
export function emptyForm(): Form {
  return form('', ['', ''], '', []);
}

const scaleHelp = [
  '5 exemplary, 3 as agreed, 1 not acceptable',
  '5 分示范水平，3 分达标，1 分不可接受',
] as const;

const attitude = (): QuestionGroup =>
  group('service', ['Attitude', '服务态度'], 35, [
    scale('tone', ['Tone and pace', '语气语速'], 2),
    scale('courtesy', ['Courtesy', '礼貌用语'], 2),
    scale('patience', ['Listens and does not interrupt', '耐心倾听，不抢话'], 1),
    scale('empathy', ['Takes the concern seriously', '换位思考，体察诉求'], 1),
  ]);

const skill = (): QuestionGroup =>
  group('skill', ['Skill', '业务能力'], 45, [
    scale('understanding', ['Finds out what is wanted', '准确理解需求'], 1),
    scale('accuracy', ['What was said is right', '答复准确'], 3),
    scale('whole', ['Explained completely', '解释完整'], 2),
    yesNo('solved', ['Solved, or a next step with a date', '问题解决，或告知后续及时限'], 2),
  ]);

const forms: Record<Template, () => Form> = {
  call: () =>
    form('call', ['Call quality', '通话质检表'], 'voice', [
      group('opening', ['Opening and closing', '开头与结束'], 10, [
        yesNo('greeting', ['Greeting as agreed', '开头语规范'], 1),
        yesNo('farewell', ['Asks for more, thanks, says goodbye', '询问其他需求并规范结束'], 1, {
          mayNotApply: true,
          helpEn: 'Does not apply when the customer hung up first.',
          helpZh: '客户先挂机时选“不适用”。',
        }),
      ]),
      attitude(),
      skill(),
      group('process', ['Process', '流程规范'], 10, [
        yesNo('holding', ['Hold and transfer announced', '保持、转接前告知'], 1, {
          mayNotApply: true,
        }),
        scale('record', ['Recorded rightly and fully', '工单记录准确完整'], 2),
        yesNo('privacy', ['Personal data kept safe', '客户信息保密'], 1, {
          critical: Critical.FAILS_ALL,
          helpEn: 'Identity checked before anything personal was told.',
          helpZh: '提供个人信息前已核实身份。',
        }),
        yesNo('promise', ['Nothing promised that cannot be kept', '不作无法兑现的承诺'], 1, {
          critical: Critical.FAILS_GROUP,
        }),
      ]),
      remarks(),
    ]),
  chat: () =>
    form('chat', ['Chat quality', '在线质检表'], 'chat', [
      group('writing', ['Writing', '文字表达'], 30, [
        scale('language', ['Clear and correct language', '文字清晰无误'], 2),
        scale('courtesy', ['Courtesy', '礼貌用语'], 2),
        scale('pace', ['Answers without long gaps', '响应及时'], 1),
      ]),
      skill(),
      group('process', ['Process', '流程规范'], 25, [
        scale('record', ['Recorded rightly and fully', '工单记录准确完整'], 2),
        yesNo('privacy', ['Personal data kept safe', '客户信息保密'], 1, {
          critical: Critical.FAILS_ALL,
        }),
      ]),
      remarks(),
    ]),
  colleague: () =>
    form('colleague', ['360-degree appraisal', '360度评价'], '', [
      group('together', ['Working together', '协同工作'], 100, [
        scale('execution', ['Execution', '执行力'], 1),
        scale('service', ['Service', '服务意识'], 1),
        scale('cooperation', ['Cooperation', '协作'], 1),
        scale('communication', ['Communication', '沟通'], 1),
      ]),
    ]),
  mystery: () =>
    form('mystery', ['Mystery visit', '神秘客户暗访'], '', [
      group('greeting', ['Greeting', '迎接'], 20, [
        yesNo('answered', ['Answered in the promised time', '在承诺时间内应答'], 1),
        scale('welcome', ['Friendly welcome', '热情接待'], 1),
      ]),
      group('knowledge', ['Product knowledge', '产品知识'], 35, [
        scale('needs', ['Asks what is needed', '了解需求'], 1),
        scale('facts', ['Facts are right', '信息准确'], 2),
      ]),
      group('compliance', ['Compliance', '合规'], 25, [
        yesNo('disclosed', ['Risks and costs are told', '告知风险与费用'], 1, {
          critical: Critical.FAILS_GROUP,
        }),
        yesNo('privacy', ['Personal data kept safe', '客户信息保密'], 1),
      ]),
      group('follow-up', ['Follow-up', '后续跟进'], 20, [
        yesNo('promised', ['What was promised was done', '承诺事项已落实'], 1, {
          mayNotApply: true,
        }),
      ]),
    ]),
};

function remarks(): QuestionGroup {
  const good = { ...question('good', ['What was good', '亮点'], 1), kind: QuestionKind.TEXT };
  const better = { ...question('better', ['What to do next', '改进建议'], 1) };
  return group('remarks', ['Remarks', '评语'], 1, [
    { ...good, least: 0, most: 0 },
    { ...better, kind: QuestionKind.TEXT, least: 0, most: 0 },
  ]);
}

function form(
  formId: string,
  [nameEn, nameZh]: readonly [string, string],
  channel: string,
  groups: QuestionGroup[],
): Form {
  const passMark = 80;
  return { formId, version: 0, nameEn, nameZh, channel, groups, notApplicable: 'drop', passMark };
}

function group(
  groupId: string,
  [nameEn, nameZh]: readonly [string, string],
  weight: number,
  questions: Question[],
): QuestionGroup {
  return { groupId, nameEn, nameZh, weight, questions };
}

function scale(id: string, text: readonly [string, string], weight: number): Question {
  const [helpEn, helpZh] = scaleHelp;
  return { ...question(id, text, weight), helpEn, helpZh };
}

function yesNo(
  id: string,
  text: readonly [string, string],
  weight: number,
  more: Partial<Question> = {},
): Question {
  const kind = QuestionKind.YES_NO;
  return { ...question(id, text, weight), kind, least: 0, most: 0, ...more };
}

function question(
  questionId: string,
  [textEn, textZh]: readonly [string, string],
  weight: number,
): Question {
  return {
    ...{ questionId, textEn, textZh, kind: QuestionKind.SCALE, weight, least: 1, most: 5 },
    ...{ choices: [], critical: Critical.UNSPECIFIED, mayNotApply: false, helpEn: '', helpZh: '' },
  };
}
