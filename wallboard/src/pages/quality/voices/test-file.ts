/** Results of a knowledge test as a file brings them: a line a person, or a line a question. */
import { rowsOf } from '../../parts/csv.ts';
import {
  type FileFault,
  type Headings,
  instantIn,
  type KnownSite,
  linesOf,
  numberIn,
  personIn,
} from './voice-file.ts';
import type { TestItem, TestResult } from './voices-api.ts';

/** What a file says. */
export interface TestRead {
  results: TestResult[];
  faults: FileFault[];
  lacking: string[];
  found: Record<string, string>;
  /** Points to be had, by the papers; null = the file has none. */
  most: number | null;
}

/** Columns by the words that name them, the first being those of the empty file. */
export const testHeadings: Headings = {
  person: ['person', 'agent', 'name', '人员', '坐席', '工号', '姓名'],
  points: ['points', 'score', '得分', '分数'],
  question: ['question', '题目', '试题'],
  most: ['most', 'max', '满分', '分值'],
  given: ['given', 'answer', '作答', '答案'],
  right: ['right', 'correct', '正确答案', '标准答案'],
  at: ['at', 'time', 'date', '时间', '日期'],
};

/** Questions of one paper at most. */
const mostItems = 500;

/**
 * Reads a file. With a column of questions every line is one question of a person's paper and the
 * points add up; without it every line is one person.
 *
 * @param at - when the test was, where a line does not say so.
 */
export function readTest(text: string, known: KnownSite, at: string): TestRead {
  const { lines, lacking, found } = linesOf(rowsOf(text), {
    headings: testHeadings,
    needed: ['person', 'points'],
  });
  const { question: questions, most: shares } = found;
  const hasPapers = questions !== undefined;
  const read: TestRead = { results: [], faults: [], lacking, found, most: null };
  if (hasPapers && shares === undefined) read.lacking.push('most');
  if (read.lacking.length > 0) return read;
  const byPerson = new Map<string, TestResult>();
  for (const { at: line, cell } of lines) {
    const faults: FileFault[] = [];
    const refuse = (column: string, why: FileFault['why']) =>
      faults.push({ line, column: found[column] ?? column, said: cell(column), why });
    const person = personIn(cell('person'), known);
    const points = numberIn(cell('points'));
    const when = cell('at') === '' ? at : instantIn(cell('at'), known.zone);
    const most = hasPapers ? numberIn(cell('most')) : null;
    const before = person === null ? undefined : byPerson.get(person);
    const isDouble = hasPapers
      ? before?.paper.some(({ question }) => question === cell('question'))
      : before !== undefined;
    if (person === null) refuse('person', 'person');
    if (points === null || points < 0) refuse('points', 'points');
    if (when === null) refuse('at', 'time');
    if (hasPapers && cell('question') === '') refuse('question', 'missing');
    if (hasPapers && (most === null || most <= 0 || (points ?? 0) > most)) refuse('most', 'most');
    if (isDouble) refuse(hasPapers ? 'question' : 'person', 'twice');
    if ((before?.paper.length ?? 0) >= mostItems) refuse('question', 'too-many');
    if (faults.length > 0) read.faults.push(...faults);
    else if (person !== null && points !== null && when !== null) {
      const item = { question: cell('question'), given: cell('given'), right: cell('right') };
      const paper = most === null ? [] : [{ ...item, points, most }];
      byPerson.set(
        person,
        added(before ?? { person, points: 0, paper: [], at: when }, points, paper),
      );
    }
  }
  read.results = [...byPerson.values()];
  read.most = hasPapers ? Math.max(0, ...read.results.map(({ paper }) => mostOf(paper))) : null;
  return read;
}

/** Points to be had of a paper. */
export function mostOf(paper: readonly TestItem[]): number {
  return tidy(paper.reduce((sum, { most }) => sum + most, 0));
}

function added(result: TestResult, points: number, paper: TestItem[]): TestResult {
  const sum = tidy(result.points + points);
  return { ...result, points: sum, paper: [...result.paper, ...paper] };
}

/** Sums of typed decimals without the dust of binary fractions. */
function tidy(sum: number): number {
  return Number(sum.toFixed(9));
}
