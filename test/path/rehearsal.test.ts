import t from 'tap';
import { measurePixel } from '../../scripts/bench/pixel.ts';
import { runChaos } from '../../scripts/load/chaos-run.ts';
import { startHouse } from '../../scripts/load/rehearsal.ts';
import { freePortBase } from '../helpers/ports.ts';

// Twenty seconds of what `npm run bench` and `npm run chaos` do at length, on a whole installation.
const house = await startHouse(await freePortBase(), (line) => t.comment(line));
t.teardown(() => house.stop());

t.test('every event told to the door is painted on the wall', async (t) => {
  const delays = await measurePixel(await house.stage('pixel'), {
    seconds: 20,
    factsPerS: 50,
    agents: 500,
  });
  const stages = ['door', 'figures', 'frame', 'pixel'] as const;
  for (const stage of stages) {
    t.comment(`${stage}: p50 ${delays[stage].at(0.5)} ms, p99 ${delays[stage].at(0.99)} ms`);
  }
  t.ok(delays.door.count() > 50, 'there were probes');
  t.equal(delays.pixel.count(), delays.frame.count(), 'what reached the screen was painted');
  t.ok(delays.door.count() - delays.pixel.count() <= 1, 'and nothing was passed over');
});

t.test('every process killed once under load loses and doubles nothing', async (t) => {
  const say = (line: string) => t.comment(line);
  const checks = await runChaos(await house.stage('chaos'), {
    seconds: 20,
    factsPerS: 500,
    seed: 7,
    say,
  });
  for (const { what, found } of checks) t.equal(found, true, what);
});
