import { createHash } from 'node:crypto';
import t from 'tap';
import type { OfferMade } from '../../../../services/domain/schedule/request-act.ts';
import { paidMinutesOf } from '../../../../services/domain/schedule/shift.ts';
import { flat, siteStory } from './site-story.ts';

const day = '2026-11-10';
const at = (clock: string) => Date.parse(`${day}T${clock}:00+08:00`);
const midnight = at('00:00');
const offer: OfferMade = {
  kind: 'offer-made',
  offerId: '',
  of: 'overtime',
  fromMs: at('15:00'),
  toMs: at('17:00'),
  places: 1,
  people: [],
  mode: 'first-come',
  seedDigest: '',
  closesAtMs: null,
  message: '',
};
const take = (offerId: string, agreed = true) => ({
  kind: 'offer-answered' as const,
  offerId,
  agreed,
  person: '',
  edit: null,
  version: 0,
});
const close = (offerId: string) => ({
  kind: 'offer-closed' as const,
  offerId,
  seed: '',
  winners: [],
  edits: [],
  version: 0,
});

t.test('overtime is joined to the shift it touches, first come, and then it is gone', async (t) => {
  const story = siteStory();
  story.publish(
    [`p1 ${day} early`, `p2 ${day} early`, `p3 ${day} late`],
    flat('a', 3, midnight, 48),
  );
  story.act('boss', offer);
  const [made] = story.state.offers.values();
  t.same(
    made?.people,
    ['p1', 'p2', 'p4'],
    'p3 works then already; all others would have the same effect',
  );
  const offerId = made?.offerId ?? '';
  story.act('p1', take(offerId, false));
  const { act, before, after } = story.act('p2', take(offerId));
  t.match(act, {
    edit: { shiftId: `p2-${day}`, after: { toMs: at('17:00'), origin: 'planner' } },
    version: 2,
  });
  const sum = (curve: typeof before) => curve.reduce((all, one) => all + one.scheduled, 0);
  t.equal(sum(after) - sum(before), 4, 'four half-hours more');
  t.throws(() => story.act('p1', take(offerId)), /all 1 places of the offer are taken/);
});

t.test(
  'a lottery can be checked by everybody from its seed, whose digest was told before',
  async (t) => {
    const story = siteStory();
    story.publish([`p1 ${day} early`, `p2 ${day} early`, `p3 ${day} early`]);
    story.act('boss', {
      ...offer,
      of: 'early-leave',
      fromMs: at('13:00'),
      toMs: at('15:00'),
      places: 2,
      mode: 'lottery',
    });
    const [made] = story.state.offers.values();
    const offerId = made?.offerId ?? '';
    for (const person of ['p1', 'p2', 'p3']) story.act(person, take(offerId));
    const { act } = story.act('boss', close(offerId));
    if (act.kind !== 'offer-closed') return t.fail(act.kind);
    const sha = (text: string) => createHash('sha256').update(text).digest('hex');
    t.equal(sha(act.seed), made?.seedDigest);
    const drawn = ['p1', 'p2', 'p3'].sort((a, b) =>
      sha(act.seed + a) < sha(act.seed + b) ? -1 : 1,
    );
    t.same(act.winners, drawn.slice(0, 2));
    const [first = '', , last = ''] = drawn;
    const [left, stays] = [story.shift(first, day), story.shift(last, day)];
    t.equal(left && paidMinutesOf(left), 330);
    t.equal(stays && paidMinutesOf(stays), 450);
  },
);

t.test(
  'ranked: who agreed is given it by effect, and whom rules forbid it is passed over',
  async (t) => {
    const story = siteStory();
    story.publish([`p1 ${day} early`, `p2 2026-11-11 early`], flat('a', 3, midnight, 48));
    const late = { ...offer, fromMs: at('21:00'), toMs: at('23:00'), mode: 'ranked' as const };
    story.act('boss', { ...late, people: ['p2', 'p4'] });
    const [offerId = ''] = story.state.offers.keys();
    t.throws(
      () => story.act('p2', take(offerId)),
      /p2 rests 8 h between/,
      'eight hours before the early shift',
    );
    t.throws(() => story.act('p1', take(offerId)), /not made to "p1"/);
    story.act('p4', take(offerId));
    t.match(story.act('boss', close(offerId)).act, {
      winners: ['p4'],
      edits: [{ after: { person: 'p4', origin: 'offer' } }],
    });
  },
);
