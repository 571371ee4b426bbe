// A real October's abandonment, foretold from January's patience: the call-level log of
// "Anonymous Bank", Technion SEELab, with thanks. Runs where the log lies beside this repository.
import t from 'tap';
import { readCallLog } from '../../scripts/bench/call-log.ts';
import { measureRealAbandonment } from '../../scripts/bench/real-abandonment.ts';

const calls = readCallLog();
const skip = calls === null ? 'the call log is not beside this repository' : false;

t.test('models with patience foretell a real month, Erlang C cannot', { skip }, async (t) => {
  const names = ['as in January', 'Erlang C', 'Erlang A', 'M/M/n+G'] as const;
  const { models, actual, calls: offered } = measureRealAbandonment(calls ?? [], names);
  const best = (name: string) =>
    models
      .filter(({ model }) => model === name)
      .reduce((a, b) => (a.abandonmentOff < b.abandonmentOff ? a : b));
  t.ok(offered > 30_000, `${offered} calls`);
  for (const name of ['Erlang A', 'M/M/n+G']) {
    const { abandonment, abandonmentOff, waitOffS, silent } = best(name);
    t.equal(silent, 0, `${name} has an answer to every half-hour`);
    t.ok(Math.abs(abandonment - actual.abandonment) < 0.02, `${name}: ${abandonment}`);
    for (const other of ['as in January', 'Erlang C']) {
      t.ok(abandonmentOff < best(other).abandonmentOff, `${name} beats ${other} in abandonment`);
      t.ok(waitOffS < best(other).waitOffS, `${name} beats ${other} in waits`);
    }
  }
});
