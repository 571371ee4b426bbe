// By role: who sees whose scores, by every view there is; and what a wall may be given.
import t from 'tap';
import { periodCards } from '../../../../services/domain/score/cards/period-cards.ts';
import {
  appealStateAt,
  appealStatistics,
  appealsSeen,
  cardSeen,
} from '../../../../services/domain/score/looking/appeals-seen.ts';
import {
  calibrationMarks,
  evaluationsSeen,
} from '../../../../services/domain/score/looking/evaluations-seen.ts';
import {
  cardsSeen,
  holdingsSeen,
  ladderSeen,
  notesSeen,
} from '../../../../services/domain/score/looking/notes-seen.ts';
import { posted } from '../../../../services/domain/score/looking/posted.ts';
import { roundResults, testsSeen } from '../../../../services/domain/score/looking/rounds-seen.ts';
import type { Viewer } from '../../../../services/domain/score/looking/viewer.ts';
import {
  definition,
  evaluation,
  form,
  idOf,
  noFacts,
  people,
  question,
  readyStory,
} from '../score-story.ts';

const everybody = people(14, (at) => (at < 9 ? 'red' : 'blue'));
const teamOf = new Map(everybody.map(({ person, team }) => [person, team]));
const viewer = (person: string, roles: string[], leads: string[] = []): Viewer => ({
  ...{ person, roles, leads: new Set(leads), teamOf },
});
const { story, roundId, appealId, calibrationId } = fullStory();
const asked = { definition: definition(), period: '2026-11', zone: story.zone, version: 0 };
const cards = periodCards(story.state, {
  ...{ ...asked, facts: { ...noFacts, people: everybody }, nowMs: story.nowMs },
});

/** Everybody whom a view tells anything about. */
function peopleShown(by: Viewer): Set<string> {
  const { state } = story;
  const round = state.rounds.get(roundId);
  const { plans, coaching, praises } = notesSeen(state, by);
  const { faults, reviews } = ladderSeen(state, by);
  const all = [
    ...cardsSeen(story.state, cards, by),
    ...evaluationsSeen(state, by).map((one) => one.evaluation),
    ...calibrationMarks(state, calibrationId, by),
    ...appealsSeen(state, by),
    ...(round ? roundResults(round, by) : []),
    ...testsSeen(state, by).flatMap(({ results }) => results),
    ...[...plans, ...coaching, ...praises, ...faults],
    ...reviews.flatMap(({ moves }) => moves),
    ...holdingsSeen(state, by, '2026-11-30').map(({ holding }) => holding),
  ];
  return new Set(all.map(({ person }) => person));
}

t.test('an agent, a planner and a wall never see another one’s score', async (t) => {
  for (const { person } of everybody) {
    const shown = peopleShown(viewer(person, ['agent']));
    t.same([...shown], [person], `${person} sees their own alone`);
  }
  t.same([...peopleShown(viewer('plan', ['planner']))], []);
  t.same([...peopleShown(viewer('', ['wall']))], []);
  t.same([...peopleShown(viewer('', ['agent']))], [], 'nobody in particular sees nothing');
});

t.test('a lead sees the own team, who leads the site all', async (t) => {
  const red = everybody.filter(({ team }) => team === 'red').map(({ person }) => person);
  t.same([...peopleShown(viewer('lead', ['team-lead'], ['red']))].sort(), red);
  t.same([...peopleShown(viewer('lead', ['team-lead'], []))], []);
  t.same([...peopleShown(viewer('lead', ['agent'], ['red']))], [], 'a lead without the role');
  for (const role of ['quality', 'supervisor', 'administrator']) {
    t.equal(peopleShown(viewer('x', [role])).size, everybody.length, role);
  }
});

t.test('who decides a contest sees neither the first marks nor whose they are', async (t) => {
  const target = story.state.appeals.get(appealId)?.target;
  const sees = (person: string) =>
    evaluationsSeen(story.state, viewer(person, ['quality'])).some(
      ({ evaluation: one }) => one.evaluationId === target,
    );
  t.same([sees('q1'), sees('q2'), sees('q3')], [true, false, true]);
  const first = (person: string, role: string) =>
    appealsSeen(story.state, viewer(person, [role]))[0]?.firstMarker;
  t.same([first('q3', 'quality'), first('q2', 'quality'), first('p03', 'agent')], ['q1', '', '']);
});

