import { readFile } from 'node:fs/promises';

/** Whole numbers of each queue; `left` = timeout, empty, withdrawn and key together. */
export type Totals = Record<
  string,
  { offered: number; answered: number; abandoned: number; left: number; waiting: number }
>;

const left = new Set(['EXITWITHTIMEOUT', 'EXITEMPTY', 'WITHDRAW', 'EXITWITHKEY']);

/** What the switch itself wrote, counted without any of the product's code. */
export async function totalsOfLog(path: string): Promise<Totals> {
  const totals: Totals = {};
  for (const line of (await readFile(path, 'utf8')).split('\n')) {
    const [, , queue = '', , verb = ''] = line.split('|');
    if (queue === '' || queue === 'NONE') continue;
    totals[queue] ??= { offered: 0, answered: 0, abandoned: 0, left: 0, waiting: 0 };
    const counts = totals[queue];
    if (verb === 'ENTERQUEUE') counts.offered += 1;
    if (verb === 'CONNECT') counts.answered += 1;
    if (verb === 'ABANDON') counts.abandoned += 1;
    if (left.has(verb)) counts.left += 1;
    counts.waiting = counts.offered - counts.answered - counts.abandoned - counts.left;
  }
  return totals;
}
