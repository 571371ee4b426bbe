import type {
  CentreBreak,
  CentrePerson,
  CentreProblem,
  CentreRules,
  CentreTemplate,
} from '../../services/domain/schedule/centre/centre-problem.ts';
import {
  type SeededRandom,
  seededRandom,
} from '../../services/domain/schedule/roster/seeded-random.ts';

export interface CentreSize {
  people: number;
  days: number;
  seed: number;
  /** 30 unless named. */
  slotMin?: 15 | 30;
  /** 5 unless named. */
  skills?: number;
}

/**
 * A contact centre made from a seed, of any size: the same numbers always give the same centre.
 *
 * Open 7 to 23 every day. Five queues of unequal size with two humps a
 * day, quieter weekends, and 8 % of chance; agents wanted are whole. Shifts of 4, 6 and 8½ hours
 * begin every half-hour (4 h: one break of 15 minutes; 6 h: two and none; 8½ h: an unpaid meal of
 * 30 between two breaks of 15). Of the people 60 % are full-time (32 to 40 h
 * a week), 25 % part-time (16 to 24 h, short shifts), 15 % flexible (20 to 40 h); all with 11 h of
 * rest, two days off a week, at most 5 (6) days in a row. 40 % serve one queue, 40 % two, 20 %
 * three. Some are away on a day, some wish a day off, some are owed fairness. A paid hour costs 1,
 * a missing one 5, an idle one 1.
 */
export function centreInstance(size: CentreSize): CentreProblem {
  const random = seededRandom(size.seed);
  const slotMin = size.slotMin ?? 30;
  const days = Array.from({ length: size.days }, (_, day) => ({
    weekday: (day % 7) + 1,
    week: Math.floor(day / 7),
    slots: 1_440 / slotMin,
    clockChange: null,
  }));
  const templates = templatesOf();
  const skillCount = size.skills ?? 5;
  const people = Array.from({ length: size.people }, (_, at) =>
    personOf(at, { random, templates, days: size.days, skills: skillCount }),
  );
  return {
    slotMin,
    stepMin: 15,
    days,
    skills: skillsOf(random, { ...size, slotMin, skills: skillCount }),
    templates,
    people,
    weights: { under: 1, over: 1, paid: 1, wish: 1, fairness: 0.5, stability: 0 },
    base: null,
  };
}

const rest = (earliestMin: number, latestMin: number): CentreBreak => {
  return { kind: 'rest', minutes: 15, earliestMin, latestMin, isPaid: true };
};

const meal = (earliestMin: number, latestMin: number): CentreBreak => {
  return { kind: 'meal', minutes: 30, earliestMin, latestMin, isPaid: false };
};

function templatesOf(): CentreTemplate[] {
  const shapes = [
    { name: 'S', spanMin: 240, paidMin: 240, breaks: [rest(90, 150)] },
    { name: 'M', spanMin: 360, paidMin: 360, breaks: [rest(60, 120), rest(210, 285)] },
    {
      name: 'L',
      spanMin: 510,
      paidMin: 480,
      breaks: [rest(75, 150), meal(210, 300), rest(345, 435)],
    },
  ];
  const weekdays = [1, 2, 3, 4, 5, 6, 7];
  const templates = shapes.flatMap(({ name, spanMin, paidMin, breaks }) => {
    const starts: CentreTemplate[] = [];
    for (let startMin = 420; startMin + spanMin <= 1_380; startMin += 30) {
      starts.push({
        id: `${name}${String(Math.floor(startMin / 60)).padStart(2, '0')}${startMin % 60 || '00'}`,
        startMin,
        spanMin,
        paidMin,
        weekdays,
        class: startMin < 540 ? 'early' : startMin + spanMin > 1_260 ? 'late' : 'day',
        breaks,
        minBetweenBreaksMin: 45,
      });
    }
    return starts;
  });
  return templates;
}

interface Making {
  random: SeededRandom;
  templates: readonly CentreTemplate[];
  days: number;
  skills: number;
}

const contracts = [
  { upTo: 0.6, shapes: 'L', weekMin: [1_920, 2_430], row: 5 },
  { upTo: 0.85, shapes: 'SM', weekMin: [960, 1_440], row: 5 },
  { upTo: 1, shapes: 'SML', weekMin: [1_200, 2_400], row: 6 },
] as const;

