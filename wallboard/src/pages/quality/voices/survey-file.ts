/** Surveys as a file brings them: a line each, checked before anything is sent. */
import { rowsOf } from '../../parts/csv.ts';
import {
  type FileFault,
  type Headings,
  instantIn,
  type KnownSite,
  linesOf,
  numberIn,
  personIn,
  yesNoIn,
} from './voice-file.ts';
import type { SurveyAnswer } from './voices-api.ts';

/** What a file says. */
export interface SurveysRead {
  answers: SurveyAnswer[];
  faults: FileFault[];
  lacking: string[];
  /** Column → its heading in the file. */
  found: Record<string, string>;
}

/** Answers of one file at most. */
export const mostAnswers = 20_000;

/** Columns by the words that name them, the first being those of the empty file. */
export const surveyHeadings: Headings = {
  surveyId: ['survey', 'survey_id', 'id', '问卷', '问卷编号'],
  at: ['at', 'time', 'date', '时间', '日期'],
  person: ['person', 'agent', 'name', '人员', '坐席', '工号', '姓名'],
  satisfaction: ['satisfaction', 'csat', 'grade', '满意度', '评分'],
  resolved: ['resolved', 'solved', '是否解决', '已解决'],
  contact: ['contact', 'call', 'contact_id', '联络', '话务', '通话编号'],
  queue: ['queue', '队列'],
  words: ['words', 'comment', 'text', '留言', '意见'],
};

/** Reads a file. Without an id of its own an answer is known by its contact, or by all it says. */
export function readSurveys(text: string, known: KnownSite): SurveysRead {
  const needed = ['at', 'satisfaction'];
  const { lines, lacking, found } = linesOf(rowsOf(text), { headings: surveyHeadings, needed });
  const read: SurveysRead = { answers: [], faults: [], lacking, found };
  if (lacking.length > 0) return read;
  const seen = new Set<string>();
  const alike = new Map<string, number>();
  for (const { at: line, cell } of lines) {
    const faults: FileFault[] = [];
    const refuse = (column: string, why: FileFault['why']) =>
      faults.push({ line, column: found[column] ?? column, said: cell(column), why });
    const person = cell('person') === '' ? '' : personIn(cell('person'), known);
    const at = instantIn(cell('at'), known.zone);
    const grade = cell('satisfaction') === '' ? null : numberIn(cell('satisfaction'));
    const isGrade = cell('satisfaction') === '' || (Number.isInteger(grade) && isOn(grade));
    const resolved = yesNoIn(cell('resolved'));
    const queue = cell('queue');
    const surveyId = cell('surveyId') || cell('contact') || idOf(cell, alike);
    if (person === null) refuse('person', 'person');
    if (at === null) refuse('at', 'time');
    if (!isGrade) refuse('satisfaction', 'grade');
    if (resolved === undefined) refuse('resolved', 'yes-no');
    if (grade === null && resolved === null && isGrade) refuse('satisfaction', 'missing');
    if (queue !== '' && known.queues.length > 0 && !known.queues.includes(queue)) {
      refuse('queue', 'queue');
    }
    if (seen.has(surveyId)) refuse('surveyId', 'twice');
    if (read.answers.length >= mostAnswers) refuse('surveyId', 'too-many');
    seen.add(surveyId);
    if (faults.length > 0) read.faults.push(...faults);
    else if (at !== null && person !== null && resolved !== undefined) {
      const [contact, words] = [cell('contact'), cell('words').slice(0, 4_000)];
      const satisfaction = grade;
      read.answers.push({ surveyId, contact, person, satisfaction, resolved, words, at, queue });
    }
  }
  return read;
}

function isOn(grade: number | null): boolean {
  return grade !== null && grade >= 1 && grade <= 5;
}

/** The same file read again must not count twice: what a line says names it, and how often so far. */
function idOf(cell: (column: string) => string, alike: Map<string, number>): string {
  const said = ['at', 'person', 'satisfaction', 'resolved', 'words'].map(cell).join(' ');
  const times = (alike.get(said) ?? 0) + 1;
  alike.set(said, times);
  return times === 1 ? said.slice(0, 200) : `${said.slice(0, 190)} (${times})`;
}
