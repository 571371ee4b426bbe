import t from 'tap';
import { rankCandidates } from '../../../../services/domain/schedule/acts/candidates.ts';
import { uncoveredBy } from '../../../../services/domain/schedule/acts/sickness.ts';
import { employee, flat, siteStory } from './site-story.ts';

const day = '2026-11-10';
const at = (clock: string) => Date.parse(`${day}T${clock}:00+08:00`);
const b = [{ group: 'b', priority: 1, efficiency: 1 }];

t.test(
  'somebody falls ill during the shift: the rest is sick time, and the best stands in from then on',
  async (t) => {
    const story = siteStory({
      people: [
        employee('p1', { post: 'statistics' }),
        employee('p2'),
        employee('p3', { standInFor: ['statistics'] }),
        employee('p4', { groups: b }),
        employee('p5'),
      ],
    });
    story.publish([`p1 ${day} early`, `p2 2026-11-09 late`], flat('a', 1, at('00:00'), 48));
    story.nowMs = at('09:05');
    const sick = {
      kind: 'sickness-reported' as const,
      sicknessId: '',
      person: '',
      from: day,
      to: day,
      edits: [],
      version: 0,
    };
    const told = story.act('p1', sick);
    t.match(told.act, { version: 2, edits: [{ shiftId: `p1-${day}` }] });
    t.equal(
      told.after.reduce((all, one) => all + one.scheduled, 0),
      25 / 6,
      'from 07:00 to 09:05',
    );
    const question = { purpose: 'stand-in' as const, shiftId: `p1-${day}`, fromMs: 0, toMs: 0 };
    const ranked = rankCandidates(story.state, question, story.acting('boss'));
    t.match(
      ranked.map(({ person }) => person),
      ['p3', 'p5', 'p4', 'p2'],
    );
    // 09:15 to 15:00 without the meal is 315 minutes; the five from 09:05 nobody can give back.
    t.match(
      ranked.map(({ effectMinutes }) => Math.round(effectMinutes)),
      [315, 315, 0, 315],
    );
    t.match(ranked[3]?.violations, [{ ruleId: 'rest', hard: true }], 'p2 came home at 23:00');
    const standIn = {
      kind: 'stand-in-assigned' as const,
      shiftId: `p1-${day}`,
      person: 'p3',
      edits: [],
      version: 0,
    };
    story.act('boss', standIn);
    t.match(story.shift('p3', day), { fromMs: at('09:15'), toMs: at('15:00'), origin: 'stand-in' });
    const [sickness] = story.state.sickness.values();
    t.same(sickness && uncoveredBy(story.state, sickness), []);
    t.throws(() => story.act('boss', { ...standIn, person: 'p5' }), /stands in for p1 already/);
  },
);