function personOf(at: number, { random, templates, days, skills }: Making): CentrePerson {
  const drawn = random.next();
  const contract = contracts.find(({ upTo }) => drawn < upTo) ?? contracts[2];
  const allowed = templates.flatMap(({ id }, t) => {
    return (contract.shapes as string).includes(id[0] ?? '') ? [t] : [];
  });
  const weeks = Array.from({ length: Math.ceil(days / 7) }, (_, week) => week);
  const unavailable = weeks.flatMap((week) => {
    const day = 7 * week + random.below(7);
    return random.next() < 0.3 && day < days ? [day] : [];
  });
  const slotsADay = 48;
  return {
    id: `P${at + 1}`,
    skills: skillsOfPerson(random, skills),
    templates: allowed,
    rules: rulesOf(contract, days),
    unavailable: unavailable.map((day) => {
      return { fromSlot: day * slotsADay, toSlot: (day + 1) * slotsADay };
    }),
    wishes: Array.from({ length: random.next() < 0.4 ? Math.ceil(days / 7) : 0 }, () => {
      return { day: random.below(days), template: null, kind: 'off', weight: 2 + random.below(5) };
    }),
    pins: [],
    past: null,
    debt: {
      night: 0,
      weekend: random.below(4),
      late: random.below(3),
      refusedWish: random.below(2),
    },
  };
}

function rulesOf({ weekMin, row }: (typeof contracts)[number], days: number): CentreRules {
  return {
    weekMinutes: { min: weekMin[0], max: weekMin[1] },
    horizonMinutes: { min: null, max: null },
    weekDaysOff: { min: 2, max: null },
    maxDaysInARow: row,
    minDaysOffInARow: 1,
    minRestMin: 660,
    maxNightsInARow: null,
    maxWeekends: days > 14 ? 3 : null,
    forbidden: [{ from: 'late', to: 'early' }],
  };
}

function skillsOfPerson(random: SeededRandom, skills: number) {
  const drawn = random.next();
  const count = Math.min(skills, drawn < 0.4 ? 1 : drawn < 0.8 ? 2 : 3);
  const held = new Set<number>();
  while (held.size < count) held.add(bigSkill(random, skills));
  return [...held].map((skill, priority) => ({ skill, efficiency: 1, priority }));
}

/** Lower numbers are bigger queues. */
function bigSkill(random: SeededRandom, skills: number): number {
  return Math.min(skills - 1, Math.floor(skills * random.next() ** 1.5));
}

function skillsOf(
  random: SeededRandom,
  { people, days, skills, slotMin }: CentreSize & { slotMin: number; skills: number },
) {
  const perDay = 1_440 / slotMin;
  const sizes = Array.from({ length: skills }, (_, skill) => (skill + 1) ** -0.7);
  const all = sizes.reduce((total, size) => total + size, 0);
  const peaks = sizes.map(() => ({
    first: 9.5 + 2 * random.next(),
    second: 15 + 3 * random.next(),
  }));
  return sizes.map((size, skill) => {
    const { first, second } = peaks[skill] ?? { first: 10, second: 16 };
    const required = Array.from({ length: days * perDay }, (_, slot) => {
      const hour = ((slot % perDay) * slotMin) / 60;
      const weekday = (Math.floor(slot / perDay) % 7) + 1;
      const level = weekday === 7 ? 0.5 : weekday === 6 ? 0.65 : 1.08 - 0.03 * weekday;
      const isOpen = hour >= 7 && hour < 23;
      const hump = (at: number, width: number) => Math.exp(-(((hour - at) / width) ** 2));
      const curve = 0.12 + hump(first, 2.2) + 0.8 * hump(second, 2.6) + 0.35 * hump(20, 1.8);
      const noise = 1 + 0.08 * (2 * random.next() - 1);
      const peak = 0.41 * people * (size / all);
      if (!isOpen) return 0;
      return Math.round(peak * curve * level * noise);
    });
    return { id: `Q${skill + 1}`, required, underWeight: 5, overWeight: 1, dayLevel: null };
  });
}
