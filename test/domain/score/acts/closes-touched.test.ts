// What is closed stays as it was; a late correction is a new version with its cause.
import t from 'tap';
import { applyScoreAct } from '../../../../services/domain/score/acts/apply-score-act.ts';
import {
  closesOfAppeal,
  correctionsDue,
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
/** In the first of both weeks. */
const inFirst = { contactAtMs: Date.UTC(2026, 10, 5) };
const weekly = definition({ definitionId: 'week', period: 'week' });

const due = ({ state, zone }: ReturnType<typeof scoreStory>, recounts = new Map()) =>
  correctionsDue(state, { zone, recounts });

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
    story.act('q1', { kind: 'evaluated', evaluation: evaluation('p01', 5, inFirst) });
    story.act('', closing('2026-W45', 'a mark came late'), { facts });
    t.equal(total('2026-W46'), 25, 'by the new curve');
    t.equal(total('2026-W45', 0), 75);
    t.equal(total('2026-W45', 1), 87.5, 'by the version it was first closed by');
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
  story.act('q1', { kind: 'evaluated', evaluation: evaluation('p01', 5, inFirst) });
  story.act('', closing('2026-W45', 'a mark came late'), { facts });
  t.equal(total('2026-W45'), 87.5, 'not 0, as of less than 90 by the step');
});

t.test('a contest that is accepted changes the closed score at once, with its trace', async (t) => {
  const { story, total, firstId } = twoWeeks();
  const lodging = {
    ...{ kind: 'appeal-lodged' as const, appealId: '', of: 'evaluation' as const },
    ...{
      target: firstId,
      person: '',
      words: 'I did say it',
      dueAtMs: 0,
      firstMarker: '',
      claimed: '' as const,
    },
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
    ...{ reason: 'it is there', figure: null, cause: '' as const },
    evaluation: evaluation('p01', 5, { answers: [answer('tone', 5)] }),
  };
  t.throws(() => story.act('q1', decision), /"q2" decides this appeal/);
  t.throws(() => story.act('q2', { ...decision, evaluation: null }), /has to mark the contact/);
  story.act('q2', decision);
  const cause = `appeal ${appealId}`;
  t.match(due(story), [{ period: '2026-W45', definitionId: 'week', cause }]);
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
    ...{
      target: firstId,
      person: '',
      words: 'no',
      dueAtMs: 0,
      firstMarker: '',
      claimed: '' as const,
    },
  };
  const withdrawn = idOf(story.act('p01', lodging), 'appealId');
  const takeBack = { kind: 'appeal-withdrawn' as const, appealId: withdrawn };
  t.throws(() => story.act('q1', takeBack), /only who lodged/);
  story.act('p01', takeBack);
  const appealId = idOf(story.act('p01', lodging), 'appealId');
  story.act('', { kind: 'appeal-assigned', appealId, marker: 'q3' });
  story.act('q3', {
    ...{ kind: 'appeal-decided' as const, appealId, outcome: 'refused' as const },
    ...{ reason: 'it is not', figure: null, cause: '' as const, evaluation: evaluation('p01', 1) },
  });
  t.same(due(story), []);
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
      adherence: [
        { ...day, ownMs: hour, onQueueMs: 0, scheduledOnQueueMs: 0, contests: [] as string[] },
      ],
    };
    const lodge = (
      of: 'adherence' | 'line',
      target: string,
      outcome: 'accepted' | 'partly',
      figure: number | null,
    ) => {
      const lodging = { kind: 'appeal-lodged' as const, appealId: '', of, target, person: '' };
      const filled = {
        words: 'was in a fire drill',
        dueAtMs: 0,
        firstMarker: '',
        claimed: '' as const,
      };
      const appealId = idOf(story.act('p01', { ...lodging, ...filled }), 'appealId');
      story.act('', { kind: 'appeal-assigned', appealId, marker: 'q2' });
      const decision = {
        kind: 'appeal-decided' as const,
        appealId,
        outcome,
        reason: 'yes',
        figure,
        cause: '' as const,
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
    ...{
      target: firstId,
      person: '',
      words: 'no',
      dueAtMs: 0,
      firstMarker: '',
      claimed: '' as const,
    },
  };
  t.throws(() => story.act('p01', lodging), /could be contested for 14 days/);
});

