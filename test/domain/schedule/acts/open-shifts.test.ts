import t from 'tap';
import { shiftOfTemplate } from '../../../../services/domain/schedule/shift-of-template.ts';
import { siteCalendar } from '../../../../services/domain/schedule/site-calendar.ts';
import { employee, siteStory, template } from './site-story.ts';

const day = '2026-11-10';
const b = [{ group: 'b', priority: 1, efficiency: 1 }];

t.test('an open shift goes to the first whom skills and rules allow, and only once', async (t) => {
  const people = [employee('p1'), employee('p2', { groups: b }), employee('p3'), employee('p4')];
  const story = siteStory({ people });
  story.publish(['p1 2026-11-09 late']);
  const named = { shiftId: '', person: '', day, origin: 'planner' as const };
  const shift = shiftOfTemplate(template('early', 420), named, siteCalendar(story.zone));
  story.act('boss', {
    kind: 'open-shift-posted',
    openId: '',
    shift,
    groups: ['a'],
    closesAtMs: null,
  });
  const [openId = ''] = story.state.openShifts.keys();
  const claim = { kind: 'open-shift-claimed' as const, openId, person: '', edit: null, version: 0 };
  t.throws(() => story.act('p1', claim), /p1 rests 8 h/);
  t.throws(() => story.act('p2', claim), /"p2" serves none of the groups a/);
  t.throws(() => story.act('p3', { ...claim, person: 'p4' }), /"p3" may not act for "p4"/);
  t.match(story.act('p3', claim).act, {
    version: 2,
    edit: { after: { person: 'p3', origin: 'open-shift' } },
  });
  t.throws(() => story.act('p4', claim), /the open shift is taken/);
});
