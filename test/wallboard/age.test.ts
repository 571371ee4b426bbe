import t from 'tap';
import { ageLevel, ageOf, type Heard } from '../../wallboard/src/age.ts';
import { place, readFrame, readPosition } from '../../wallboard/src/feed.ts';
import { gatewayClock } from '../../wallboard/src/gateway-clock.ts';
import { shouldReload } from '../../wallboard/src/quiet-reload.ts';
import { source } from '../helpers/wall-scene.ts';

const nowMs = 1_000_000;

function heard(silence: {
  frame?: number;
  source?: number;
  service?: number;
  ingest?: number;
}): Heard {
  const ago = (ms = 0) => nowMs - ms;
  return {
    nowMs,
    frameMs: ago(silence.frame),
    sources: new Map([['qingyang/pbx-1', source('pbx-1', ago(silence.source))]]),
    services: new Map([
      ['queue-metrics', { service: 'queue-metrics', heardMs: ago(silence.service) }],
      ['acd-ingest', { service: 'acd-ingest', heardMs: ago(silence.ingest) }],
    ]),
  };
}

const age = (silence: Parameters<typeof heard>[0]) =>
  ageOf(heard(silence), ['qingyang/pbx-1'], ['queue-metrics']);

t.test('ages: plain to 3 s, marked to 10 s, grey to 60 s, then a dash', async (t) => {
  t.equal(ageLevel(3_000, 1_000), 'fresh');
  t.equal(ageLevel(3_001, 1_000), 'late');
  t.equal(ageLevel(10_000, 1_000), 'late');
  t.equal(ageLevel(10_001, 1_000), 'stale');
  t.equal(ageLevel(60_001, 1_000), 'dead');
});

t.test('a source that proves itself every 15 s has limits 15 times as long', async (t) => {
  t.equal(ageLevel(45_000, 15_000), 'fresh');
  t.equal(ageLevel(45_001, 15_000), 'late');
  t.equal(ageLevel(900_001, 15_000), 'dead');
  t.equal(ageLevel(3_001, 200), 'late', 'a quicker one has those of every second');
});

t.test('a quiet night is not stale: what counts is the proof', async (t) => {
  t.match(age({}), { level: 'fresh', cause: null, clockMs: nowMs });
});

t.test('whoever fell silent is named, the nearest first', async (t) => {
  t.match(age({ source: 12_000 }), {
    level: 'stale',
    asOfMs: nowMs - 12_000,
    cause: { kind: 'source', name: { en: 'Asterisk' } },
  });
  t.match(age({ source: 12_000, service: 12_000 }).cause, {
    kind: 'services',
    services: ['queue-metrics'],
  });
  t.match(age({ source: 12_000, ingest: 12_000 }).cause, {
    kind: 'services',
    services: ['acd-ingest'],
  });
  t.match(age({ source: 12_000, service: 12_000, frame: 12_000 }).cause, { kind: 'network' });
  t.match(age({ service: 5_000 }), { level: 'late', cause: { kind: 'services' } });
});

t.test('of several sources the one silent longest by its own beat decides', async (t) => {
  const slow = { ...source('slow', nowMs - 20_000), cadenceMs: 15_000 };
  const known = heard({ source: 6_000 });
  const both = { ...known, sources: new Map([...known.sources, ['qingyang/slow', slow]]) };
  t.equal(ageOf(both, ['qingyang/slow'], []).level, 'fresh');
  t.match(ageOf(both, ['qingyang/slow', 'qingyang/pbx-1'], []), {
    level: 'late',
    cause: { name: { en: 'Asterisk' } },
  });
});

t.test('running clocks stop when the proof does, and never run past it', async (t) => {
  t.equal(age({ source: 2_000 }).clockMs, nowMs);
  t.equal(age({ source: 8_000 }).clockMs, nowMs - 5_000, 'held at the end of freshness');
  t.equal(age({ source: 20_000 }).clockMs, nowMs - 20_000, 'as of the proof');
});

t.test('without any source there is no figure to show', async (t) => {
  t.match(ageOf(heard({}), [], []), { level: 'dead', asOfMs: null, cause: { kind: 'no-source' } });
  t.match(ageOf(heard({}), ['qingyang/unknown'], []), {
    level: 'dead',
    cause: { kind: 'no-source' },
  });
});

t.test('frames follow each other by one; a hole or another epoch asks for the whole', async (t) => {
  const last = { epoch: 'a', seq: 7 };
  t.equal(place(last, { epoch: 'a', seq: 8 }, false), 'next');
  t.equal(place(last, { epoch: 'a', seq: 7 }, false), 'known');
  t.equal(place(last, { epoch: 'a', seq: 9 }, false), 'hole');
  t.equal(place(last, { epoch: 'b', seq: 8 }, false), 'hole');
  t.equal(place(null, { epoch: 'a', seq: 1 }, false), 'hole', 'a change to nothing');
  t.equal(place(last, { epoch: 'b', seq: 1 }, true), 'next', 'the whole is always right');
  t.same(readPosition('a-1:42'), { epoch: 'a-1', seq: 42 });
  t.equal(readPosition('42'), null);
});

t.test('garbage is no frame; what was left out as empty is empty', async (t) => {
  t.equal(readFrame('no json'), null);
  t.equal(readFrame('null'), null);
  t.equal(readFrame('{"whole":true}'), null, 'without the instant it was sent');
  t.match(readFrame('{"sentMs":5}'), { sentMs: 5, whole: false, queues: [], agentsGone: [] });
});

t.test(
  "the gateway's clock is that of the least delayed frame, and drifts are followed",
  async (t) => {
    let at = 0;
    const clock = gatewayClock(() => at);
    for (const delay of [40, 5, 900]) {
      at += 1_000;
      clock.heard(5_000_000 + at - delay);
    }
    t.equal(clock.now(), 5_000_000 + at - 5);
    // The screen's oscillator is slow: after a minute the old offset is forgotten.
    for (let i = 0; i < 120; i += 1) {
      at += 1_000;
      clock.heard(4_999_000 + at);
    }
    t.equal(clock.now(), 4_999_000 + at);
  },
);

t.test('a new page is taken when nobody looks, never when it just starts', async (t) => {
  const known = { own: 'v1', served: 'v2', hour: 14, hidden: false, live: true };
  t.equal(shouldReload(known), false);
  t.equal(shouldReload({ ...known, hour: 3 }), true);
  t.equal(shouldReload({ ...known, hour: 5 }), false);
  t.equal(shouldReload({ ...known, hidden: true }), true);
  t.equal(shouldReload({ ...known, hour: 4, live: false }), false, 'the gateway is not there');
  t.equal(shouldReload({ ...known, hour: 4, served: 'v1' }), false);
  t.equal(shouldReload({ ...known, hour: 4, own: '' }), false);
});
