import t from 'tap';
import type { PostedRow } from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';
import { ageLevel, type Heard } from '../../wallboard/src/age.ts';
import { floorLayout, floorWithLine, postedLine } from '../../wallboard/src/layout.ts';
import { minutesOf, typeSizes } from '../../wallboard/src/legibility.ts';
import { postedAge } from '../../wallboard/src/posted-age.ts';
import { gapSentences } from '../../wallboard/src/posted-gaps.ts';
import { postedLines } from '../../wallboard/src/posted-lines.ts';
import { barHeight, type TeamWish, teamLayout } from '../../wallboard/src/team-layout.ts';
import { teamPages, teamsOf } from '../../wallboard/src/team-pages.ts';
import { monthAt, monthIn } from '../../wallboard/src/team-words.ts';
import {
  mostPages,
  ofRound,
  pageAt,
  roundAt,
  sharedPages,
  turnMs,
} from '../../wallboard/src/turn.ts';
import { namelessRow, postedRow, teamRow } from '../helpers/posted-scene.ts';

const nowMs = 10_000_000;
const minute = 60_000;
const hour = 60 * minute;

function heard(silence: { frame?: number; scorecards?: number } = {}): Heard {
  return {
    nowMs,
    frameMs: nowMs - (silence.frame ?? 0),
    sources: new Map(),
    services: new Map([
      ['scorecards', { service: 'scorecards', heardMs: nowMs - (silence.scorecards ?? 0) }],
    ]),
  };
}
const age = (agoMs: number, silence = {}, more: Partial<PostedRow> = {}) =>
  postedAge(heard(silence), [postedRow(nowMs - agoMs, more)]);

t.test('limits are multiples of the cadence of a minute: 3, 10, 60', async (t) => {
  t.equal(ageLevel(3 * minute, minute), 'fresh', 'the same limits as for a source');
  t.match(age(3 * minute), { level: 'fresh', cause: null, asOfMs: nowMs - 3 * minute });
  t.match(age(3 * minute + 1), { level: 'late' });
  t.match(age(10 * minute + 1), { level: 'stale', asOfMs: nowMs - 10 * minute - 1 });
  t.match(age(hour), { level: 'stale' });
  t.match(age(hour + 1), { level: 'dead', cause: { services: ['scorecards'] } });
});

t.test('who fell silent is named at once, and greys what nobody vouches for', async (t) => {
  const silent = { kind: 'services', services: ['scorecards'] };
  t.match(age(minute, { scorecards: 4_000 }), { level: 'late', cause: silent });
  t.match(age(minute, { scorecards: 11_000 }), { level: 'stale', cause: silent });
  t.match(age(minute, { scorecards: 30 * minute }), { level: 'stale' }, 'not yet a dash');
  t.match(age(minute, {}, { unanswered: true }), { level: 'stale', cause: silent });
  t.match(age(minute, { frame: 4_000 }), { level: 'late', cause: { kind: 'network' } });
  t.match(age(minute, { frame: 4_000, scorecards: 4_000 }).cause, { kind: 'network' });
});

t.test(
  'of several sites the oldest decides; one never told of has nothing to be old',
  async (t) => {
    const rows = [postedRow(nowMs - minute), postedRow(nowMs - 20 * minute)];
    t.match(postedAge(heard(), rows), { level: 'stale', asOfMs: nowMs - 20 * minute });
    const untold = postedRow(0, { provenMs: undefined });
    t.match(postedAge(heard(), [rows[0] ?? untold, untold]), { level: 'fresh' });
    t.match(postedAge(heard(), [untold]), { level: 'dead', asOfMs: null });
    t.match(postedAge(heard(), []), { level: 'dead', cause: { kind: 'no-source' } });
  },
);

t.test('pages turn by the clock, 15 to 20 seconds each, at most five', async (t) => {
  t.ok(turnMs >= 15_000 && turnMs <= 20_000);
  t.equal(mostPages, 5);
  t.same(
    [0, turnMs - 1, turnMs, 3 * turnMs].map((at) => pageAt(at, 3)),
    [0, 0, 1, 0],
  );
  t.equal(pageAt(5 * turnMs, 0), 0);
  t.same(sharedPages([1, 1, 1]), [1, 1, 1]);
  t.same(sharedPages([9, 1, 9]), [2, 1, 2], 'every kind gets one before any gets two');
  t.same(sharedPages([0, 7]), [0, 5]);
});

const room = { inches: 55, metres: 5, aspect: 16 / 9 };
const pagesOf = (rows: PostedRow[], more = {}) => {
  const size = {
    rows: 4,
    lines: 8,
    lineEms: 14,
    closed: 'Oct',
    round: 0,
    together: false,
    ...more,
  };
  return teamPages(rows, teamsOf(rows, 'en'), size, 'en');
};

