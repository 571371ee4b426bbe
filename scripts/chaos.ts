// npm run chaos: a steady load while every process is killed once. Ends with 1
// when anything acknowledged is lost, doubled or shown as newer than it is.
import { parseArgs } from 'node:util';
import { runChaos } from './load/chaos-run.ts';
import { startHouse } from './load/rehearsal.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '300' },
    rate: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
  },
});

const say = (line: string) => console.log(`  ${line}`);
const house = await startHouse(17_100, say);
const checks = await runChaos(await house.stage('chaos'), {
  seconds: Number(values.seconds),
  factsPerS: Number(values.rate),
  seed: Number(values.seed),
  say,
}).finally(() => house.stop());
for (const { what, found } of checks) {
  console.log(
    `${found === true ? 'ok    ' : 'NOT OK'} ${what}${found === true ? '' : `: ${found}`}`,
  );
}
const failed = checks.filter((check) => check.found !== true).length;
console.log(`${checks.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
