import t from 'tap';
import {
  inOrder,
  noteState,
  planRows,
} from '../../../../../wallboard/src/pages/quality/notes/notes-view.ts';

const today = '2026-11-28';
const note = (noteId: string, followUp: string, done = false, at = '2026-11-01T08:00:00Z') => {
  return { noteId, person: 'p', text: '', followUp, done, author: 'lea', at, evaluationId: '' };
};

t.test('a follow-up is overdue the day after, and due from two days before', async (t) => {
  const of = (followUp: string, done = false) => noteState({ followUp, done }, today);
  t.equal(of('2026-11-27'), 'overdue');
  t.equal(of('2026-11-28'), 'due');
  t.equal(of('2026-11-30'), 'due');
  t.equal(of('2026-12-01'), 'later');
  t.equal(of(''), 'open');
  t.equal(of('2026-11-01', true), 'done');
});

t.test(
  'what is longest overdue comes first, what is done last, the newest of it first',
  async (t) => {
    const notes = [
      note('old', '', true, '2026-10-01T08:00:00Z'),
      note('new', '', true, '2026-11-20T08:00:00Z'),
      note('none', ''),
      note('later', '2026-12-24'),
      note('due', '2026-11-29'),
      note('late', '2026-11-20'),
      note('later than late', '2026-11-10'),
    ];
    t.same(
      inOrder(notes, today).map(({ noteId }) => noteId),
      ['later than late', 'late', 'due', 'later', 'none', 'new', 'old'],
    );
  },
);

t.test('plans of a week: to be checked, missing, under way, checked', async (t) => {
  const plan = (person: string, summary = '', checkedBy = '') => {
    const items = [
      { text: 'a', done: true, note: '' },
      { text: 'b', done: false, note: '' },
    ];
    return { person, week: '2026-W48', items, summary, checkedBy };
  };
  const people = ['none', 'runs', 'sums', 'ok'];
  const plans = [plan('runs'), plan('sums', 'well'), plan('ok', 'well', 'lea')];
  const rows = planRows(people, plans, { week: '2026-W48', today });
  t.same(
    rows.map(({ person, state, done, of }) => [person, state, done, of]),
    [
      ['sums', 'to-check', 1, 2],
      ['none', 'none', 0, 0],
      ['runs', 'running', 1, 2],
      ['ok', 'checked', 1, 2],
    ],
  );
  const after = planRows(['runs'], plans, { week: '2026-W48', today: '2026-11-30' });
  t.equal(after[0]?.state, 'no-summary', 'the week is over and nothing was summed up');
  t.equal(planRows(['runs'], plans, { week: '2026-W47', today })[0]?.state, 'none');
});
