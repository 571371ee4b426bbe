import {
  ScoreDecided,
  type ScoreAct as WireAct,
} from '../../proto/gen/floorcast/score/v1/score_decision.ts';
import { DomainError } from '../domain/domain-error.ts';
import type { Evaluation } from '../domain/score/evaluation.ts';
import type { ScoreAct } from '../domain/score/score-act.ts';
import { type ContestedCause, contestedCauses } from '../domain/score/work-act.ts';
import type { SiteAct } from '../lib/site-decider.ts';
import { chosen, pick } from '../lib/wire-words.ts';
import { fromWireDefinition } from './definition-wire.ts';
import { fromWireForm, toWireForm } from './form-wire.ts';
import { fromWireShape, toWireShape } from './wire-shape.ts';

/** A decision as bytes for the log. */
export function encodeAct({ atMs, act, ...of }: SiteAct<ScoreAct>): Uint8Array {
  const decided = { ...of, decidedAt: new Date(atMs), act: toWireAct(act) };
  return ScoreDecided.encode(decided).finish();
}

/** Bytes of the log as a decision. Throws a refusal that names what cannot be read. */
export function decodeAct(bytes: Uint8Array): SiteAct<ScoreAct> {
  const { act, decidedAt, ...of } = read(bytes);
  if (!act?.what || !of.tenant || !of.site) {
    throw new DomainError('invalid', `decision "${of.commandId}" says nothing this version knows`);
  }
  return { ...of, atMs: decidedAt?.getTime() ?? 0, act: fromWireAct(act) };
}

function read(bytes: Uint8Array): ScoreDecided {
  try {
    return ScoreDecided.decode(bytes);
  } catch (error) {
    throw new DomainError('invalid', `not a decision about scores: ${(error as Error).message}`);
  }
}

type What = NonNullable<WireAct['what']>;

/** An act for the wire. */
export function toWireAct(act: ScoreAct): WireAct {
  return { what: { $case: caseOf(act.kind), value: messageOf(act) } as What };
}

function messageOf(act: ScoreAct): unknown {
  switch (act.kind) {
    case 'form-decided':
      return toWireForm(act.form);
    case 'evaluated':
      return toWireShape(act.evaluation);
    default:
      return toWireShape(pick<ScoreAct>(act));
  }
}

/** "form-decided" → "formDecided". */
function caseOf(kind: ScoreAct['kind']): string {
  return kind.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** An act off the wire; one that says nothing is refused. */
export function fromWireAct({ what }: WireAct): ScoreAct {
  if (!what) throw new DomainError('invalid', 'the act says nothing');
  switch (what.$case) {
    case 'formDecided':
      return { kind: 'form-decided', form: fromWireForm(what.value) };
    case 'evaluated':
      return { kind: 'evaluated', evaluation: fromWireEvaluation(what.value) };
    case 'samplingDecided': {
      const { period, ...act } = fromWireShape(what.value);
      return { kind: 'sampling-decided', ...act, period: chosen(period, lengths, 'period') };
    }
    case 'definitionDecided': {
      const { definition, removed } = what.value;
      return {
        kind: 'definition-decided',
        definition: fromWireDefinition(definition),
        removed,
      };
    }
    case 'appealDecided': {
      const { evaluation, ...act } = what.value;
      const own = evaluation ? fromWireEvaluation(evaluation) : null;
      const outcome = chosen(act.outcome, ['accepted', 'partly', 'refused'], 'outcome');
      const cause = causeOrNone(act.cause, 'cause');
      return { kind: 'appeal-decided', ...fromWireShape(act), outcome, cause, evaluation: own };
    }
    case 'appealLodged': {
      const of = chosen(what.value.of, ['evaluation', 'adherence', 'line'], 'of');
      const claimed = causeOrNone(what.value.claimed, 'claimed');
      return { kind: 'appeal-lodged', ...filled(what.value, { dueAt: never }), of, claimed };
    }
    case 'coachingNoted':
      return { kind: 'coaching-noted', ...filled(what.value, { at: never }) };
    case 'roundBegun': {
      const { ratings, ...act } = fromWireShape(what.value);
      const read = ratings.map(({ relation, ...rating }) => {
        return { ...rating, relation: chosen(relation, relations, 'relation') };
      });
      return { kind: 'round-begun', ...act, ratings: read };
    }
    case 'roundAnswered': {
      // Filled in: what is asked for need not say it.
      const relation = chosen(what.value.relation || 'peer', relations, 'relation');
      return { kind: 'round-answered', ...fromWireShape(what.value), relation };
    }
    case 'ladderDecided':
      return { kind: 'ladder-decided', rules: said(what.value.rules, 'rules') };
    case 'holdingDecided': {
      const { holding, reason } = what.value;
      return { kind: 'holding-decided', holding: said(holding, 'holding'), reason };
    }
    default:
      return plainAct(what);
  }
}

function causeOrNone(word: string, field: string): ContestedCause | '' {
  return word === '' ? '' : chosen(word, contestedCauses, field);
}

function said<V>(value: V | undefined, name: string): V {
  if (value === undefined) throw new DomainError('invalid', `${name} is missing`);
  return value;
}

/** Acts that say the same here and there, but for instants. */
const plainKinds = {
  samplingBegun: 'sampling-begun',
  samplingDrawn: 'sampling-drawn',
  calibrationBegun: 'calibration-begun',
  calibrationEnded: 'calibration-ended',
  surveysRecorded: 'surveys-recorded',
  roundEnded: 'round-ended',
  mysteryBegun: 'mystery-begun',
  mysteryVisited: 'mystery-visited',
  testRecorded: 'test-recorded',
  figuresRecorded: 'figures-recorded',
  periodClosed: 'period-closed',
  appealWithdrawn: 'appeal-withdrawn',
  appealAssigned: 'appeal-assigned',
  ruleFlagged: 'rule-flagged',
  flagAnswered: 'flag-answered',
  faultRecorded: 'fault-recorded',
  reviewDone: 'review-done',
  planWritten: 'plan-written',
  praised: 'praised',
  topicSet: 'topic-set',
} as const;
type PlainCase = keyof typeof plainKinds;

function plainAct(what: Extract<What, { $case: PlainCase }>): ScoreAct {
  return { kind: plainKinds[what.$case], ...fromWireShape(what.value) } as ScoreAct;
}

const never = new Date(0);
const lengths = ['week', 'month'] as const;
const relations = ['superior', 'customer', 'peer', 'subordinate'] as const;
const purposes = ['sample', 'calibration', 'appeal', 'spot', 'mystery'] as const;

/** An instant that is filled in may be missing from a request. */
function filled<W extends object, F extends object>(value: W, missing: F) {
  const said = Object.entries(value).filter(([, field]) => field !== undefined);
  return fromWireShape({ ...value, ...missing, ...Object.fromEntries(said) } as W);
}

function fromWireEvaluation(wire: Extract<What, { $case: 'evaluated' }>['value']): Evaluation {
  const purpose = chosen(wire.purpose || 'spot', purposes, 'purpose');
  return { ...fromWireShape(wire), purpose };
}
