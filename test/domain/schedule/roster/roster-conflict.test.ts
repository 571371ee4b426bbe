// Conflicts against every line there is: without a named rule there is one, with all there is none.
import t from 'tap';
import { readCurtoisQu } from '../../../../services/domain/schedule/roster/curtois-qu.ts';
import {
  conflictSentence,
  rosterConflicts,
} from '../../../../services/domain/schedule/roster/roster-conflict.ts';
import { rosterModel } from '../../../../services/domain/schedule/roster/roster-model.ts';
import { allLines, tinyInstance } from './brute-force.ts';
import { parseInstance } from './roster-checker.ts';

t.test('who has no line is named, and nobody else', async (t) => {
  let conflicts = 0;
  for (let seed = 1; seed <= 30; seed += 1) {
    const text = tinyInstance(seed);
    const instance = parseInstance(text);
    const problem = readCurtoisQu(text);
    const stuck = problem.people.flatMap(({ id }, at) =>
      allLines(instance, id).length === 0 ? [at] : [],
    );
    const found = rosterConflicts(problem);
    conflicts += found.length;
    t.same(
      found.map(({ person }) => person),
      stuck,
      `seed ${seed}`,
    );
    for (const { rules } of found) t.ok(rules.length > 0, `seed ${seed}: ${rules.length} rules`);
  }
  t.ok(conflicts > 3, `${conflicts} conflicts`);
});

const text = `SECTION_HORIZON
7
SECTION_SHIFTS
D,480,
SECTION_STAFF
A,D=7,3360,2400,5,1,1,0
B,D=7,3360,480,5,1,1,1
SECTION_DAYS_OFF
A,2
B,2
SECTION_SHIFT_ON_REQUESTS
SECTION_SHIFT_OFF_REQUESTS
SECTION_COVER
0,D,1,100,1
`;

t.test('the smallest set of rules, and the smallest changes that would do', async (t) => {
  // Five days of work, no weekend and Wednesday off leave four days.
  const problem = readCurtoisQu(text);
  const [conflict, ...others] = rosterConflicts(problem);
  t.same(others, []);
  if (!conflict) return t.fail('A has no line');
  t.equal(conflict.person, 0);
  t.same(
    conflict.rules.map(({ rule, limit, day }) => [rule, limit, day]),
    [
      ['unavailable', null, 2],
      ['max-weekends', 0, null],
      ['min-minutes', 2_400, null],
    ],
  );
  t.same(
    conflict.relaxations.map(({ rule, to }) => [rule.rule, to]),
    [
      ['min-minutes', 1_920],
      ['unavailable', null],
      ['max-weekends', 1],
    ],
  );
  const sentence = conflictSentence(problem, conflict);
  t.match(sentence, /"A" permit no line: unavailable on day 3, max-weekends 0, min-minutes 2400/);
  t.match(sentence, /it could work with min-minutes 1920, or without unavailable on day 3/);
  t.throws(() => rosterModel(problem), { message: sentence, fault: 'invalid' });
});
