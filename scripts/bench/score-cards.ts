import { periodCards } from '../../services/domain/score/cards/period-cards.ts';
import { measureKind } from '../../services/domain/score/measures/measure-kind.ts';
import { lengthOf, periodSpan } from '../../services/domain/score/period.ts';
import type { FactLeg, PeriodFacts } from '../../services/domain/score/period-facts.ts';
import type { Definition, Measure } from '../../services/domain/score/scorecard.ts';
import { emptyScores } from '../../services/domain/score/site-scores.ts';
import { randomOf } from '../simulation/random.ts';
import { best, row, type StaffingTime } from './staffing.ts';

/** A page of cards stands within a second, with a third of it for the archive and the wire. */
const limits = new Map([
  [60, 250],
  [1_000, 5_000],
]);
const [period, zone] = ['2026-10', 'Asia/Shanghai'];
const contactsEach = 333;
const kinds = [
  ...['aht', 'transfer-share', 'short-hang-up-share', 'repeat-share', 'own-adherence'],
  'released-while-ringing-share',
];

/**
 * All cards of a month, every measure of contacts and adherence, like with like where it can be.
 * Their ceiling is one pass over the same contacts for each measure that only adds them up.
 */
export function measureCards(): StaffingTime[] {
  return [...limits].map(([agents, limitMs]) => {
    const facts = drawnMonth(agents);
    const made = { facts, definition: definition(), period, zone, nowMs: 0, version: 0 };
    const cards = () => periodCards(emptyScores, made);
    const [took = 0, ceiling = 0] = best([cards, () => addedUp(facts)], agents > 100 ? 2 : 5);
    const count = facts.legs.length.toLocaleString('en');
    const figure = `${took.toFixed(0)} ms, ${(took / ceiling).toFixed(1)} x adding`;
    const name = `cards of ${agents.toLocaleString('en')} agents, ${count} contacts`;
    return row(name, figure, `${limitMs.toLocaleString('en')} ms`, took <= limitMs);
  });
}

function definition(): Definition {
  const measures = kinds.map((kind): Measure => {
    const known = measureKind(kind);
    const points = [0, 1].map((figure) => ({ figure, points: 100 * figure }));
    return {
      ...{ measureId: kind, kind, aspect: known?.aspect ?? 'quality', weight: 10, points },
      ...{ curve: 'linear', minSample: 1, caseMix: known?.caseMix ?? false },
      numbers: new Map(Object.entries(known?.numbers ?? {})),
    };
  });
  return {
    ...{ definitionId: 'month', nameEn: 'Month', nameZh: '', teams: [], posts: [], measures },
    ...{ period: lengthOf(period), minQualityWeight: 60, bestWorstPoints: 5, appealDays: 14 },
    ...{ decideDays: 3, effectiveFrom: '2026-01-01', closeAfterDays: null },
  };
}

function drawnMonth(agents: number): PeriodFacts {
  const { uniform } = randomOf('bench', 'cards', agents);
  const { fromMs, toMs } = periodSpan(period, zone);
  const person = (at: number) => `p${at}`;
  const below = (most: number) => Math.floor(most * uniform());
  const leg = (_: unknown, at: number): FactLeg => ({
    ...{ leg: `leg${at}`, queue: `q${below(12)}`, person: person(below(agents)) },
    offeredAtMs: fromMs + below(toMs - fromMs),
    ...{ talkMs: 20_000 + below(400_000), acwMs: below(60_000), endedBy: 'customer' },
    ...{ transferredTo: uniform() < 0.05 ? 'other' : '', callerHash: `c${below(agents * 150)}` },
    rings: [],
  });
  const days = Array.from({ length: 31 }, (_, day) => `${period}-${`${day + 1}`.padStart(2, '0')}`);
  return {
    people: Array.from({ length: agents }, (_, at) => {
      return { person: person(at), team: `t${at % 20}`, since: '2020-01-01' };
    }),
    legs: Array.from({ length: agents * contactsEach }, leg),
    adherence: days.flatMap((day) =>
      Array.from({ length: agents }, (_, at) => ({
        ...{ person: person(at), day, scheduledMs: 28_800_000, excusedMs: 0, contests: [] },
        ...{ ownMs: below(3_600_000), onQueueMs: 0, scheduledOnQueueMs: 0 },
      })),
    ),
    orders: [],
  };
}

/** What cannot be left out: each contact once by person for each measure. */
function addedUp({ legs }: PeriodFacts): number {
  let all = 0;
  for (const kind of kinds) {
    const sums = new Map<string, number>();
    for (const { person, talkMs, acwMs } of legs) {
      sums.set(person, (sums.get(person) ?? 0) + (talkMs ?? 0) + (acwMs ?? 0));
    }
    all += sums.size + kind.length;
  }
  return all;
}
