/** What is not posted, and why, in as few words as tell it. */
import type { PostedRow } from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';
import { teamText } from './team-words.ts';
import type { Lang } from './text.ts';

/**
 * Sentences about parts of which nothing is shown. Teams under 8 say so in their own rows; where
 * the best and praise are missing for one reason it is said once.
 */
export function gapSentences(rows: readonly PostedRow[], lang: Lang): string[] {
  const text = teamText(lang);
  const said = new Map<string, string>();
  for (const { part, why } of rows.flatMap((row) => row.withheld)) {
    if (!said.has(part) && !isShown(rows, part) && !tellsItself(part, why)) said.set(part, why);
  }
  if (said.has('best') && said.get('best') === said.get('praise')) {
    said.set('names', said.get('best') ?? '');
    said.delete('best');
    said.delete('praise');
  }
  return [...said].map(([part, why]) => {
    const [what, reason] = [text.parts[part] ?? part, text.whys[why] ?? why];
    return lang === 'zh' ? `${what}：${reason}` : `${what}: ${reason}`;
  });
}

function tellsItself(part: string, why: string): boolean {
  return part === 'team-means' && why === 'small-groups';
}

function isShown(rows: readonly PostedRow[], part: string): boolean {
  if (part === 'best') return rows.some(({ best }) => best.length > 0);
  if (part === 'praise') return rows.some(({ praised }) => praised.length > 0);
  if (part === 'topic') return rows.some(({ topic }) => topic !== undefined);
  return rows.some(({ teams }) => teams.some(({ meanTotal }) => meanTotal !== undefined));
}
