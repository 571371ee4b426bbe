// Chats held several at once. Against Erlang A and C where concurrency changes nothing, and
// against the chain's own balance written down state by state.
import fc from 'fast-check';
import t from 'tap';
import { chatFigures, requiredChatAgents } from '../../../services/domain/staffing/concurrency.ts';
import { staffingFigures } from '../../../services/domain/staffing/staffing-figures.ts';

const near = (a: number | null, b: number | null, within = 1e-9) =>
  Math.abs((a ?? Number.NaN) - (b ?? Number.NaN)) <= within * Math.max(1, Math.abs(b ?? 0));

t.test('one chat at a time is Erlang A, or C for the patient', async (t) => {
  for (const patienceS of [120, null]) {
    const model = patienceS === null ? 'erlang-c' : 'erlang-a';
    const exact = staffingFigures(model, {
      erlangs: 20,
      agents: 22,
      ahtS: 300,
      withinS: 30,
      patienceS,
    });
    const ours = chatFigures({ chatsPerHour: 240, handleS: [300], patienceS }, 22, 30);
    for (const name of ['pWait', 'asaS', 'queueLength', 'occupancy', 'serviceLevel'] as const) {
      t.ok(near(ours[name], exact[name]), `${model} ${name}: ${ours[name]} and ${exact[name]}`);
    }
  }
});

t.test('chats that do not slow each other are as many agents with one each', async (t) => {
  const queue = { chatsPerHour: 240, handleS: [300, 300, 300], patienceS: 90 };
  const exact = staffingFigures('erlang-a', {
    erlangs: 20,
    agents: 21,
    ahtS: 300,
    withinS: 30,
    patienceS: 90,
  });
  const ours = chatFigures(queue, 7, 30);
  for (const name of ['pWait', 'asaS', 'serviceLevel', 'pAbandon'] as const) {
    t.ok(near(ours[name], exact[name]), name);
  }
  t.ok((ours.occupancy ?? 0) > (exact.occupancy ?? 0), 'an agent with one chat of three is busy');
});

t.test('two agents, two chats each, worked out state by state', async (t) => {
  // Rates per minute: arrivals 1; one chat 1/4; two chats 2/6. Ends: 0, 1/4, 1/2, 1/4 + 1/3, 2/3.
  const ends = [0, 1 / 4, 1 / 2, 1 / 4 + 1 / 3, 2 / 3];
  const weights = [1];
  for (let chats = 1; chats < 400; chats += 1) {
    const rate = ends[chats] ?? 2 / 3 + (chats - 4) * (1 / 2);
    weights.push((weights[chats - 1] ?? 0) / rate);
  }
  const all = weights.reduce((a, b) => a + b, 0);
  const pWait = weights.slice(4).reduce((a, b) => a + b, 0) / all;
  const queue = weights.slice(4).reduce((sum, w, ahead) => sum + (w * ahead) / all, 0);
  const ours = chatFigures({ chatsPerHour: 60, handleS: [240, 360], patienceS: 120 }, 2, 20);
  t.ok(near(ours.pWait, pWait), `${ours.pWait} and ${pWait}`);
  t.ok(near(ours.queueLength, queue));
  t.ok(near(ours.pAbandon, queue / 2));
});

t.test('flow is kept, more agents help, and the number found is the smallest', async () => {
  const chats = fc.record({
    chatsPerHour: fc.integer({ min: 5, max: 300 }),
    slow: fc.double({ min: 1, max: 1.4, noNaN: true }),
    patienceS: fc.option(fc.integer({ min: 30, max: 600 }), { nil: null }),
  });
  const goals = { serviceLevel: 0.85, withinS: 45 };
  fc.assert(
    fc.property(chats, ({ chatsPerHour, slow, patienceS }) => {
      const queue = { chatsPerHour, handleS: [400, 400 * slow, 400 * slow * slow], patienceS };
      const { agents, figures } = requiredChatAgents(queue, goals);
      const fewer = agents === 1 ? null : chatFigures(queue, agents - 1, 45);
      return (
        (figures.serviceLevel ?? 0) >= 0.85 &&
        (fewer === null || (fewer.serviceLevel ?? 0) < 0.85) &&
        figures.chatsPerBusyAgent <= 3 + 1e-12 &&
        figures.chatsPerBusyAgent >= 1 - 1e-12
      );
    }),
    { numRuns: 40 },
  );
});

t.test('more at once than an agent can do is refused, and too few agents say so', async (t) => {
  const queue = { chatsPerHour: 60, handleS: [300, 700], patienceS: null };
  t.throws(() => chatFigures(queue, 5, 30), { message: /with 2 chats ends fewer than with 1/ });
  const few = chatFigures({ ...queue, handleS: [300, 400] }, 2, 30);
  t.equal(few.serviceLevel, 0);
  t.equal(few.asaS, null);
  t.throws(() => chatFigures(queue, 0, 30), { message: /agents 0/ });
});