t.test(
  'late surveys, tests, visits and figures are causes, each where a measure looks',
  async (t) => {
    const story = scoreStory(everybody);
    story.act('q1', { kind: 'form-decided', form: form([question('tone')]) });
    const kinds = ['csat', 'knowledge-test', 'mystery', 'outside'] as const;
    const measures = kinds.map((kind) => measure(kind, { kind, weight: 25 }));
    const broad = { ...weekly, definitionId: 'broad', measures };
    const marked = { ...weekly, definitionId: 'marked' };
    for (const definition of [broad, marked]) {
      story.act('q1', { kind: 'definition-decided', definition, removed: false });
    }
    const begun = { kind: 'mystery-begun' as const, roundId: '', name: 'Q4', quarter: '2026-Q4' };
    const roundId = idOf(story.act('q1', { ...begun, formId: 'call' }), 'roundId');
    for (const definitionId of ['broad', 'marked']) {
      story.act('', { ...closing('2026-W45'), definitionId }, { facts });
    }
    t.same(due(story), []);
    const atMs = Date.UTC(2026, 10, 5);
    const answered = { contact: '', person: 'p01', queue: '', words: '', atMs, resolved: null };
    const survey = (surveyId: string, more = {}) => ({
      ...{ ...answered, surveyId, satisfaction: 4, ...more },
    });
    const told = (...answers: ReturnType<typeof survey>[]) =>
      story.act('q1', { kind: 'surveys-recorded', answers });
    told(survey('other week', { atMs: Date.UTC(2026, 10, 9, 1) }), survey('x', { person: '' }));
    t.same(due(story), [], 'of another week, and of nobody');
    told(survey('s1'), survey('s2'), survey('no mark', { satisfaction: null }));
    const result = { person: 'p01', points: 8, atMs, paper: [] };
    const test = { kind: 'test-recorded' as const, testId: '', name: 'Tariffs', most: 10, pass: 6 };
    const testId = idOf(story.act('q1', { ...test, results: [result] }), 'testId');
    const visit = {
      ...{ roundId, visitId: '', person: 'p01', marker: 'agency', atMs, score: null },
    };
    const visited = { kind: 'mystery-visited' as const, ...visit, answers: [answer('tone', 5)] };
    const visitId = idOf(story.act('q1', visited), 'visitId');
    const figure = { person: 'p01', period: '2026-W45', name: 'outside', figure: 3, sample: 1 };
    story.act('q1', { kind: 'figures-recorded', figures: [figure], fileName: '' });
    const cause = `surveys 2; test ${testId}; visit ${visitId}; figures outside`;
    t.match(due(story), [{ period: '2026-W45', definitionId: 'broad', cause }]);
    story.act('', { ...closing('2026-W45', cause), definitionId: 'broad' }, { facts });
    t.same(due(story), [], 'once');
    t.equal(story.state.closes.get(closeKey('2026-W45', 'broad'))?.length, 2);
  },
);

