/** The week's topic and praise, a line each, for boards that show other things. */
import type { PostedRow } from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';
import { nameIn } from './format.ts';
import { teamText } from './team-words.ts';
import type { Lang } from './text.ts';
import { sharedPages } from './turn.ts';

/** What stands in one line. */
export interface PostedLine {
  label: string;
  words: string;
}

/** At most five lines, topics before praise. */
export function postedLines(rows: readonly PostedRow[], lang: Lang): PostedLine[] {
  const text = teamText(lang);
  const topics = rows.flatMap(({ topic }) => {
    return topic ? [{ label: text.topic, words: nameIn(topic.title, lang) }] : [];
  });
  const praise = rows.flatMap(({ praised }) =>
    praised.map(({ name, words }) => {
      return {
        label: text.praise,
        words: lang === 'zh' ? `${name}：${words}` : `${name}: ${words}`,
      };
    }),
  );
  const [ofTopics = 0, ofPraise = 0] = sharedPages([topics.length, praise.length]);
  return [...topics.slice(0, ofTopics), ...praise.slice(0, ofPraise)];
}
