import type { ScorecardServiceServer } from '../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import { siteCalendar } from '../domain/schedule/site-calendar.ts';
import { posted } from '../domain/score/looking/posted.ts';
import { lengthOf } from '../domain/score/period.ts';
import type { Card } from '../domain/score/scorecard.ts';
import type { SiteScores } from '../domain/score/site-scores.ts';
import { sameTenant } from '../lib/context.ts';
import { unary } from '../lib/grpc.ts';
import type { OfSite } from '../lib/site-book.ts';
import { cardsOf, closesOf } from './cards.ts';
import type { LookDeps } from './looking.ts';

/** What a wall may show: the one answer that is for everybody. */
export function postedRpc(deps: LookDeps) {
  const { book, people, names, now, log } = deps;
  return {
    getPosted: unary(log, async ({ tenant, site }, context) => {
      sameTenant(context, tenant);
      const of = { tenant, site };
      const [state, { teamOf, teams, posting, objecting, zone }] = [book.stateOf(of), people(of)];
      const today = siteCalendar(zone).dayOf(now());
      const running = await cardsOf(deps, of, { period: '', version: 0 });
      const last = await lastClosed(deps, of, state);
      // A mean of half the figures would be a wrong one.
      const isWhole = Object.keys(running.missing).length === 0;
      const cards = isWhole ? running.cards : null;
      const closed = last.month === '' ? null : last.cards;
      const told = posted(state, { posting, objecting, cards, closed, today, teamOf });
      const named = await names.of(
        tenant,
        told.names.map(({ person }) => person),
      );
      return {
        teams: told.teams.map(({ team, meanTotal, before, scored }) => ({
          ...{ team, name: teams[team] ?? '', scored },
          ...{ meanTotal: meanTotal ?? undefined, before: before ?? undefined },
        })),
        names: told.names.map(({ person, team, why }) => {
          return { name: named[person] ?? person, team: teams[team] ?? '', why };
        }),
        topic: told.topic ?? undefined,
        asOf: new Date(now()),
        preset: posting.privacy,
        month: last.month,
        withheld: [...told.withheld],
      };
    }),
  } satisfies Partial<ScorecardServiceServer>;
}

/** Cards of the last month that was closed, as frozen. */
async function lastClosed(
  { store }: LookDeps,
  of: OfSite,
  state: SiteScores,
): Promise<{ month: string; cards: readonly Card[] }> {
  const periods = [...state.closes.values()].flatMap((closes) => closes[0]?.period ?? []);
  const month =
    periods
      .filter((one) => lengthOf(one) === 'month')
      .sort()
      .at(-1) ?? '';
  if (!month) return { month, cards: [] };
  const newest = new Map(
    closesOf(state, month)
      .toReversed()
      .map((one) => [one.definitionId, one]),
  );
  const cards: Card[] = [];
  for (const { content } of newest.values()) cards.push(...(await store.cards(of.tenant, content)));
  return { month, cards };
}
