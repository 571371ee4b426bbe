// Small contact centres drawn from a seed, with every rule somewhere: nights over midnight, a day
// of 23 or 25 hours, a past, leave, pins, absences, wishes, efficiencies, a level for the day.
import type {
  CentrePerson,
  CentreProblem,
  CentreTemplate,
  ShiftClass,
} from '../../../../services/domain/schedule/centre/centre-problem.ts';
import { seededRandom } from '../../../../services/domain/schedule/roster/seeded-random.ts';

const allWeek = [1, 2, 3, 4, 5, 6, 7];

const rest = { kind: 'rest', minutes: 15, earliestMin: 60, latestMin: 120, isPaid: true } as const;
const meal = {
  kind: 'meal',
  minutes: 30,
  earliestMin: 180,
  latestMin: 285,
  isPaid: false,
} as const;

export const templates: CentreTemplate[] = (
  [
    ['E', 360, 510, 'early'],
    ['D', 540, 300, 'day'],
    ['L', 855, 480, 'late'],
    ['N', 1_320, 510, 'night'],
  ] as [string, number, number, ShiftClass][]
).map(([id, startMin, spanMin, kind]) => ({
  id,
  startMin,
  spanMin,
  paidMin: spanMin - 30,
  weekdays: id === 'D' ? [1, 2, 3, 4, 5] : allWeek,
  class: kind,
  breaks: spanMin > 400 ? [rest, meal] : [rest],
  minBetweenBreaksMin: 60,
}));

export function drawnCentre(seed: number, { people = 6, days = 9 } = {}): CentreProblem {
  const random = seededRandom(seed);
  const chance = (share: number) => random.next() < share;
  const slotMin = chance(0.7) ? 30 : 15;
  const firstWeekday = 1 + random.below(7);
  const changed = random.below(days + 3);
  const byMin = chance(0.5) ? 60 : -60;
  const grid = Array.from({ length: days }, (_, day) => ({
    weekday: ((firstWeekday - 1 + day) % 7) + 1,
    week: Math.floor((firstWeekday - 1 + day) / 7),
    slots: (1_440 - (day === changed ? byMin : 0)) / slotMin,
    clockChange: day === changed ? { atMin: byMin > 0 ? 120 : 180, byMin } : null,
  }));
  const slots = grid.reduce((sum, day) => sum + day.slots, 0);
  const hasLevel = chance(0.3);
  return {
    slotMin,
    stepMin: 15,
    days: grid,
    skills: [0, 1].map((skill) => ({
      id: `Q${skill}`,
      required: Array.from({ length: slots }, () => (chance(0.3) ? 0 : random.below(5) / 2)),
      underWeight: 5,
      overWeight: 1,
      dayLevel:
        hasLevel && skill === 0
          ? {
              gains: Array.from({ length: slots }, () => [3 + random.below(3), random.below(3)]),
              targets: grid.map(() => random.below(60)),
              missingWeight: 0.5,
            }
          : null,
    })),
    templates,
    people: Array.from({ length: people }, (_, at) =>
      drawnPerson(at, random, { days, slots, firstWeekday }),
    ),
    weights: { under: 1, over: 1, paid: 0.5, wish: 2, fairness: 0.5, stability: 1 },
    base: null,
  };
}

function drawnPerson(
  at: number,
  random: ReturnType<typeof seededRandom>,
  { days, slots, firstWeekday }: { days: number; slots: number; firstWeekday: number },
): CentrePerson {
  const chance = (share: number) => random.next() < share;
  const worked = random.below(4);
  const eveClass = (['early', 'day', 'late', 'night'] as const)[random.below(4)] ?? 'day';
  const from = random.below(slots);
  const night = eveClass === 'night' ? 1 + random.below(worked || 1) : 0;
  return {
    id: `P${at}`,
    skills: chance(0.5)
      ? [{ skill: at % 2, efficiency: 1, priority: 0 }]
      : [
          { skill: 0, efficiency: chance(0.3) ? 0.8 : 1, priority: 1 },
          { skill: 1, efficiency: 1, priority: 0 },
        ],
    templates: chance(0.6) ? [0, 1, 2, 3] : [0, 1, 2],
    rules: {
      weekMinutes: { min: chance(0.5) ? 480 : null, max: 2_400 },
      horizonMinutes: { min: null, max: chance(0.3) ? 2_700 : null },
      weekDaysOff: { min: chance(0.7) ? 2 : null, max: chance(0.2) ? 6 : null },
      maxDaysInARow: chance(0.8) ? 4 + random.below(2) : null,
      minDaysOffInARow: 1 + random.below(2),
      minRestMin: chance(0.15) ? 1_200 : 660,
      maxNightsInARow: chance(0.6) ? 2 : null,
      maxWeekends: chance(0.4) ? 1 : null,
      forbidden: [
        { from: 'night', to: 'early' },
        ...(chance(0.3) ? [{ from: 'late', to: 'day' } as const] : []),
      ],
    },
    unavailable: chance(0.3) ? [{ fromSlot: from, toSlot: Math.min(slots, from + 30) }] : [],
    wishes: chance(0.6)
      ? [
          { day: random.below(days), template: null, kind: 'off', weight: 2 },
          { day: random.below(days), template: 1, kind: chance(0.5) ? 'on' : 'off', weight: 1 },
        ]
      : [],
    pins: chance(0.3)
      ? [
          { kind: 'leave', day: 2, paidMin: 450 },
          { kind: 'off', day: 1 },
        ]
      : chance(0.2)
        ? [{ kind: 'shift', day: 3, template: 0 }]
        : [],
    past: chance(0.5)
      ? {
          lastEndMin: worked > 0 ? (eveClass === 'night' ? 390 : -150) : null,
          eveClass: worked > 0 ? eveClass : null,
          daysWorked: worked,
          daysOff: worked > 0 ? 0 : 1 + random.below(2),
          nightsInARow: worked > 0 ? Math.min(worked, night) : 0,
          weekMinutes: 60 * random.below(20),
          weekDaysOff: random.below(2),
          weekends: 0,
          saturdayWorked: worked > 0 && firstWeekday === 7,
        }
      : null,
    debt: {
      night: random.below(3),
      weekend: random.below(3),
      late: random.below(3),
      refusedWish: 1,
    },
  };
}
