// Who decides contests, by the directory and its dates; and what is said where nobody can.
import t from 'tap';
import {
  noSettings,
  type PersonSettings,
  type Setting,
  withSetting,
} from '../../../services/domain/settings/settings.ts';
import { waitsFor } from '../../../services/scorecards/appeals-rpc.ts';
import { sitePeople } from '../../../services/scorecards/people.ts';

const name = { en: 'HQ', zh: '' };
const [before, later] = [Date.UTC(2026, 0, 1), Date.UTC(2026, 5, 1)];
const person = (id: string, effectiveFromMs: number, of: Partial<PersonSettings> = {}): Setting => {
  const value = { team: 'a', site: 'hq', skills: {}, duties: [], objectsTo: [], ...of };
  return { kind: 'person', id, effectiveFromMs, value };
};
const team: Setting = {
  ...{ kind: 'team', id: 'a', effectiveFromMs: before },
  value: { name, site: 'hq', lead: 'lea' },
};
const settingsOf = (...all: Setting[]) => all.reduce(withSetting, noSettings);
const markers = (atMs: number, ...all: Setting[]) =>
  sitePeople(settingsOf(...all), { tenant: 'main', site: 'hq' }, atMs).markers;
const duties = ['appeals' as const];

t.test(
  'who has the duty here, else elsewhere, else who leads; from the day it holds on',
  async (t) => {
    const staff = [team, person('ann', before), person('ben', before)];
    t.same(markers(later, ...staff), ['lea']);
    const ben = person('ben', later, { duties });
    t.same(markers(later - 1, ...staff, ben), ['lea'], 'not yet');
    t.same(markers(later, ...staff, ben), ['ben']);
    const far = person('far', before, { duties, site: 'other' });
    t.same(markers(later - 1, ...staff, ben, far), ['far']);
    t.same(markers(later, ...staff, ben, far), ['ben']);
    t.same(markers(later), [], 'a site that nobody set up');
  },
);

t.test('a contest says that nobody else may decide it, and not while somebody does', async (t) => {
  const people = (...all: Setting[]) =>
    sitePeople(settingsOf(...all), { tenant: 'main', site: 'hq' }, later);
  const appeal = { person: 'ann', firstMarker: 'lea', secondMarker: '', state: 'open' } as never;
  const alone = people(team, person('ann', before, { duties }));
  t.equal(waitsFor(appeal, alone), 'nobody', 'the duty is with who lodged it');
  t.equal(waitsFor(appeal, people(team)), 'nobody', 'who leads has marked first');
  t.equal(waitsFor(appeal, people(team, person('ben', before, { duties }))), 'assigning');
  const given = { ...(appeal as object), secondMarker: 'ben' } as never;
  t.equal(waitsFor(given, alone), '');
  t.equal(waitsFor({ ...(appeal as object), state: 'withdrawn' } as never, alone), '');
});

t.test('people of a period are those of its last instant', async (t) => {
  const moved = person('ann', later, { team: 'b' });
  const at = (atMs: number) =>
    sitePeople(
      settingsOf(team, person('ann', before), moved),
      { tenant: 'main', site: 'hq' },
      atMs,
    );
  t.match(at(later - 1).scored, [{ person: 'ann', team: 'a', since: '2026-01-01' }]);
  t.match(at(later).scored, [{ person: 'ann', team: 'b', since: '2026-01-01' }]);
});
