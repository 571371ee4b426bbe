import type { ScorecardServiceServer } from '../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import type { SiteScores } from '../domain/score/site-scores.ts';
import { unary } from '../lib/grpc.ts';
import { maySeeSetup } from './asked.ts';
import { toWireForm } from './form-wire.ts';
import { type LookDeps, lookAt } from './looking.ts';
import { toWireMeasures } from './measures-wire.ts';
import { toWireShape } from './wire-shape.ts';

/** What scores are made from, as it stands and stood. */
export function setupRpc(deps: LookDeps) {
  return {
    getScoreSetup: unary(deps.log, async (asked, context) => {
      maySeeSetup(context, asked.tenant);
      const { state, people } = lookAt(deps, asked, context);
      const sampling = state.sampling.at(-1)?.value;
      return {
        forms: [...state.forms.values()]
          .flat()
          .sort((a, b) => b.decided.position - a.decided.position)
          .map(({ value }) => toWireForm(value)),
        formVersions: formVersions(state),
        sampling: sampling && toWireShape(sampling),
        definitions: [...state.definitions.values()]
          .flat()
          .filter(({ value }) => !value.removed)
          .sort((a, b) => b.decided.position - a.decided.position)
          .map(({ value }) => toWireShape(value.definition)),
        definitionVersions: [...state.definitions.values()]
          .flat()
          .sort((a, b) => b.decided.position - a.decided.position)
          .map(({ value, decided: { author, atMs } }) => ({
            ...{ ...toWireShape(value), author, at: new Date(atMs) },
          })),
        measures: toWireMeasures(),
        ladder: state.ladder.toReversed().map(({ value }) => toWireShape(value)),
        names: await deps.names.of(asked.tenant, [...people.teamOf.keys(), ...authorsOf(state)]),
        teams: people.teams,
        teamOf: Object.fromEntries(people.teamOf),
        position: state.position,
        zone: people.zone,
        queues: people.queues,
        agents: Object.fromEntries(people.personOf),
        leads: Object.fromEntries(people.leads),
        recordings: people.recordings,
      };
    }),
  } satisfies Partial<ScorecardServiceServer>;
}

/** When each version of a form was decided, and how much was marked by it; in the order of forms. */
function formVersions(state: SiteScores) {
  const marked = new Map<string, number>();
  for (const { evaluation } of [...state.evaluations.values()].flat()) {
    const key = `${evaluation.formId} ${evaluation.formVersion}`;
    marked.set(key, (marked.get(key) ?? 0) + 1);
  }
  return [...state.forms.values()]
    .flat()
    .sort((a, b) => b.decided.position - a.decided.position)
    .map(({ value: { formId, version }, decided: { author, atMs } }) => ({
      ...{ formId, version, author, at: new Date(atMs) },
      evaluations: marked.get(`${formId} ${version}`) ?? 0,
    }));
}

/** Who decided forms and definitions; they may work elsewhere. */
function authorsOf({ forms, definitions }: SiteScores): string[] {
  const decided = [...[...forms.values()].flat(), ...[...definitions.values()].flat()];
  return decided.map(({ decided: { author } }) => author).filter((author) => author !== '');
}
