// What is closed stays as it was; a late correction is a new version with its cause.
import t from 'tap';
import { applyScoreAct } from '../../../../services/domain/score/acts/apply-score-act.ts';
import {
  closesOfAppeal,
  closesTouched,
} from '../../../../services/domain/score/acts/closes-touched.ts';
import { closeKey } from '../../../../services/domain/score/site-scores.ts';
import {
  answer,
  definition,
  evaluation,
  form,
  idOf,
  measure,
  noFacts,
  people,
  question,
  scoreStory,
} from '../score-story.ts';

const everybody = people(3);
const facts = { ...noFacts, people: everybody };
const closing = (period: string, cause = '') => ({
  ...{ kind: 'period-closed' as const, period, definitionId: 'week', cause },
  ...{ version: 0, content: '', cards: 0 },
});
const weekly = definition({ definitionId: 'week', period: 'week' });

/** Two weeks of marks: 75 of 100 in the first, 50 in the second. */
function twoWeeks() {
  const story = scoreStory(everybody);
  story.act('q1', { kind: 'form-decided', form: form([question('tone')]) });
  story.act('q1', { kind: 'definition-decided', definition: weekly, removed: false });
  story.nowMs = Date.UTC(2026, 10, 4);
  const first = story.act('q1', { kind: 'evaluated', evaluation: evaluation('p01', 4) });
  story.nowMs = Date.UTC(2026, 10, 11);
  story.act('q1', { kind: 'evaluated', evaluation: evaluation('p01', 3) });
  story.act('', closing('2026-W45'), { facts });
  const total = (period: string, at = -1) => {
    const close = story.state.closes.get(closeKey(period, 'week'))?.at(at);
    return story.cards.get(close?.content ?? '')?.find(({ person }) => person === 'p01')?.total;
  };
  const firstId = first.act.kind === 'evaluated' ? first.act.evaluation.evaluationId : '';
  return { story, total, firstId };
}

t.test(
  'a definition changed in mid-month leaves closed weeks untouched, closed anew too',
  async (t) => {
    const { story, total } = twoWeeks();
    t.equal(total('2026-W45'), 75);
    const halved = measure('evaluation', {
      points: [
        { figure: 0, points: 0 },
        { figure: 100, points: 50 },
      ],
    });
    const changed = { ...weekly, measures: [halved] };
    const decide = (effectiveFrom: string) =>
      story.act('q1', {
        ...{ kind: 'definition-decided' as const, removed: false },
        definition: { ...changed, effectiveFrom },
      });
    t.throws(() => decide('2026-11-01'), /"2026-W45" is closed: from a later day on only/);
    decide('2026-11-09');
    story.nowMs = Date.UTC(2026, 10, 17);
    story.act('', closing('2026-W46'), { facts });
    story.act('', closing('2026-W45', 'a survey came late'), { facts });
    t.equal(total('2026-W46'), 25, 'by the new curve');
    t.equal(total('2026-W45', 0), 75);
    t.equal(total('2026-W45', 1), 75, 'by the version it was first closed by');
  },
);

t.test('a period is closed when it is over, by who may, and anew with a cause only', async (t) => {
  const { story } = twoWeeks();
  t.throws(() => story.act('', closing('2026-W46'), { facts }), /"2026-W46" is not over/);
  t.throws(() => story.act('', closing('2026-W45'), { facts }), /to close it anew, say why/);
  t.throws(() => story.act('p01', closing('2026-W45', 'x'), { facts }), /needs one of the roles/);
});

t.test('even a definition in the log that reaches back leaves what was closed', async (t) => {
  const { story, total } = twoWeeks();
  const stepped = measure('evaluation', { curve: 'step', points: [{ figure: 90, points: 100 }] });
  const back = { ...weekly, measures: [stepped], effectiveFrom: '2026-11-01' };
  const act = { kind: 'definition-decided' as const, definition: back, removed: false };
  const position = story.log.length + 1;
  const logged = { commandId: 'old', author: 'q1', atMs: story.nowMs, position, act };
  story.log.push(logged);
  story.state = applyScoreAct(story.state, logged);
  story.act('', closing('2026-W45', 'a survey came late'), { facts });
  t.equal(total('2026-W45'), 75);
});

t.test('a contest that is accepted changes the closed score at once, with its trace', async (t) => {
  const { story, total, firstId } = twoWeeks();
  const lodging = {
    ...{ kind: 'appeal-lodged' as const, appealId: '', of: 'evaluation' as const },
    ...{ target: firstId, person: '', words: 'I did say it', dueAtMs: 0, firstMarker: '' },
  };
  t.throws(() => story.act('p02', lodging), /there is no evaluation .* of "p02"/);
  const appealId = idOf(story.act('p01', lodging), 'appealId');
  t.match(story.state.appeals.get(appealId), { firstMarker: 'q1', state: 'open' });
  t.equal(story.state.appeals.get(appealId)?.dueAtMs, story.nowMs + 3 * 86_400_000);
  const assign = (marker: string) => story.act('', { kind: 'appeal-assigned', appealId, marker });
  t.throws(() => assign('q1'), /"q1" marked first and cannot decide/);
  t.throws(() => assign('p01'), /"p01" lodged it and cannot decide/);
  assign('');
  t.equal(story.state.appeals.get(appealId)?.secondMarker, 'q2', 'who has fewest open');
  const decision = {
    ...{ kind: 'appeal-decided' as const, appealId, outcome: 'accepted' as const },
    ...{ reason: 'it is there', figure: null },
    evaluation: evaluation('p01', 5, { answers: [answer('tone', 5)] }),
  };
  t.throws(() => story.act('q1', decision), /"q2" decides this appeal/);
  t.throws(() => story.act('q2', { ...decision, evaluation: null }), /has to mark the contact/);
  const decided = story.act('q2', decision);
  const touched = closesTouched(story.state, decided.act, story.zone);
  const cause = `appeal ${appealId}`;
  t.same(touched, [{ period: '2026-W45', definitionId: 'week', cause }]);
  story.act('', closing('2026-W45', cause), { facts });
  t.equal(total('2026-W45', 0), 75, 'the first version stays readable');
  t.equal(total('2026-W45', 1), 100);
  const closes = closesOfAppeal(story.state, appealId);
  t.equal(story.cards.get(closes?.after ?? '')?.[0]?.lines[0]?.trace[0]?.value, 100);
  t.throws(() => story.act('p01', lodging), /contested already: it is accepted/);
});

