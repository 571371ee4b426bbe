// November 2026 of a generated site: 60 agents, 4 teams, 20,000 contacts, 600 evaluations, 3,000
// surveys, shifts of every day. The same seed gives the same month.
import type { FactLeg, PeriodFacts } from '../../../services/domain/score/period-facts.ts';
import type { Definition } from '../../../services/domain/score/scorecard.ts';
import {
  answer,
  definition,
  evaluation,
  form,
  measure,
  people,
  question,
  scoreStory,
} from './score-story.ts';

export const monthDefinition: Definition = definition({
  bestWorstPoints: 5,
  measures: [
    measure('evaluation', { weight: 30, points: curve([50, 0], [95, 100]), minSample: 3 }),
    measure('satisfaction', {
      ...{ kind: 'csat', weight: 15, curve: 'bands', minSample: 20 },
      points: curve([1, 0], [3.5, 40], [3.8, 70], [4, 100]),
    }),
    measure('resolved', {
      ...{ kind: 'resolved-share', weight: 10, caseMix: true, minSample: 20 },
      points: curve([0.5, 0], [0.95, 100]),
    }),
    measure('adherence', {
      ...{ kind: 'own-adherence', aspect: 'quantity', weight: 10 },
      points: curve([0.7, 0], [0.98, 100]),
    }),
    measure('handling', {
      ...{ kind: 'aht', aspect: 'quantity', weight: 15, caseMix: true, minSample: 50 },
      points: curve([150, 100], [420, 0]),
    }),
    measure('transfers', {
      ...{ kind: 'transfer-share', weight: 5, caseMix: true, minSample: 50 },
      points: curve([0.02, 100], [0.2, 0]),
    }),
    measure('short', {
      ...{ kind: 'short-hang-up-share', weight: 5, curve: 'step', minSample: 50 },
      points: curve([0.01, 100]),
    }),
    measure('repeats', { kind: 'repeat-share', weight: 5, points: curve([0, 100], [0.4, 0]) }),
    measure('rung-out', {
      ...{ kind: 'released-while-ringing-share', weight: 5, curve: 'bands' },
      points: curve([0, 100], [0.02, 60], [0.05, 0]),
    }),
  ],
});

/** Local midnight in Shanghai, which is eight hours ahead all year. */
export const localMidnight = (day: number) => Date.UTC(2026, 10, day) - 8 * hourMs;

export function generatedMonth() {
  const random = seeded(20261101);
  const everybody = people(60, (at) => ['red', 'blue', 'green', 'amber'][at % 4] ?? '');
  const story = scoreStory(everybody);
  story.act('q1', { kind: 'form-decided', form: form([question('tone', { most: 101 })]) });
  story.act('q1', { kind: 'definition-decided', definition: monthDefinition, removed: false });
  const legs = Array.from({ length: 20_000 }, (_, at) => leg(at, random, everybody.length));
  const facts: PeriodFacts = {
    ...{ people: everybody, legs, orders: [] },
    adherence: everybody.flatMap(({ person }, at) =>
      Array.from({ length: 30 }, (_, day) => ({
        ...{ person, day: `2026-11-${String(day + 1).padStart(2, '0')}` },
        scheduledMs: random() < 0.25 ? null : 8 * hourMs,
        ...{ excusedMs: random() < 0.05 ? hourMs : 0, ownMs: random() * (at % 7) * 600_000 },
        ...{ onQueueMs: 6 * hourMs, scheduledOnQueueMs: 7 * hourMs, contests: [] },
      })),
    ),
  };
  const answered = legs.filter((one) => one.person !== '' && one.offeredAtMs >= localMidnight(1));
  // The last three people are new and hardly looked at: they have too few.
  const looked = answered.filter(({ person }) => person < 'p58');
  for (let at = 0; at < 600; at += 1) {
    const {
      person,
      leg: contact,
      offeredAtMs,
    } = looked[Math.floor(random() * looked.length)] ?? none;
    const value = 1 + Math.floor(100 * (1 - random() * random()));
    const answers = [answer('tone', value)];
    const more = { contact, answers, contactAtMs: offeredAtMs };
    story.act('q1', { kind: 'evaluated', evaluation: evaluation(person, value, more) });
  }
  const answers = Array.from({ length: 3_000 }, (_, at) => {
    const {
      person,
      leg: contact,
      offeredAtMs: atMs,
      queue,
    } = answered[Math.floor(random() * answered.length)] ?? none;
    return {
      ...{ surveyId: `s${at}`, contact, person, atMs, queue, words: '' },
      satisfaction: random() < 0.1 ? null : 5 - Math.floor(5 * random() ** 2),
      resolved: random() < 0.2 ? null : random() < 0.8,
    };
  });
  story.act('q1', { kind: 'surveys-recorded', answers });
  story.nowMs = Date.UTC(2026, 11, 1, 4);
  return { story, facts };
}

const hourMs = 3_600_000;
const none = { person: '', leg: '', offeredAtMs: 0, queue: '' };

function curve(...points: [number, number][]) {
  return points.map(([figure, reached]) => ({ figure, points: reached }));
}

function leg(at: number, random: () => number, agents: number): FactLeg {
  const who = Math.floor(random() * agents * 1.03);
  const person = who < agents ? `p${String(who + 1).padStart(2, '0')}` : '';
  const queue = ['billing', 'faults', 'sales'][Math.floor(random() * 3)] ?? '';
  const offeredAtMs = localMidnight(-6) + Math.floor(random() * 37 * 24 * hourMs);
  const hard = queue === 'faults' ? 200 : 60;
  const short = random() < 0.02 + 0.0008 * who;
  const talkMs = short ? 6_000 : Math.floor((60 + hard * random() + who) * 1_000);
  const ending = random();
  const rung = Math.floor(random() * agents) + 1;
  const ring = { person: `p${String(rung).padStart(2, '0')}`, ringMs: 12_000, atMs: offeredAtMs };
  return {
    ...{ leg: `leg${at}`, queue, offeredAtMs, person },
    talkMs: person === '' ? null : talkMs,
    acwMs: person === '' || random() < 0.02 ? null : Math.floor(random() * 90_000),
    endedBy: ending < 0.1 ? '' : ending < 0.5 ? 'agent' : 'customer',
    transferredTo: random() < 0.04 + (queue === 'faults' ? 0.08 : 0) ? 'second-line' : '',
    callerHash: random() < 0.1 ? '' : `caller${Math.floor(random() * 12_000)}`,
    rings: random() < 0.02 ? [random() < 0.2 ? { ...ring, ringMs: 2_000 } : ring] : [],
  };
}

/** Mulberry32, public domain. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