t.test('who marks a contested contact blind sees no card of the person until then', async (t) => {
  const person = story.state.appeals.get(appealId)?.person ?? '';
  const one = cards.find((card) => card.person === person);
  if (!one) throw new Error('the person has no card');
  const told = (by: string) => {
    const eyes = viewer(by, ['quality']);
    const list = cardsSeen(story.state, cards, eyes).some((card) => card.person === person);
    return [list, cardSeen(story.state, eyes, one) !== null];
  };
  t.same(told('q2'), [false, false], 'the second marker');
  t.same(told('q3'), [true, true], 'somebody else of quality');
  t.equal(cardsSeen(story.state, cards, viewer('q2', ['quality'])).length, cards.length - 1);
});

t.test('in a calibration markers see their own alone until it ends', async (t) => {
  const marks = (person: string) =>
    calibrationMarks(story.state, calibrationId, viewer(person, ['quality'])).map(
      ({ marker }) => marker,
    );
  t.same([marks('q1'), marks('q2'), marks('boss')], [['q1'], [], []]);
  const contact = (person: string) =>
    evaluationsSeen(story.state, viewer(person, ['quality'])).some(
      ({ evaluation: one }) => one.contact === 'calibrated',
    );
  t.same([contact('q2'), contact('q1')], [false, true]);
});

t.test('a relation of fewer than 5 raters is not shown, and none before the end', async (t) => {
  const round = story.state.rounds.get(roundId);
  const own = round ? roundResults(round, viewer('p01', ['agent'])) : [];
  t.same(own, [
    { person: 'p01', relation: 'peer', raters: 5, score: 75 },
    { person: 'p01', relation: 'superior', raters: 1, score: null },
  ]);
  t.same(round && roundResults({ ...round, ended: null }, viewer('q1', ['quality'])), []);
  const told = JSON.stringify(story.log.filter(({ act }) => act.kind === 'round-answered'));
  t.notMatch(told, /p0[2-7]/, 'the log does not tell who rated');
});

type Posting = Parameters<typeof posted>[1]['posting'];
const every: Posting['posted'] = ['team-means', 'best', 'praise', 'topic'];
const today = '2026-11-10';
const board = (
  privacy: Posting['privacy'],
  more: Partial<Posting & Parameters<typeof posted>[1]> = {},
) => {
  const posting = { privacy, posted: every, noticeOn: '2026-11-03', ...more };
  const asked = { cards, closed: cards, today, teamOf, objecting: new Map(), ...more };
  return posted(story.state, { ...asked, posting });
};
const named = (of: ReturnType<typeof posted>) => of.names.map(({ person, why }) => [person, why]);

t.test('a wall is given no group under 8, no worst, and names as the preset allows', async (t) => {
  for (const preset of ['eu', 'cn', 'none'] as const) {
    const { teams, names } = board(preset);
    t.match(teams, [
      { team: 'blue', meanTotal: null, before: null, scored: 0 },
      { team: 'red', scored: 9 },
    ]);
    const worst = cards.filter(({ rank, ranked }) => rank === ranked).map(({ person }) => person);
    t.notOk(
      names.some(({ person }) => worst.includes(person)),
      'the worst are not named',
    );
    t.notOk(names.some(({ team, why }) => team === 'blue' && why === 'best'));
  }
  t.same(board('eu').names, []);
  const both = [
    ['p01', 'best'],
    ['p02', 'saved the day'],
  ];
  t.same(named(board('cn')), both);
  t.same(named(board('none')), both);
});

t.test('cn names nobody before a week after notice; none shows what is set', async (t) => {
  const why = (of: ReturnType<typeof posted>) =>
    of.withheld.map(({ part, why }) => `${part}: ${why}`);
  const small = ['team-means: small-groups', 'best: small-groups'];
  t.same(why(board('cn')), small, 'told on the 3rd, named from the 10th on');
  for (const noticeOn of ['2026-11-04', '']) {
    const told = board('cn', { noticeOn });
    t.same([told.names, told.topic?.titleEn], [[], board('cn').topic?.titleEn]);
    t.same(why(told), ['team-means: small-groups', 'best: notice', 'praise: notice']);
  }
  const eu = ['team-means: small-groups', 'best: preset', 'praise: preset'];
  t.same(why(board('eu')), eu);
  const praise = board('none', { posted: ['praise'], noticeOn: '' });
  t.same([praise.teams, named(praise), praise.topic], [[], [['p02', 'saved the day']], null]);
  t.same(why(praise), ['team-means: setting', 'best: setting', 'topic: setting']);
  t.same(why(board('none', { posted: every, cards: null, closed: null })), [
    'team-means: missing',
    'best: not-closed',
  ]);
});

