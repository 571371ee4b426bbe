// A small site whose scores are told act by act. Contents lie in a map, ids count up.
import { createHash, createHmac } from 'node:crypto';
import type {
  Acting,
  Decided,
  LoggedScoreAct,
} from '../../../services/domain/score/acts/acting.ts';
import { applyScoreAct } from '../../../services/domain/score/acts/apply-score-act.ts';
import { decideScoreAct } from '../../../services/domain/score/acts/decide-score-act.ts';
import type {
  Answer,
  Evaluation,
  Form,
  Question,
} from '../../../services/domain/score/evaluation.ts';
import type { ScoredPerson } from '../../../services/domain/score/period-facts.ts';
import type { ScoreAct } from '../../../services/domain/score/score-act.ts';
import type { Card, Definition, Measure } from '../../../services/domain/score/scorecard.ts';
import { emptyScores } from '../../../services/domain/score/site-scores.ts';

export const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');
export const secretOf = (name: string) => createHmac('sha256', 'key').update(name).digest('hex');

export const question = (questionId: string, more: Partial<Question> = {}): Question => ({
  ...{ questionId, textEn: questionId, textZh: '', kind: 'scale', weight: 1, least: 1, most: 5 },
  ...{ choices: [], critical: '', mayNotApply: false, helpEn: '', helpZh: '', ...more },
});

export const form = (questions: readonly Question[], more: Partial<Form> = {}): Form => ({
  ...{ formId: 'call', version: 0, nameEn: 'Call', nameZh: '', channel: 'voice' },
  groups: [{ groupId: 'all', nameEn: 'All', nameZh: '', weight: 100, questions }],
  ...{ notApplicable: 'drop', passMark: 80, ...more },
});

export const answer = (questionId: string, value: number | null): Answer => ({
  ...{ questionId, value, choiceId: '', text: '', notApplicable: false, comment: '', atS: null },
});

export const notApplicable = (questionId: string): Answer => ({
  ...{ ...answer(questionId, null), notApplicable: true },
});

export const evaluation = (
  person: string,
  value: number,
  more: Partial<Evaluation> = {},
): Evaluation => ({
  ...{ evaluationId: '', formId: 'call', formVersion: 0, contact: 'c1', person, marker: '' },
  ...{ purpose: 'spot', of: '', answers: [answer('tone', value)], score: null, failedBy: [] },
  ...{ comment: '', contactAtMs: null, queue: 'billing', ...more },
});

export const measure = (measureId: string, more: Partial<Measure> = {}): Measure => ({
  ...{ measureId, kind: 'evaluation-score', aspect: 'quality', weight: 100, curve: 'linear' },
  points: [
    { figure: 0, points: 0 },
    { figure: 100, points: 100 },
  ],
  ...{ minSample: 1, numbers: new Map(), caseMix: false, ...more },
});

export const definition = (more: Partial<Definition> = {}): Definition => ({
  ...{ definitionId: 'month', nameEn: 'Month', nameZh: '', teams: [], posts: [], period: 'month' },
  ...{ measures: [measure('evaluation')], minQualityWeight: 60, bestWorstPoints: 0 },
  ...{ appealDays: 14, decideDays: 3, effectiveFrom: '2020-01-01' },
  ...{ closeAfterDays: null, ...more },
});

export const people = (count: number, team: (at: number) => string = () => 'red') =>
  Array.from(
    { length: count },
    (_, at): ScoredPerson => ({
      ...{ person: `p${String(at + 1).padStart(2, '0')}`, team: team(at), since: '2020-01-01' },
    }),
  );

const rolesByName: Record<string, readonly string[]> = {
  q1: ['quality'],
  q2: ['quality'],
  q3: ['quality'],
  lead: ['team-lead', 'agent'],
  boss: ['administrator'],
  '': ['program'],
};

export function scoreStory(everybody: readonly ScoredPerson[] = people(3)) {
  const cards = new Map<string, readonly Card[]>();
  const log: LoggedScoreAct[] = [];
  let ids = 0;
  const story = {
    state: emptyScores,
    nowMs: Date.UTC(2026, 10, 10, 4),
    zone: 'Asia/Shanghai',
    log,
    cards,
    acting: (author: string, more: Partial<Acting> = {}): Acting => ({
      ...{ author, roles: rolesByName[author] ?? ['agent'], nowMs: story.nowMs },
      ...{ zone: story.zone, people: everybody, leads: new Map([['red', 'lead']]) },
      ...{ markers: ['q1', 'q2', 'q3'], newId: () => `id${++ids}`, secretOf, digestOf },
      contents: {
        cards: (sha) => cards.get(sha) ?? [],
        addCards: (made) => {
          const sha = digestOf(JSON.stringify(made));
          cards.set(sha, made);
          return sha;
        },
        addList: (list) => digestOf(JSON.stringify(list)),
      },
      minutesMarkedBy: () => '',
      ...{ facts: null, list: null, ...more },
    }),
    decide: (
      author: string,
      act: ScoreAct,
      more: Partial<Acting> = {},
      seen: number | null = null,
    ) => decideScoreAct(story.state, act, story.acting(author, more), seen),
    act: (author: string, act: ScoreAct, more: Partial<Acting> = {}): Decided => {
      const decided = story.decide(author, act, more);
      const position = log.length + 1;
      const logged = {
        ...{ commandId: `command ${position}`, atMs: story.nowMs, position, act: decided.act },
        author: decided.anonymous ? '' : author,
      };
      log.push(logged);
      story.state = applyScoreAct(story.state, logged);
      return decided;
    },
  };
  return story;
}

/** An id that the act was given. */
export function idOf(decided: Decided, field: string): string {
  return String((decided.act as unknown as Record<string, unknown>)[field]);
}

/** A site with one form of one scale question, and one definition. */
export function readyStory(everybody: readonly ScoredPerson[] = people(3)) {
  const story = scoreStory(everybody);
  story.act('q1', { kind: 'form-decided', form: form([question('tone')]) });
  story.act('q1', { kind: 'definition-decided', definition: definition(), removed: false });
  return story;
}

export const noFacts = { legs: [], adherence: [], orders: [] };
