// Sentences of the services on Chinese pages: every one of planning has its translation.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import ts from 'typescript';
import { said } from '../../../wallboard/src/pages/said/said.ts';

t.test('a sentence keeps its values, in Chinese and in English', async (t) => {
  const late =
    'forecast "Spring" was changed meanwhile by ann at 2026-11-23T10:00:00.000Z; read it again and decide anew';
  t.equal(said(late, 'en'), late);
  t.equal(
    said(late, 'zh'),
    '预测“Spring”已被 ann 于 2026-11-23T10:00:00.000Z 更改；请重新读取后再决定',
  );
  t.equal(
    said('volumePercent is 20000, but must be -100 to 10000', 'zh'),
    '业务量变化为 20000，须在 -100 至 10000 之间',
  );
  t.equal(
    said('forecast "a" could not be computed: queue "s/q" has no history before 2026-01-02', 'zh'),
    '预测“a”无法计算：队列“s/q”在 2026-01-02 之前没有历史数据',
    'a sentence within a sentence too',
  );
  t.equal(
    said('ScorecardService cannot be reached; try again', 'zh'),
    '绩效服务连不上；请重试',
    'a service by its name, whichever is asked',
  );
  t.equal(
    said('definition "month": measure "tone": weight 0 is not above 0', 'zh'),
    '方案“month”：指标“tone”：权重 0 须大于 0',
  );
  t.equal(said('what nobody translated', 'zh'), 'what nobody translated');
});

const sources = [
  'services/staffing-forecast',
  'services/domain/planning',
  'services/domain/time/local-clock.ts',
  'services/gateway/rest/planning.ts',
  'services/gateway/rest/planning-forecasts.ts',
  'services/gateway/rest/planning-imports.ts',
  'services/gateway/rest/planning-skills.ts',
  'services/domain/schedule/acts',
  'services/domain/schedule/rules',
  'services/shift-scheduling',
  'services/lib/command-checks.ts',
  'services/agent-status',
  'services/domain/agent/adherence',
  'services/domain/score',
  'services/scorecards',
];
/** Steps travel as data and are put into words on the page; logs and metrics are no one's screen. */
const elsewhere =
  /explain-steps|-wire|metrics|main\.ts|consume\.ts|book\.ts|-log\.ts|calendar-zone/;

t.test(
  'every refusal of planning, scheduling, adherence and scores is told in Chinese',
  async (t) => {
    const sentences = sources.flatMap(filesOf).flatMap(refusalsOf);
    t.ok(sentences.length > 100, `${sentences.length} sentences`);
    for (const { sentence, place } of sentences) {
      t.match(said(sentence, 'zh'), /[\u4e00-\u9fff]/, `${place}: ${sentence}`);
    }
  },
);

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesOf(join(path, name)));
}

/** Sentences of a file that are refused with: literals, each value stood in for by a word. */
function refusalsOf(path: string): { sentence: string; place: string }[] {
  if (elsewhere.test(path)) return [];
  const source = ts.createSourceFile(
    path,
    readFileSync(path, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const found: { sentence: string; place: string }[] = [];
  const visit = (node: ts.Node): void => {
    const sentence = textOf(node);
    if (sentence === null) return void node.forEachChild(visit);
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    if (/[a-z]{3,} |\s[a-z]{3,}/.test(sentence) && isRefusal(node))
      found.push({ sentence, place: `${path}:${line}` });
  };
  visit(source);
  return found;
}

function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map((span) => `7${span.literal.text}`).join('');
  }
  const joined = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
  if (!joined) return null;
  const [left, right] = [textOf(node.left), textOf(node.right)];
  return left === null && right === null ? null : (left ?? '7') + (right ?? '7');
}

/** What DomainError is made with, or a helper that makes one, or a variable for it. */
function isRefusal(node: ts.Node): boolean {
  for (let up = node.parent; up && !ts.isFunctionDeclaration(up); up = up.parent) {
    if (ts.isNewExpression(up)) return up.expression.getText() === 'DomainError';
    if (ts.isCallExpression(up))
      return /^(refuse|refusal|wrong|tell)$/.test(up.expression.getText());
    if (ts.isVariableDeclaration(up)) return /^(sentence|problem|fault)$/.test(up.name.getText());
    if (ts.isStatement(up)) return false;
  }
  return false;
}