t.test('who objects is not named, in any preset, and nobody is told who that is', async (t) => {
  for (const preset of ['cn', 'none'] as const) {
    const objecting = new Map([
      ['p01', ['best' as const]],
      ['p02', ['best' as const]],
    ]);
    const told = board(preset, { objecting });
    t.same(named(told), [['p02', 'saved the day']]);
    t.same(told.withheld, board(preset).withheld);
  }
});

t.test('statistics of contests are open to the team, from 8 people on', async (t) => {
  const statistics = appealStatistics(story.state, teamOf);
  t.same([...statistics.keys()], ['', 'red']);
  t.same(statistics.get('red'), {
    ...{ lodged: 1, accepted: 0, refused: 0, open: 1, inTime: null, medianHours: null },
  });
  const appeal = story.state.appeals.get(appealId);
  const day = 86_400_000;
  const after = (days: number) => appeal && appealStateAt(appeal, appeal.lodged.atMs + days * day);
  t.same([after(1), after(2), after(3), after(3.1)], ['open', 'warned', 'warned', 'overdue']);
});

function fullStory() {
  const story = readyStory(everybody);
  story.act('q1', { kind: 'form-decided', form: form([question('tone')]) });
  let first = '';
  everybody.forEach(({ person }, at) => {
    const contact = `c${at}`;
    const value = 5 - (at % 5) / (at < 9 ? 1 : 2);
    const made = evaluation(person, Math.ceil(value), { contact });
    const decided = story.act('q1', { kind: 'evaluated', evaluation: made });
    if (at === 2 && decided.act.kind === 'evaluated') first = decided.act.evaluation.evaluationId;
  });
  // Only one of the red is the best.
  const again = evaluation('p06', 1, { contact: 'again' });
  story.act('q1', { kind: 'evaluated', evaluation: again });
  const begin = { kind: 'calibration-begun' as const, calibrationId: '', contact: 'calibrated' };
  const of = { person: 'p02', formId: 'call', markers: ['q1', 'q2'], closesAtMs: story.nowMs };
  const calibrationId = idOf(story.act('q3', { ...begin, ...of }), 'calibrationId');
  const marked = { contact: 'calibrated', purpose: 'calibration' as const, of: calibrationId };
  story.act('q1', { kind: 'evaluated', evaluation: evaluation('p02', 2, marked) });
  const lodging = { kind: 'appeal-lodged' as const, appealId: '', of: 'evaluation' as const };
  const why = {
    target: first,
    person: '',
    words: 'no',
    dueAtMs: 0,
    firstMarker: '',
    claimed: '' as const,
  };
  const appealId = idOf(story.act('p03', { ...lodging, ...why }), 'appealId');
  story.act('', { kind: 'appeal-assigned', appealId, marker: 'q2' });
  const raters = ['p02', 'p03', 'p04', 'p05', 'p06'];
  const ratings = [
    ...raters.map((rater) => ({ person: 'p01', rater, relation: 'peer' as const })),
    { person: 'p01', rater: 'p07', relation: 'superior' as const },
  ];
  const round = { kind: 'round-begun' as const, roundId: '', name: 'autumn', formId: 'call' };
  const closesAtMs = story.nowMs + 1_000;
  const roundId = idOf(story.act('q1', { ...round, ratings, closesAtMs }), 'roundId');
  for (const rater of [...raters, 'p07']) {
    const { answers } = evaluation('p01', 4);
    const rating = { kind: 'round-answered' as const, roundId, person: 'p01', raterDigest: '' };
    story.act(rater, { ...rating, relation: 'peer', answers, score: null });
    const twice = () => story.act(rater, { ...rating, relation: 'peer', answers, score: null });
    t.throws(twice, /you have rated "p01" already/);
  }
  story.act('q1', { kind: 'round-ended', roundId });
  const results = everybody.map(({ person }) => ({
    person,
    points: 8,
    paper: [],
    atMs: story.nowMs,
  }));
  const test = { kind: 'test-recorded' as const, testId: '', name: 'tariffs', most: 10, pass: 6 };
  story.act('q1', { ...test, results });
  const praise = { kind: 'praised' as const, praiseId: '', person: 'p02', words: 'saved the day' };
  story.act('lead', { ...praise, until: '2026-11-30', author: '' });
  const note = { kind: 'coaching-noted' as const, noteId: '', person: 'p03', text: 'spoke slower' };
  const rest = { followUp: '', done: false, author: '', atMs: 0, evaluationId: '' };
  story.act('lead', { ...note, ...rest });
  t.throws(() => story.act('lead', { ...note, ...rest, person: 'lead' }), /about themselves/);
  return { story, roundId, appealId, calibrationId };
}
