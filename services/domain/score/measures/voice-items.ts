import { sum } from '../sums.ts';
import { addItem, type ItemsByPerson, type Seen } from './measure-item.ts';

/** Fewer raters of one relation are not shown, and not scored. */
export const fewestRaters = 5;

/** Scores of evaluations that count: neither calibrations nor what a contest replaced. */
export function evaluationItems(seen: Seen): ItemsByPerson {
  const items: ItemsByPerson = new Map();
  for (const [person, of] of seen.state.evaluations) {
    for (const { evaluation, marked, replacedBy } of of) {
      const { evaluationId: id, score: value, purpose, formId, formVersion, queue } = evaluation;
      const atMs = evaluation.contactAtMs ?? marked.atMs;
      if (value === null || replacedBy !== '' || !within(seen, atMs)) continue;
      if (purpose === 'calibration' || purpose === 'mystery') continue;
      const note = `${formId} ${formVersion}`;
      addItem(items, person, {
        kind: 'evaluation',
        id,
        atMs,
        value,
        weight: 1,
        note,
        count: 1,
        queue,
      });
    }
  }
  return items;
}

/** What customers answered: their satisfaction, or whether it was resolved. */
export function surveyItems(seen: Seen, of: 'satisfaction' | 'resolved'): ItemsByPerson {
  const items: ItemsByPerson = new Map();
  for (const [person, answers] of seen.state.surveys) {
    for (const { surveyId: id, contact, atMs, queue, ...answer } of answers) {
      const value = of === 'resolved' ? asNumber(answer.resolved) : answer.satisfaction;
      if (person === '' || value === null || !within(seen, atMs)) continue;
      addItem(items, person, {
        ...{ kind: 'survey', id, atMs, value, weight: 1, note: contact, count: 1, queue },
      });
    }
  }
  return items;
}

/** Marks of knowledge tests, of 100. */
export function testItems(seen: Seen): ItemsByPerson {
  const items: ItemsByPerson = new Map();
  for (const { testId: id, name: note, most, results } of seen.state.tests.values()) {
    for (const { person, points, atMs } of results) {
      if (!within(seen, atMs)) continue;
      const value = (100 * points) / most;
      addItem(items, person, {
        kind: 'test',
        id,
        atMs,
        value,
        weight: 1,
        note,
        count: 1,
        queue: '',
      });
    }
  }
  return items;
}

/** Means of the groups of a 360-degree round that ended in the period. */
export function roundItems(seen: Seen): ItemsByPerson {
  const items: ItemsByPerson = new Map();
  for (const { roundId, scores, ended } of seen.state.rounds.values()) {
    if (!ended || !within(seen, ended.atMs)) continue;
    const groups = Map.groupBy(scores, ({ person, relation }) => `${relation}\t${person}`);
    for (const [key, group] of groups) {
      const [note = '', person = ''] = key.split('\t');
      if (group.length < fewestRaters) continue;
      const value = sum(group, ({ score }) => score) / group.length;
      const id = `${roundId} ${note}`;
      addItem(items, person, {
        ...{ kind: 'round', id, atMs: ended.atMs, value, weight: 1, note, count: 1, queue: '' },
      });
    }
  }
  return items;
}

/** Visits by outside markers, and evaluations they made of contacts. */
export function mysteryItems(seen: Seen): ItemsByPerson {
  const items: ItemsByPerson = new Map();
  for (const { name: note, visits } of seen.state.mystery.values()) {
    for (const { visitId: id, person, atMs, score: value } of visits) {
      if (person === '' || value === null || !within(seen, atMs)) continue;
      addItem(items, person, {
        kind: 'visit',
        id,
        atMs,
        value,
        weight: 1,
        note,
        count: 1,
        queue: '',
      });
    }
  }
  for (const [person, of] of seen.state.evaluations) {
    for (const { evaluation, marked } of of) {
      const { evaluationId: id, score: value, purpose, of: note, queue } = evaluation;
      const atMs = evaluation.contactAtMs ?? marked.atMs;
      if (value === null || purpose !== 'mystery' || !within(seen, atMs)) continue;
      addItem(items, person, {
        kind: 'evaluation',
        id,
        atMs,
        value,
        weight: 1,
        note,
        count: 1,
        queue,
      });
    }
  }
  return items;
}

/** Figures from outside under the name of the measure. */
export function outsideItems(seen: Seen, name: string): ItemsByPerson {
  const items: ItemsByPerson = new Map();
  for (const [person, figures] of seen.state.outside) {
    for (const { figure: value, sample: count, ...one } of figures) {
      if (one.name !== name || one.period !== seen.period) continue;
      const id = `${one.period} ${name}`;
      addItem(items, person, {
        ...{ kind: 'outside', id, atMs: seen.fromMs, value, weight: 1, note: '', count, queue: '' },
      });
    }
  }
  return items;
}

/** Work orders closed in the period. */
export function orderItems(seen: Seen): ItemsByPerson {
  const items: ItemsByPerson = new Map();
  for (const { order: id, person, closedAtMs: atMs, inTime } of seen.facts.orders) {
    if (!within(seen, atMs)) continue;
    const [value, note] = inTime ? [1, ''] : [0, 'late'];
    addItem(items, person, {
      kind: 'order',
      id,
      atMs,
      value,
      weight: 1,
      note,
      count: 1,
      queue: '',
    });
  }
  return items;
}

function within({ fromMs, toMs }: Seen, atMs: number): boolean {
  return atMs >= fromMs && atMs < toMs;
}

function asNumber(resolved: boolean | null): number | null {
  if (resolved === null) return null;
  return resolved ? 1 : 0;
}
