import { DomainError } from '../../domain-error.ts';
import { pruned, put } from '../../schedule/acts/apply-map.ts';
import { contactKinds, type SamplingRule } from '../evaluation.ts';
import { lengthOf, periodDays, periodSpan } from '../period.ts';
import { draw, listDigest } from '../sampling.ts';
import type { QualityAct } from '../score-act.ts';
import type { Deed, SiteScores } from '../site-scores.ts';
import { type Acting, type Decided, only } from './acting.ts';
import { formNow } from './forms.ts';
import { mustStand } from './permission.ts';

type SampleAct = Extract<
  QualityAct,
  { kind: 'sampling-decided' | 'sampling-begun' | 'sampling-drawn' }
>;

const mostRules = 100;
/** Periods kept: two years of weeks. */
const mostSamples = 110;

/** Rules, the seed's digest before a period, the draw after it. */
export function decideSampling(state: SiteScores, act: SampleAct, acting: Acting): Decided {
  mustStand(acting, 'quality');
  switch (act.kind) {
    case 'sampling-decided':
      checkRules(state, act.rules);
      return only(act);
    case 'sampling-begun':
      return only({ ...act, seedDigest: begin(state, act.period, acting) });
    case 'sampling-drawn':
      return only(drawn(state, act, acting));
  }
}

/** The state after it. */
export function applySampling(state: SiteScores, act: SampleAct, deed: Deed): SiteScores {
  const { samples } = state;
  switch (act.kind) {
    case 'sampling-decided': {
      const { rules, period } = act;
      const sampling = [...state.sampling, { value: { rules, period }, decided: deed }];
      return { ...state, sampling: sampling.slice(-mostSamples) };
    }
    case 'sampling-begun': {
      const { period, seedDigest } = act;
      const rules = state.sampling.at(-1)?.value.rules ?? [];
      const sample = { period, seedDigest, begun: deed, rules, ...notDrawn };
      return { ...state, samples: pruned(put(samples, period, sample), () => true, mostSamples) };
    }
    case 'sampling-drawn': {
      const known = samples.get(act.period);
      if (!known) return state;
      const { seed, listContent, listDigest, drawn } = act;
      const rules = state.sampling.at(-1)?.value.rules ?? known.rules;
      const sample = { ...known, rules, seed, listContent, listDigest, drawn, ended: deed };
      return { ...state, samples: put(samples, act.period, sample) };
    }
  }
}

/** Name of the secret that a period is drawn by. */
function seedName(period: string): string {
  return `sampling ${period}`;
}

const notDrawn = { seed: '', listContent: '', listDigest: '', drawn: [], ended: null };

function checkRules(state: SiteScores, rules: readonly SamplingRule[]): void {
  const refuse = (why: string): never => {
    throw new DomainError('invalid', why);
  };
  if (rules.length > mostRules) refuse(`more than ${mostRules} rules`);
  const ids = rules.map(({ ruleId }) => ruleId);
  const twice = ids.find((id, at) => id === '' || ids.indexOf(id) !== at);
  if (twice !== undefined) refuse(`rule "${twice}" is there twice, or has no id`);
  for (const { ruleId, formId, perAgent, perNewAgent, newDays, allOf } of rules) {
    formNow(state, formId);
    const odd = allOf.find((kind) => !contactKinds.includes(kind));
    if (odd !== undefined)
      refuse(`rule "${ruleId}": "${odd}" is none of ${contactKinds.join(', ')}`);
    for (const [name, number] of Object.entries({ perAgent, perNewAgent, newDays })) {
      const whole = Number.isInteger(number) && number >= 0 && number <= 1_000;
      if (!whole) refuse(`rule "${ruleId}": ${name} is ${number}, but must be 0 to 1000`);
    }
  }
}

/**
 * A person publishes the digest before the period is over. The service may later too, for periods
 * before it was set up: the digest then tells when it was published.
 */
function begin(state: SiteScores, period: string, acting: Acting): string {
  const rules = state.sampling.at(-1)?.value;
  if (!rules) throw new DomainError('invalid', 'no rules of sampling were decided yet');
  periodDays(period);
  if (lengthOf(period) !== rules.period) {
    throw new DomainError(
      'invalid',
      `"${period}" is no ${rules.period}, by which samples are drawn`,
    );
  }
  if (state.samples.has(period)) throw new DomainError('conflict', `"${period}" has begun already`);
  const over = periodSpan(period, acting.zone).toMs <= acting.nowMs;
  if (over && !acting.roles.includes('program')) {
    throw new DomainError('invalid', `"${period}" is over: its seed had to be fixed before`);
  }
  return acting.digestOf(acting.secretOf(seedName(period)));
}

function drawn(
  state: SiteScores,
  act: Extract<SampleAct, { kind: 'sampling-drawn' }>,
  acting: Acting,
): SampleAct {
  const { period } = act;
  const { list, people, digestOf } = acting;
  const sample = state.samples.get(period);
  if (!sample) throw new DomainError('not-found', `no digest was published for "${period}"`);
  if (sample.seed !== '') throw new DomainError('conflict', `"${period}" is drawn already`);
  if (periodSpan(period, acting.zone).toMs > acting.nowMs) {
    throw new DomainError('invalid', `"${period}" is not over`);
  }
  if (list === null)
    throw new DomainError('unavailable', `the contacts of "${period}" are not known`);
  const seed = acting.secretOf(seedName(period));
  if (digestOf(seed) !== sample.seedDigest) {
    throw new DomainError('unavailable', `the key that "${period}" was begun with is not at hand`);
  }
  const rules = state.sampling.at(-1)?.value.rules ?? sample.rules;
  const { from } = periodDays(period);
  return {
    ...{ ...act, seed, listContent: acting.contents.addList(list) },
    listDigest: listDigest(list, digestOf),
    drawn: draw({ list, rules, seed, people, from, digestOf }),
  };
}