t.test('refused, the first marks stand; withdrawn, nothing happens', async (t) => {
  const { story, firstId } = twoWeeks();
  const lodging = {
    ...{ kind: 'appeal-lodged' as const, appealId: '', of: 'evaluation' as const },
    ...{ target: firstId, person: '', words: 'no', dueAtMs: 0, firstMarker: '' },
  };
  const withdrawn = idOf(story.act('p01', lodging), 'appealId');
  const takeBack = { kind: 'appeal-withdrawn' as const, appealId: withdrawn };
  t.throws(() => story.act('q1', takeBack), /only who lodged/);
  story.act('p01', takeBack);
  const appealId = idOf(story.act('p01', lodging), 'appealId');
  story.act('', { kind: 'appeal-assigned', appealId, marker: 'q3' });
  const decided = story.act('q3', {
    ...{ kind: 'appeal-decided' as const, appealId, outcome: 'refused' as const },
    ...{ reason: 'it is not', figure: null, evaluation: evaluation('p01', 1) },
  });
  t.same(closesTouched(story.state, decided.act, story.zone), []);
  const counting = story.state.evaluations
    .get('p01')
    ?.filter(({ replacedBy }) => replacedBy === '');
  t.same(
    counting?.map(({ evaluation: one }) => one.score),
    [75, 50],
  );
});

t.test(
  'contested minutes are given back, never more than were lost; a line gets its figure',
  async (t) => {
    const story = scoreStory(everybody);
    const own = measure('adherence', { kind: 'own-adherence', aspect: 'quantity' });
    const only = { ...weekly, measures: [own], minQualityWeight: 0 };
    story.act('q1', { kind: 'definition-decided', definition: only, removed: false });
    const hour = 3_600_000;
    const day = { person: 'p01', day: '2026-11-09', scheduledMs: 8 * hour, excusedMs: 0 };
    const seen = {
      ...facts,
      adherence: [{ ...day, ownMs: hour, onQueueMs: 0, scheduledOnQueueMs: 0 }],
    };
    const lodge = (
      of: 'adherence' | 'line',
      target: string,
      outcome: 'accepted' | 'partly',
      figure: number | null,
    ) => {
      const lodging = { kind: 'appeal-lodged' as const, appealId: '', of, target, person: '' };
      const filled = { words: 'was in a fire drill', dueAtMs: 0, firstMarker: '' };
      const appealId = idOf(story.act('p01', { ...lodging, ...filled }), 'appealId');
      story.act('', { kind: 'appeal-assigned', appealId, marker: 'q2' });
      const decision = {
        kind: 'appeal-decided' as const,
        appealId,
        outcome,
        reason: 'yes',
        figure,
      };
      story.act('q2', { ...decision, evaluation: null });
    };
    lodge('adherence', '2026-11-09 540-560', 'accepted', null);
    lodge('adherence', '2026-11-09 600-700', 'partly', 90);
    story.nowMs = Date.UTC(2026, 10, 17);
    story.act('', closing('2026-W46'), { facts: seen });
    const [card] = [...story.cards.values()].at(-1) ?? [];
    // 20 + 90 minutes were accepted, 60 were lost: the day is whole.
    t.equal(card?.lines[0]?.figure, 1);
    t.match(
      card?.lines[0]?.trace.map(({ value, kind }) => [kind, value]),
      [
        ['adherence-day', 420],
        ['correction', 20],
        ['correction', 40],
      ],
    );
    t.throws(() => lodge('line', '2026-W46 mood', 'accepted', 1), /there is no measure "mood"/);
    lodge('line', '2026-W46 adherence', 'accepted', 0.5);
    story.act('', closing('2026-W46', 'appeal'), { facts: seen });
    const [again] = [...story.cards.values()].at(-1) ?? [];
    t.match(again?.lines[0], { figure: 0.5, points: 0.5, trace: [{ kind: 'correction' }] });
  },
);

t.test('too late is told with its days', async (t) => {
  const { story, firstId } = twoWeeks();
  story.nowMs = Date.UTC(2026, 10, 19);
  const lodging = {
    ...{ kind: 'appeal-lodged' as const, appealId: '', of: 'evaluation' as const },
    ...{ target: firstId, person: '', words: 'no', dueAtMs: 0, firstMarker: '' },
  };
  t.throws(() => story.act('p01', lodging), /could be contested for 14 days/);
});
