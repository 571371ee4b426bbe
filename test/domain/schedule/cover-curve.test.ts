// Shares by hand: one person in slots of half an hour.
import t from 'tap';
import { curveOf, lostCover } from '../../../services/domain/schedule/cover-curve.ts';
import type { Activity, GroupSkill, Shift } from '../../../services/domain/schedule/shift.ts';
import { employee, template } from './acts/site-story.ts';

const slotMs = 1_800_000;
const work = (fromMs: number, toMs: number, group = ''): Activity => ({
  kind: 'work',
  fromMs,
  toMs,
  paid: true,
  group,
  note: '',
});
const shiftOf = (activities: Activity[], templateId = ''): Shift => ({
  shiftId: 's',
  person: 'p1',
  day: '1970-01-01',
  templateId,
  fromMs: activities[0]?.fromMs ?? 0,
  toMs: activities.at(-1)?.toMs ?? 0,
  activities,
  origin: 'planner',
  pinned: false,
});
const skill = (group: string, priority: number, efficiency = 1): GroupSkill => ({
  group,
  priority,
  efficiency,
});
const scheduled = (groups: GroupSkill[], shift: Shift, required: Record<string, number | null>) => {
  const employees = new Map([['p1', employee('p1', { groups })]]);
  const templates = new Map([['narrow', template('narrow', 0, { groups: ['b'] })]]);
  const slots = Object.entries(required).map(([group, each]) => ({
    group,
    startMs: 0,
    required: each,
  }));
  const curve = curveOf([shift], { employees, templates }, slots, 30);
  return Object.fromEntries(curve.map((slot) => [slot.group, slot.scheduled]));
};

t.test(
  'of several groups the first choices share a person as they share what is required',
  async (t) => {
    const full = shiftOf([work(0, slotMs)]);
    const both = [skill('a', 1), skill('b', 1), skill('c', 2)];
    t.same(scheduled(both, full, { a: 3, b: 1, c: 9 }), { a: 0.75, b: 0.25, c: 0 });
    t.same(
      scheduled(both, full, { a: 0, b: 0, c: 9 }),
      { a: 0, b: 0, c: 1 },
      'a later choice when no first is required',
    );
    t.same(
      scheduled(both, full, { a: null, b: null, c: null }),
      { a: 0.5, b: 0.5, c: 0 },
      'nothing known: evenly',
    );
    t.same(
      scheduled(both, shiftOf([work(0, slotMs)], 'narrow'), { a: 3, b: 1, c: 9 }),
      { a: 0, b: 1, c: 0 },
      'a template for certain groups',
    );
  },
);

t.test(
  'named work counts there, by efficiency and the part of the slot; breaks do not',
  async (t) => {
    const groups = [skill('a', 1, 0.5), skill('b', 1)];
    t.same(scheduled(groups, shiftOf([work(0, slotMs, 'a')]), { a: 0, b: 5 }), { a: 0.5, b: 0 });
    const rest: Activity = { ...work(slotMs / 3, slotMs), kind: 'break' };
    const part = scheduled(groups, shiftOf([work(0, slotMs / 3, 'b'), rest]), { a: 0, b: 5 });
    t.ok(Math.abs((part.b ?? 0) - 1 / 3) < 1e-12);
    t.equal(
      scheduled(groups, shiftOf([work(-slotMs, 0)]), { a: 1, b: 1 }).a,
      0,
      'it ends as the slot begins',
    );
  },
);

t.test(
  'cover is lost only below what is required; where nothing is known all that goes is lost',
  async (t) => {
    const slot = (required: number | null, people: number) => [
      { group: 'a', startMs: 0, required, scheduled: people },
    ];
    t.same(lostCover(slot(2, 4), slot(2, 2), 30), { slots: 0, worst: 0, minutes: 0 });
    t.same(lostCover(slot(2, 3), slot(2, 1), 30), { slots: 1, worst: 1, minutes: 30 });
    t.same(lostCover(slot(null, 3), slot(null, 1), 15), { slots: 1, worst: 2, minutes: 30 });
  },
);
