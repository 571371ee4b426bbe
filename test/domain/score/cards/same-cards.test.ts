// Whether a close made anew would say anything else.
import t from 'tap';
import { sameCards } from '../../../../services/domain/score/cards/same-cards.ts';
import type { Card, ScoreLine, TraceItem } from '../../../../services/domain/score/scorecard.ts';

const item = (more: Partial<TraceItem> = {}): TraceItem => ({
  ...{ kind: 'evaluation', id: 'e1', atMs: 1, value: 75, weight: 1, note: 'call 1', ...more },
});
const line = (more: Partial<ScoreLine> = {}): ScoreLine => ({
  ...{ measureId: 'evaluation', figure: 75, sample: 1, expected: null, compared: null },
  ...{ points: 75, weight: 100, contribution: 75, state: 'scored', trace: [item()] },
  ...{ traceCount: 1, ...more },
});
const card = (more: Partial<Card> = {}): Card => ({
  ...{ person: 'p01', team: 'red', post: '96', period: '2026-11', definitionId: 'month' },
  ...{ definitionFrom: '2020-01-01', total: 75, lines: [line()], bonus: 0, rank: 1, ranked: 3 },
  ...{ version: 1, asOfMs: 1, stars: 2, ...more },
});
const same = (other: Card, of: 'all' | 'lines' = 'lines') => sameCards([card()], [other], of);

t.test('version and instant make no other card, nor do last digits of a sum', async (t) => {
  t.ok(same(card({ version: 2, asOfMs: 99 }), 'all'));
  t.ok(same(card({ lines: [line({ figure: 75 + 1e-13, points: 75 - 1e-13 })] })));
});

t.test('figures, points, traces and people do', async (t) => {
  for (const lines of [
    [line({ figure: 75.001 })],
    [line({ points: 74 })],
    [line({ trace: [item({ id: 'e2' })] })],
    [line({ trace: [item({ value: 74 }), item({ value: 1, weight: 0 })] })],
    [line({ state: 'not-enough' })],
    [],
  ]) {
    t.notOk(same(card({ lines })), JSON.stringify(lines));
  }
  t.notOk(same(card({ person: 'p02' })));
  t.notOk(same(card({ team: 'blue' })));
  t.notOk(sameCards([card()], [], 'lines'));
});

t.test('what rules make of them counts where it is asked for', async (t) => {
  for (const more of [{ stars: 3 }, { post: '126' }, { total: 80 }, { rank: 2 }, { bonus: 5 }]) {
    t.ok(same(card(more), 'lines'), JSON.stringify(more));
    t.notOk(same(card(more), 'all'), JSON.stringify(more));
  }
});
