import type { ScorecardServiceServer } from '../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { Sample, SiteScores } from '../domain/score/site-scores.ts';
import { unary } from '../lib/grpc.ts';
import { mayLead } from './asked.ts';
import { type LookDeps, lookAt } from './looking.ts';
import { toWireShape } from './wire-shape.ts';

/** What was drawn to be listened to, and what is marked of it. */
export function samplesRpc(deps: LookDeps) {
  const { store, log } = deps;
  return {
    listSamples: unary(log, async (asked, context) => {
      mayLead(context, asked.tenant);
      const { of, state } = lookAt(deps, asked, context);
      const sample = shownSample(state, asked.period);
      const list = sample?.listContent ? await store.list(asked.tenant, sample.listContent) : [];
      const marked = sample ? markedOf(state, sample) : new Map<string, Marked>();
      const load: Record<string, number> = {};
      for (const { marker } of marked.values()) load[marker] = (load[marker] ?? 0) + 1;
      return {
        periods: [...state.samples.keys()].sort().reverse(),
        period: sample?.period ?? '',
        seedDigest: sample?.seedDigest ?? '',
        digestAt: sample && new Date(sample.begun.atMs),
        seed: sample?.seed ?? '',
        listDigest: sample?.listDigest ?? '',
        list: toWireShape(list),
        drawn: toWireShape(sample?.drawn ?? []),
        rules: toWireShape(sample?.rules ?? []),
        marked: Object.fromEntries([...marked].map(([contact, { id }]) => [contact, id])),
        load,
        people: sample?.ended ? deps.people(of, sample.ended.atMs).scored.map(toWireShape) : [],
        markedBy: Object.fromEntries([...marked].map(([contact, by]) => [contact, by.marker])),
        drawnAt: sample?.ended ? new Date(sample.ended.atMs) : undefined,
      };
    }),
  } satisfies Partial<ScorecardServiceServer>;
}

/** The one asked for; else the newest drawn, else the newest begun. */
function shownSample(state: SiteScores, period: string): Sample | undefined {
  if (period) {
    const sample = state.samples.get(period);
    if (!sample) throw new DomainError('not-found', `no sample of "${period}" was begun`);
    return sample;
  }
  const newest = [...state.samples.values()].sort((a, b) => (a.period < b.period ? 1 : -1));
  return newest.find(({ seed }) => seed !== '') ?? newest[0];
}

interface Marked {
  id: string;
  marker: string;
}

/** Contact → the evaluation that marked it, of those that were drawn. */
function markedOf(state: SiteScores, { drawn, period }: Sample): Map<string, Marked> {
  const marked = new Map<string, Marked>();
  for (const person of new Set(drawn.map((one) => one.person))) {
    for (const { evaluation } of state.evaluations.get(person) ?? []) {
      if (evaluation.purpose !== 'sample' || evaluation.of !== period) continue;
      marked.set(evaluation.contact, { id: evaluation.evaluationId, marker: evaluation.marker });
    }
  }
  return marked;
}