t.test(
  'adherence counted anew is a cause where it is scored; without a change none is made',
  async (t) => {
    const story = scoreStory(everybody);
    const own = measure('adherence', { kind: 'own-adherence', aspect: 'quantity' });
    const definition = { ...weekly, measures: [own], minQualityWeight: 0 };
    story.act('q1', { kind: 'definition-decided', definition, removed: false });
    const closed = closing('2026-W45');
    const hour = 3_600_000;
    const seen = (ownMs: number) => {
      const day = { person: 'p01', day: '2026-11-05', scheduledMs: 8 * hour, excusedMs: 0 };
      return {
        ...facts,
        adherence: [{ ...day, ownMs, onQueueMs: 0, scheduledOnQueueMs: 0, contests: [] }],
      };
    };
    story.act('', closed, { facts: seen(hour) });
    const counts = (day: string, after: number) =>
      new Map([
        [
          day,
          (story.state.closes.get(closeKey('2026-W45', 'week'))?.at(-1)?.closed.position ?? 0) +
            after,
        ],
      ]);
    t.same(due(story, counts('2026-11-05', 0)), []);
    t.same(due(story, counts('2026-11-09', 1)), [], 'a day of the next week');
    t.match(due(story, counts('2026-11-05', 1)), [{ cause: 'adherence 2026-11-05' }]);
    const anew = { ...closed, cause: 'adherence 2026-11-05' };
    t.throws(() => story.act('', anew, { facts: seen(hour) }), /would be as it is/);
    t.throws(
      () => story.act('q1', anew, { facts: seen(hour) }),
      /would be as it is/,
      'by hand too',
    );
    story.act('', anew, { facts: seen(hour / 2) });
    const [card] = [...story.cards.values()].at(-1) ?? [];
    t.equal(card?.lines[0]?.figure, 450 / 480);
  },
);

t.test('minutes are contested once each, and given back once: by the count, or here', async (t) => {
  const story = scoreStory(everybody);
  const own = measure('adherence', { kind: 'own-adherence', aspect: 'quantity' });
  const definition = { ...weekly, measures: [own], minQualityWeight: 0 };
  story.act('q1', { kind: 'definition-decided', definition, removed: false });
  const lodging = (target: string) => ({
    ...{ kind: 'appeal-lodged' as const, appealId: '', of: 'adherence' as const, target },
    ...{ person: '', words: 'the client froze', dueAtMs: 0, firstMarker: '', claimed: '' as const },
  });
  t.throws(() => story.act('p01', lodging('2026-11-10 800-820')), /still to come/);
  const marked = { minutesMarkedBy: () => 'q1' };
  const lodged = story.act('p01', lodging('2026-11-09 540-560'), marked);
  t.match(lodged.act, { claimed: 'supervisor', firstMarker: 'q1' });
  t.throws(
    () => story.act('p01', lodging('2026-11-09 550-570')),
    /contested already: "2026-11-09 540-560" covers a part/,
  );
  t.doesNotThrow(() => story.act('p02', lodging('2026-11-09 550-570')), 'another one may');
  const appealId = idOf(lodged, 'appealId');
  const assign = (marker: string) => story.act('', { kind: 'appeal-assigned', appealId, marker });
  t.throws(() => assign('q1'), /marked first/);
  t.throws(() => assign('lead'), /"lead" has not the duty to decide contests/);
  assign('');
  const decision = {
    ...{ kind: 'appeal-decided' as const, appealId, outcome: 'accepted' as const },
    ...{ reason: 'it did', figure: null, cause: 'system' as const, evaluation: null },
  };
  t.match(story.act('q2', decision).act, { figure: 20, cause: 'system' });
  const minute = 60_000;
  const seen = (ownMinutes: number, contests: string[]) => {
    const day = { person: 'p01', day: '2026-11-09', scheduledMs: 480 * minute, excusedMs: 0 };
    const more = { onQueueMs: 0, scheduledOnQueueMs: 0, contests };
    return { ...facts, adherence: [{ ...day, ownMs: ownMinutes * minute, ...more }] };
  };
  story.nowMs = Date.UTC(2026, 10, 17);
  const line = (of: ReturnType<typeof seen>) => {
    story.decide('', closing('2026-W46'), { facts: of });
    return [...story.cards.values()].at(-1)?.[0]?.lines[0];
  };
  const before = line(seen(60, []));
  t.equal(before?.figure, (420 + 20) / 480, 'given back here');
  const counted = line(seen(40, [appealId]));
  t.equal(counted?.figure, 440 / 480, 'the count has it in already');
  t.match(counted?.trace, [{ value: 440 }, { kind: 'correction', id: appealId, value: 0 }]);
});
