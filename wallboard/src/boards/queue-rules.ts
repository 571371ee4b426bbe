/** The service-level rules of the rows on a board, and how they are told. */
import type { QueueRow, RowServiceLevel } from '../../../proto/gen/floorcast/wall/v1/wall_frame.ts';
import { targetTime } from '../format.ts';
import { type Lang, textIn } from '../text.ts';

/** What rows are measured by. */
export interface RuleLegend {
  /** The target all share; null when they differ or none is known. */
  targetMs: number | null;
  /** A letter per row when rules differ, else empty. */
  mark: (row: QueueRow) => string;
  /** The rules in words. */
  words: string;
}

/** One rule is said once; different ones get letters, explained below the table. */
export function ruleLegend(rows: readonly QueueRow[], lang: Lang): RuleLegend {
  const text = textIn(lang);
  const kinds = new Map<string, RowServiceLevel>();
  for (const { serviceLevel } of rows) {
    if (serviceLevel) kinds.set(kindOf(serviceLevel), serviceLevel);
  }
  const keys = [...kinds.keys()];
  const [first] = [...kinds.values()];
  if (keys.length <= 1) {
    return {
      targetMs: first?.targetMs ?? null,
      mark: () => '',
      words: first ? `${text.rules[first.rule]}` : '',
    };
  }
  const letter = (level: RowServiceLevel) => 'abcdefghij'[keys.indexOf(kindOf(level))] ?? '*';
  const words = [...kinds.values()].map(
    (level) => `${letter(level)} ${targetTime(level.targetMs, lang)} ${text.rules[level.rule]}`,
  );
  return {
    targetMs: null,
    mark: ({ serviceLevel }) => (serviceLevel ? letter(serviceLevel) : ''),
    words: words.join(' · '),
  };
}

function kindOf({ rule, targetMs }: RowServiceLevel): string {
  return `${rule} ${targetMs}`;
}