t.test('every team and everybody named stands on one of the pages', async (t) => {
  const teams = Array.from({ length: 8 }, (_, i) => teamRow(i));
  const one = postedRow(0, { teams });
  for (const together of [false, true]) {
    const { pages, moreTeams, moreNames } = pagesOf([one], { together, lines: 14 });
    t.ok(pages.length <= mostPages);
    t.same([moreTeams, moreNames], [0, 0]);
    const shown = new Set(pages.flatMap(({ teams: page }) => page?.teams.map(({ key }) => key)));
    shown.delete(undefined);
    t.equal(shown.size, 8);
    const named = new Set(pages.flatMap(({ names }) => names?.people.map(({ key }) => key)));
    named.delete(undefined);
    t.equal(named.size, one.best.length + one.praised.length);
    t.ok(pages.every((page) => together || !(page.teams && page.names)));
  }
});

t.test('teams stay in their order: nobody stands last for a figure', async (t) => {
  const means = teamsOf([postedRow(0)], 'en').map(({ mean }) => mean);
  t.same(means, [84.26, 88.5, 79.04, null]);
});

t.test('what finds no page is counted, never left out in silence', async (t) => {
  const teams = Array.from({ length: 40 }, (_, i) => ({ ...teamRow(i), team: `t${i}` }));
  const { pages, moreTeams, moreNames } = pagesOf([postedRow(0, { teams })], { lines: 4 });
  t.equal(pages.length, mostPages);
  const shown = pages.reduce((sum, page) => sum + (page.teams?.teams.length ?? 0), 0);
  t.equal(moreTeams, 40 - shown);
  const named = pages.reduce((sum, page) => sum + (page.names?.people.length ?? 0), 0);
  t.equal(moreNames, 6 - named);
  t.ok(moreNames > 0);
});

t.test('who found no page in one round gets one in the next', async (t) => {
  t.equal(roundAt(turnMs * mostPages - 1), 0);
  t.equal(roundAt(turnMs * mostPages), 1);
  t.same(ofRound([1, 2, 3], 2, 0), [1, 2]);
  t.same(ofRound([1, 2, 3], 2, 1), [3, 1]);
  t.same(ofRound([1, 2, 3], 3, 7), [1, 2, 3]);
  const keys = [0, 1, 2].flatMap((round) =>
    pagesOf([postedRow(0)], { rows: 2, lines: 4, round }).pages.flatMap(({ names }) =>
      names ? names.people.map(({ key }) => key) : [],
    ),
  );
  t.equal(new Set(keys).size, 6);
});

t.test('teams of two sites never share a page', async (t) => {
  const { pages } = pagesOf([postedRow(0), postedRow(0, { site: 'lyon' })]);
  for (const { teams } of pages) {
    t.equal(new Set(teams?.teams.map(({ site }) => site) ?? []).size <= 1, true);
  }
});

t.test('a page of names is never fuller than its lines', async (t) => {
  for (const lines of [3, 5, 8, 12]) {
    for (const lineEms of [12, 20, 34]) {
      for (const { names } of pagesOf([postedRow(0)], { lines, lineEms }).pages) {
        const used = names?.people.map((one) => (one.short ? 1 : 2) + one.lines) ?? [];
        const sum = used.reduce((all, one) => all + one, 0);
        if (sum > lines) t.fail(`${sum} lines on ${lines}, ${lineEms} wide`);
      }
    }
  }
  t.pass('12 pages');
});

t.test('too few is told apart from not answering and from not posted', async (t) => {
  const none = [0, 1].map((i) => ({ ...teamRow(i), meanTotal: undefined, scored: 0 }));
  const [few] = teamsOf([postedRow(0, { teams: none })], 'en');
  t.match(few, { mean: null, small: true });
  t.same(gapSentences([postedRow(0, { teams: none })], 'en'), [], 'their rows say it');
  const missing = [{ part: 'team-means', why: 'missing' }];
  const away = postedRow(0, { teams: none, withheld: missing });
  t.match(teamsOf([away], 'en')[0], { mean: null, small: false });
  t.same(gapSentences([away], 'en'), ['Team means: figures do not answer']);
  const setting = [{ part: 'team-means', why: 'setting' }];
  t.same(teamsOf([postedRow(0, { withheld: setting })], 'en'), []);
});

