import type { Appeal as WireAppeal } from '../../proto/gen/floorcast/score/v1/scorecard.ts';
import type { ScorecardServiceServer } from '../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import { secondMarkers } from '../domain/score/acts/appeals.ts';
import { closesOfAppeal } from '../domain/score/acts/closes-touched.ts';
import { evaluationById } from '../domain/score/acts/evaluations.ts';
import {
  appealStateAt,
  appealStatistics,
  appealsSeen,
} from '../domain/score/looking/appeals-seen.ts';
import { leadsQuality } from '../domain/score/looking/viewer.ts';
import type { Appeal, SiteScores } from '../domain/score/site-scores.ts';
import { unary } from '../lib/grpc.ts';
import { type Look, type LookDeps, lookAt } from './looking.ts';
import type { SitePeople } from './people.ts';
import { toWireShape } from './wire-shape.ts';

const mostShown = 1_000;

/** What is contested, and how contests ended. */
export function appealsRpc(deps: LookDeps) {
  return {
    listAppeals: unary(deps.log, async (asked, context) => {
      const look = lookAt(deps, asked, context);
      const { state, people, viewer } = look;
      const seen = appealsSeen(state, viewer).slice(0, mostShown);
      const named = seen.flatMap((one) => [one.person, one.firstMarker, one.secondMarker]);
      const statistics = appealStatistics(state, people.teamOf);
      const deciders = leadsQuality(viewer) ? decidersOf(state, people) : {};
      return {
        appeals: await toWireAppeals(deps, look, seen),
        statistics: Object.fromEntries(
          [...statistics].map(([team, figures]) => [team, toWireShape(figures)]),
        ),
        names: await deps.names.of(asked.tenant, [...named, ...Object.keys(deciders)]),
        deciders,
      };
    }),
  } satisfies Partial<ScorecardServiceServer>;
}

/** Why nobody decides an open contest: see `Appeal.waits`. */
export function waitsFor(appeal: Appeal, people: SitePeople): '' | 'nobody' | 'assigning' {
  if (appeal.state !== 'open' || appeal.secondMarker !== '') return '';
  return secondMarkers(appeal, people).length === 0 ? 'nobody' : 'assigning';
}

/** The contact and the form of a contested evaluation, without its marks. */
function contactOf(state: SiteScores, { of, target }: Appeal) {
  const first = of === 'evaluation' ? evaluationById(state, target)?.evaluation : undefined;
  const {
    contact = '',
    contactAtMs = null,
    queue = '',
    formId = '',
    formVersion = 0,
  } = first ?? {};
  const contactAt = contactAtMs === null ? undefined : new Date(contactAtMs);
  return { contact, contactAt, queue, formId, formVersion };
}

/** Who may decide contests, and how many are open with each. */
function decidersOf(state: SiteScores, { markers }: SitePeople): Record<string, number> {
  const open = [...state.appeals.values()].filter((one) => one.state === 'open');
  const load = (marker: string) => open.filter((one) => one.secondMarker === marker).length;
  return Object.fromEntries(markers.map((marker) => [marker, load(marker)]));
}

/** Contests for the wire, each with what it changed. */
export async function toWireAppeals(
  { store, now }: Pick<LookDeps, 'store' | 'now'>,
  { of, state, people }: Look,
  appeals: readonly Appeal[],
): Promise<WireAppeal[]> {
  const wire: WireAppeal[] = [];
  for (const appeal of appeals) {
    const { lodged, decided, last: _, ...said } = appeal;
    const closes = closesOfAppeal(state, appeal.appealId);
    const totalIn = async (sha: string) => {
      const cards = await store.cards(of.tenant, sha);
      return cards.find(({ person }) => person === appeal.person)?.total ?? undefined;
    };
    wire.push({
      ...toWireShape(said),
      state: appealStateAt(appeal, now()),
      at: new Date(lodged.atMs),
      decidedAt: decided ? new Date(decided.atMs) : undefined,
      waits: waitsFor(appeal, people),
      ...contactOf(state, appeal),
      before: closes ? await totalIn(closes.before) : undefined,
      after: closes ? await totalIn(closes.after) : undefined,
    });
  }
  return wire;
}
