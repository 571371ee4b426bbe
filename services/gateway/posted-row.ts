import type {
  GetPostedResponse,
  PostedName,
} from '../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import type {
  PostedGap,
  PostedPersonRow,
  PostedRow,
} from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';

/** What stands on a wall at once, and what a frame may weigh. */
const most = { teams: 100, best: 50, praised: 20 };

/** What scorecards says a site may post, as a screen is told it. */
export function postedRow(
  site: string,
  answer: GetPostedResponse,
  { provenMs, cadenceMs }: { provenMs: number; cadenceMs: number },
): PostedRow {
  const { teams, names, topic, month, withheld } = answer;
  return {
    site,
    teams: teams.slice(0, most.teams).map(({ team, name, meanTotal, before, scored }) => {
      return { team, name: inBoth(name, team), meanTotal, before, scored };
    }),
    best: names.filter(isBest).slice(0, most.best).map(personRow),
    praised: names
      .filter((one) => !isBest(one))
      .slice(0, most.praised)
      .map(personRow),
    topic: topic && {
      title: { en: topic.titleEn || topic.titleZh, zh: topic.titleZh },
      words: topic.words,
    },
    month,
    withheld: withheld.map(({ part, why }) => ({ part, why })),
    provenMs,
    cadenceMs,
    unanswered: false,
  };
}

/** A site of which nothing was told yet. */
export function untoldRow(site: string, cadenceMs: number): PostedRow {
  return {
    ...{ site, teams: [], best: [], praised: [], topic: undefined, month: '', withheld: [] },
    ...{ provenMs: undefined, cadenceMs, unanswered: false },
  };
}

/** The same without a name in it: the site has decided otherwise since it was told. */
export function namelessRow(row: PostedRow, why: PostedGap['why']): PostedRow {
  const kept = row.withheld.filter(({ part }) => part !== 'best' && part !== 'praise');
  const withheld = [...kept, { part: 'best', why }, { part: 'praise', why }];
  return { ...row, best: [], praised: [], withheld };
}

function isBest({ why }: PostedName): boolean {
  return why === 'best';
}

function personRow(one: PostedName): PostedPersonRow {
  return { name: one.name, team: inBoth(one.team, ''), words: isBest(one) ? '' : one.why };
}

/** English and Chinese, parted by a tab. */
function inBoth(name: string, otherwise: string): { en: string; zh: string } {
  const [en = '', zh = ''] = name.split('\t');
  return { en: en || zh || otherwise, zh };
}