t.test('what is withheld is said once, in both languages', async (t) => {
  t.same(gapSentences([namelessRow(0)], 'en'), ["Names: not shown, by the site's privacy preset"]);
  t.same(gapSentences([namelessRow(0)], 'zh'), ['姓名：按隐私设置不公布']);
  t.same(gapSentences([postedRow(0)], 'en'), [], 'small teams say it themselves');
  const withheld = [
    { part: 'best', why: 'not-closed' },
    { part: 'praise', why: 'notice' },
  ];
  t.same(gapSentences([postedRow(0, { best: [], praised: [], withheld })], 'en'), [
    'The best: not before a month is closed',
    'Praise: not before people have been told',
  ]);
});

t.test('the floor line tells topics and praise, at most five, and no figure', async (t) => {
  const lines = postedLines([postedRow(0)], 'zh');
  t.match(lines[0], { label: '本周质量主题', words: '主动告知下一步' });
  t.equal(lines.length, 4);
  const many = Array.from({ length: 9 }, () => postedRow(0).praised).flat();
  t.equal(postedLines([postedRow(0, { praised: many })], 'en').length, mostPages);
  t.same(postedLines([namelessRow(0)], 'en').length, 1);
});

t.test('months are named as in the calendar, in the zone of the site', async (t) => {
  t.equal(monthAt(Date.UTC(2026, 10, 30, 17), 'Asia/Shanghai'), '2026-12');
  t.equal(monthAt(Date.UTC(2026, 10, 30, 17), 'Europe/Paris'), '2026-11');
  t.equal(monthIn('2026-10', '2026', 'en'), 'Oct');
  t.equal(monthIn('2026-10', '2026', 'zh'), '10月');
  t.match(monthIn('2025-12', '2026', 'en'), /Dec 2025/);
});

const wish: TeamWish = { teams: 4, named: true, titleEms: 11, topicEms: 40, legendEms: 50 };

t.test('the team board: sizes from the room, and refused where it is too deep', async (t) => {
  const near = teamLayout(room, wish);
  t.match(near, { fits: true, warn: false, rows: 4, columns: 3 });
  t.ok(near.fits && near.beside > 0, 'names stand beside the teams');
  const far = teamLayout({ ...room, metres: 8 }, wish);
  t.match(far, { fits: true, warn: false, minutes: 20, beside: 0 }, 'they take turns');
  const deep = [8.5, 9, 10, 10.5].map((metres) => teamLayout({ ...room, metres }, wish));
  t.ok(
    deep.every((layout) => layout.fits && layout.rows >= 1),
    'words and title give way first',
  );
  t.match(teamLayout({ ...room, metres: 12 }, wish), { fits: false });
  t.same(teamLayout({ inches: 24, metres: 15, aspect: 16 / 9 }, wish), {
    fits: false,
    minutes: 16,
  });
});

t.test('nothing of a team board is higher or wider than the screen', async (t) => {
  let tried = 0;
  for (const inches of [24, 32, 55, 75, 98]) {
    for (const metres of [1, 2, 4, 6, 8, 12]) {
      for (const aspect of [16 / 9, 21 / 9, 4 / 3, 9 / 16]) {
        for (const teams of [0, 1, 4, 8, 30]) {
          for (const named of [true, false]) {
            const here = { inches, metres, aspect };
            const layout = teamLayout(here, { ...wish, teams, named });
            if (!layout.fits) continue;
            tried += 1;
            const { body, text, row, edge } = layout.sizes;
            const topic = layout.title * 1.18 * layout.titleLines + layout.topicLines * text * 1.15;
            const words = text * (1.15 + 1.25 + 1.2 + layout.legend * 1.15);
            const high = topic + words + row * layout.rows;
            const wide = layout.table + layout.beside + 2 * edge;
            const place = JSON.stringify({ inches, metres, aspect, teams, named });
            if (high > 98 || wide > aspect * 100 + 1e-6) t.fail(`${place}: ${high} x ${wide}`);
            if (row < body + barHeight) t.fail(`${place}: figures do not fit their row`);
            if (minutesOf(here, body) < 15.999) t.fail(`${place}: below 16 minutes`);
            if ((text * 0.92) / (body * 0.72) < 0.99 * (22 / layout.minutes)) t.fail(place);
          }
        }
      }
    }
  }
  t.ok(tried > 500, `${tried} rooms`);
});

t.test('a line under the floor costs no agent a place, and its own room is counted', async (t) => {
  const few = floorWithLine(room, 12);
  t.equal(few.line, true);
  const { layout } = few;
  if (!layout.fits) return t.fail('refused');
  const plain = floorLayout(room, 12);
  t.ok(plain.fits && layout.columns * layout.rows >= 12);
  const { text } = typeSizes(room, layout.minutes);
  const high = layout.sizes.row * layout.rows + layout.sizes.figure + text * (4.68 + postedLine);
  t.ok(high <= 98, `${high}`);
  t.equal(floorWithLine(room, 500).line, false);
});
