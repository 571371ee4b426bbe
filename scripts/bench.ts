// npm run bench: how fast it is on this machine. Absolute figures are this
// machine's; the ratios beside them are what can be compared.
import { delayLine } from './bench/delays.ts';
import { measurePixel } from './bench/pixel.ts';
import { measureStages } from './bench/stages.ts';
import { startHouse } from './load/rehearsal.ts';

const seconds = Number(process.argv[2] ?? 30);
const agents = 500;
/** 8.5 contacts an agent-hour at 12 facts each. */
const factsPerS = Math.round((agents * 8.5 * 12) / 3600);

console.log('Stages, each measured alone on one core');
for (const { name, perS, ratio } of measureStages()) {
  const rate = Math.round(perS).toLocaleString('en').padStart(12);
  console.log(`  ${name.padEnd(52)}${rate} facts/s ${ratio}`);
}

console.log(`\nEvent to pixel, ${agents} agents, ${factsPerS} facts/s and probes, ${seconds} s`);
const house = await startHouse(18_100, () => undefined);
try {
  const rehearsal = await house.stage('pixel');
  const delays = await measurePixel(rehearsal, { seconds, factsPerS, agents });
  console.log(`${'  ms, cumulative from the event'.padEnd(44)}      n    p50    p99    max`);
  console.log(delayLine('  acknowledged by the door (fsynced)', delays.door));
  console.log(delayLine('  live figures on the bus', delays.figures));
  console.log(delayLine('  frame at the screen', delays.frame));
  console.log(delayLine('  painted', delays.pixel));
  const p99 = delays.pixel.at(0.99);
  const verdict = p99 <= 100 ? 'within the aim' : p99 <= 250 ? 'within the gate' : 'MISSED';
  console.log(`  p99 ${p99} ms: ${verdict} (aim 100 ms, gate 250 ms)`);
} finally {
  await house.stop();
}
process.exit(0);
