import t from 'tap';
import {
  dayGains,
  type GainingSlot,
  gainsFloor,
} from '../../../services/domain/staffing/day-gains.ts';

/** Ten contacts an agent from the fifth on: rising steps of the fifth to the seventh, then falling. */
const answered = [0, 0, 0, 0, 0, 1, 3, 8, 12, 14, 15, 15.4, 15.4];
const slot: GainingSlot = {
  inTimeAt: (agents) => answered[Math.min(agents, answered.length - 1)] ?? 0,
  required: 9,
  least: 2,
  contacts: 16,
};

t.test('gains begin where they no longer rise', async (t) => {
  // Steps: 5th 1, 6th 2, 7th 5, 8th 4, 9th 2, 10th 1, 11th 0.4: the seventh gains most.
  t.equal(gainsFloor(slot), 6);
  t.same(dayGains([slot], 6), { floor: 6, atFloor: 3, gains: [5, 4, 2, 1, 15.4 - 15] });
});

t.test('other goals hold the floor up, and a queue that grows for ever is none', async (t) => {
  t.equal(gainsFloor({ ...slot, least: 8 }), 8);
  const steep = { ...slot, inTimeAt: (n: number) => (n < 4 ? 0 : 16 - 2 ** (6 - n)), least: 0 };
  t.equal(gainsFloor(steep), 4, 'with three nobody is answered in time');
});

t.test('slots that share agents add what they gain', async (t) => {
  const other = { ...slot, inTimeAt: (n: number) => (n < 4 ? 0 : 16 - 2 ** (6 - n)) };
  const { atFloor, gains } = dayGains([slot, other], 6);
  t.equal(atFloor, 3 + 15);
  t.equal(gains[0], 5 + 0.5);
});
