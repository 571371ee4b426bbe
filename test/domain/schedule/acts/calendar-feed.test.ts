import t from 'tap';
import { siteStory } from './site-story.ts';

t.test('a calendar’s address is told once, and a new one closes the former', async (t) => {
  const story = siteStory();
  const make = { kind: 'calendar-feed-decided' as const, person: '', secretDigest: '', make: true };
  const { secret, act } = story.act('p1', make);
  t.notMatch(JSON.stringify(act), secret);
  t.equal(story.state.feeds.get('p1'), story.acting('p1').digestOf(secret));
  t.not(story.act('p1', make).secret, secret);
  t.not(story.state.feeds.get('p1'), story.acting('p1').digestOf(secret));
  story.act('p1', { ...make, make: false });
  t.equal(story.state.feeds.size, 0);
});
