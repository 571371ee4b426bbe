import t from 'tap';
import { notesForShift } from '../../../../services/domain/schedule/acts/notes.ts';
import { siteStory } from './site-story.ts';

t.test('what is open passes from shift to shift until somebody has done it', async (t) => {
  const story = siteStory();
  const atMs = story.nowMs;
  const hour = 3_600_000;
  const note = {
    kind: 'note-written' as const,
    noteId: '',
    atMs,
    team: '',
    text: 'call Mrs Li back',
    open: true,
  };
  story.act('p1', note);
  story.act('p1', { ...note, text: 'lift is out of order', open: false });
  story.act('p2', { ...note, team: 'blue', text: 'for blue only' });
  const texts = (fromMs: number) =>
    notesForShift(story.state, { team: 'red', fromMs, sinceMs: fromMs - 12 * hour }).map(
      ({ text }) => text,
    );
  t.same(texts(atMs + hour), ['call Mrs Li back', 'lift is out of order']);
  t.same(texts(atMs + 48 * hour), ['call Mrs Li back'], 'the day after tomorrow still');
  const [noteId = ''] = story.state.notes.keys();
  story.act('p3', { kind: 'note-answered', noteId, done: true, text: 'reached her' });
  t.match(story.state.notes.get(noteId), {
    doneBy: 'p3',
    seenBy: ['p3'],
    answers: ['reached her'],
  });
  t.same(texts(atMs + 48 * hour), []);
  t.throws(
    () => story.act('p4', { kind: 'note-answered', noteId, done: true, text: '' }),
    /"p3" has done it already/,
  );
});
