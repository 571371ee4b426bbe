import type { ScorecardServiceServer } from '../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import { ratingsLeft } from '../domain/score/acts/rounds.ts';
import { mysteryCompared } from '../domain/score/looking/mystery-compared.ts';
import {
  mysteryScore,
  mysteryScoreBefore,
  roundResults,
  testsSeen,
  visitsSeen,
} from '../domain/score/looking/rounds-seen.ts';
import { leadsQuality } from '../domain/score/looking/viewer.ts';
import type { MysteryRound, Round, SiteScores } from '../domain/score/site-scores.ts';
import { oneOfRoles, sameTenant } from '../lib/context.ts';
import { unary } from '../lib/grpc.ts';
import { peopleAsked } from './asked.ts';
import { toWireForm } from './form-wire.ts';
import { type Look, type LookDeps, lookAt } from './looking.ts';
import { toWireShape } from './wire-shape.ts';

type IsAbout = (one: { person: string }) => boolean;

/** What colleagues, outsiders and tests say. */
export function roundsRpc(deps: LookDeps) {
  const { acting, names, log } = deps;
  return {
    listRounds: unary(log, async (asked, context) => {
      const look = lookAt(deps, asked, context);
      const { of, state, viewer } = look;
      const isAbout = peopleAsked(viewer, asked.person);
      const given = await acting(of, { author: viewer.person, roles: viewer.roles });
      const rounds = [...state.rounds.values()].reverse();
      const shown = rounds.map((round) => ({
        ...toWireRound(look, round, isAbout),
        toRate: [...ratingsLeft(round, viewer.person, given)],
      }));
      const mystery = [...state.mystery.values()].reverse();
      const tests = testsSeen(state, viewer)
        .map(({ decided: _, results, ...test }) => ({ ...test, results: results.filter(isAbout) }))
        .filter(({ results }) => results.length > 0);
      const people: { person: string }[] = [
        ...shown.flatMap(({ results, toRate }) => [...results, ...toRate]),
        ...tests.flatMap(({ results }) => results),
      ];
      return {
        rounds: shown,
        mystery: mystery.map((round) => toWireMystery(look, round, isAbout)),
        tests: tests.map((test) => toWireShape(test)),
        forms: formsUsed(state, [...rounds, ...mystery]),
        names: await names.of(
          asked.tenant,
          people.map(({ person }) => person),
        ),
      };
    }),
    compareMystery: unary(log, async ({ tenant, formId }, context) => {
      sameTenant(context, tenant);
      oneOfRoles(context, ['quality', 'administrator']);
      const sites = deps.book.sitesOf(tenant).map((site) => {
        const of = { tenant, site };
        return { site, zone: deps.people(of).zone, state: deps.book.stateOf(of) };
      });
      const quarters = mysteryCompared(sites, formId);
      const shown = [...new Set(quarters.map(({ site }) => site))];
      return {
        quarters: toWireShape(quarters),
        sites: Object.fromEntries(
          shown.map((site) => [site, deps.people({ tenant, site }).siteName]),
        ),
      };
    }),
  } satisfies Partial<ScorecardServiceServer>;
}

function toWireRound({ viewer }: Look, round: Round, isAbout: IsAbout) {
  const { begun: _, answered, scores: __, ended, ratings, ...begun } = round;
  const told = ratings.filter(({ rater }) => leadsQuality(viewer) || rater === viewer.person);
  return {
    begun: toWireShape({ ...begun, ratings: told }),
    answered: answered.size,
    ended: ended !== null,
    results: roundResults(round, viewer)
      .filter(isAbout)
      .map((result) => toWireShape(result)),
  };
}

function toWireMystery({ state, viewer }: Look, round: MysteryRound, isAbout: IsAbout) {
  const { begun: _, visits: __, ...begun } = round;
  return {
    begun,
    visits: visitsSeen(round, viewer)
      .filter(isAbout)
      .map((visit) => toWireShape(visit)),
    score: mysteryScore(round, viewer) ?? undefined,
    scoreBefore: mysteryScoreBefore(state, round, viewer) ?? undefined,
  };
}

/** Forms as they stand, so that a rater can fill one in. */
function formsUsed(state: SiteScores, rounds: readonly { formId: string }[]) {
  const ids = new Set(rounds.map(({ formId }) => formId));
  return [...ids].flatMap((id) => state.forms.get(id)?.at(-1)?.value ?? []).map(toWireForm);
}
