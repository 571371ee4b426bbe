// Periods close by themselves, some days after their end, and each of them once.
import t from 'tap';
import { checkDefinition } from '../../../../services/domain/score/cards/check-definition.ts';
import { closeDueMs, closesDue } from '../../../../services/domain/score/cards/close-due.ts';
import { definition, noFacts, people, scoreStory } from '../score-story.ts';

const zone = 'Asia/Shanghai';
const dayMs = 86_400_000;
/** Monday 9 November 00:00 in Shanghai: week 45 is over. */
const over = Date.UTC(2026, 10, 8, 16);
const weekly = definition({ definitionId: 'week', period: 'week' });
const facts = { ...noFacts, people: people(3) };

/** Decided on Thursday of week 45. */
function decided(of = weekly) {
  const story = scoreStory();
  story.nowMs = Date.UTC(2026, 10, 5);
  story.act('q1', { kind: 'definition-decided', definition: of, removed: false });
  return story;
}

t.test('a definition says after how many days; 0 is by hand, nothing said is three', async (t) => {
  const due = (closeAfterDays: number | null) =>
    closeDueMs({ closeAfterDays }, '2026-W45', 'Asia/Shanghai');
  t.equal(due(null), over + 3 * dayMs);
  t.equal(due(1), over + dayMs);
  t.equal(due(0), null);
  for (const closeAfterDays of [-1, 1.5, 32]) {
    t.throws(() => checkDefinition({ ...weekly, closeAfterDays }), /closed after .* 1 to 31, or 0/);
  }
  t.doesNotThrow(() => checkDefinition({ ...weekly, closeAfterDays: 31 }));
});

t.test('a period is due when its days are over, and no more once it is closed', async (t) => {
  const story = decided();
  const due = (nowMs: number) =>
    closesDue(story.state, { zone, nowMs }).map(({ period }) => period);
  t.same(due(over + 3 * dayMs - 1), []);
  t.same(due(over + 3 * dayMs), ['2026-W45'], 'week 44 was due before anybody decided to score');
  t.same(due(over + 11 * dayMs), ['2026-W45', '2026-W46'], 'what was missed comes first');
  t.equal(due(over + 400 * dayMs).length, 11, 'not years back: twelve, the last is not due yet');
  story.nowMs = over + 4 * dayMs;
  const close = { kind: 'period-closed' as const, period: '2026-W45', definitionId: 'week' };
  story.act('', { ...close, cause: '', version: 0, content: '', cards: 0 }, { facts });
  t.same(due(over + 11 * dayMs), ['2026-W46']);
});

t.test('only what holds then, by the hand it is left to', async (t) => {
  const due = (of: ReturnType<typeof decided>) =>
    closesDue(of.state, { zone, nowMs: over + 11 * dayMs }).map(({ period }) => period);
  t.same(due(decided({ ...weekly, closeAfterDays: 0 })), []);
  t.same(due(decided({ ...weekly, effectiveFrom: '2026-11-05' })), ['2026-W46']);
  const ended = decided();
  const end = { ...weekly, effectiveFrom: '2026-11-09' };
  ended.act('q1', { kind: 'definition-decided', definition: end, removed: true });
  t.same(due(ended), ['2026-W45']);
  const monthly = decided(definition());
  const onThird = Date.UTC(2026, 11, 3, 15, 59);
  t.same(closesDue(monthly.state, { zone, nowMs: onThird }), []);
  t.same(closesDue(monthly.state, { zone, nowMs: onThird + 60_000 }), [
    { period: '2026-11', definitionId: 'month' },
  ]);
});
