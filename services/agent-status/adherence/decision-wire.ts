import {
  AdherenceDecided,
  type AdherenceAct as WireAct,
} from '../../../proto/gen/floorcast/agent/v1/adherence_decision.ts';
import {
  type AdherenceAct,
  type AdherenceDecision,
  type CountReason,
  type MarkKind,
  markKinds,
} from '../../domain/agent/adherence/adherence-act.ts';
import { DomainError } from '../../domain/domain-error.ts';
import {
  fromWireCause,
  fromWireRules,
  fromWireSums,
  toWireCause,
  toWireCounts,
  toWireRules,
} from './convert.ts';

type What = NonNullable<WireAct['what']>;

/** Who acts, when, and the ids that new things get. */
export interface Acting {
  author: string;
  atMs: number;
  /** For a mark or contest that has none yet. */
  newId: () => string;
}

/** A decision of one site as bytes for the log. */
export function encodeAdherence(
  decided: AdherenceDecision & { tenant: string; site: string },
): Uint8Array {
  const { tenant, site, commandId, author, atMs, act } = decided;
  const decidedAt = new Date(atMs);
  const what = toWhat(act);
  return AdherenceDecided.encode({
    commandId,
    author,
    decidedAt,
    tenant,
    site,
    act: { what },
  }).finish();
}

/** Bytes of the log as a decision. Throws a refusal that names what cannot be read. */
export function decodeAdherence(bytes: Uint8Array): {
  tenant: string;
  site: string;
  decision: AdherenceDecision;
} {
  const { tenant, site, commandId, author, decidedAt, act } = read(bytes);
  const atMs = decidedAt?.getTime() ?? 0;
  if (!tenant || !site) {
    throw new DomainError('invalid', `decision "${commandId}" names no tenant or no site`);
  }
  const done = fromWireAct(act, { author, atMs, newId: () => '' });
  return { tenant, site, decision: { commandId, author, atMs, act: done } };
}

/** An act off the wire, asked for or decided; one that says nothing is refused. */
export function fromWireAct(wire: WireAct | undefined, by: Acting): AdherenceAct {
  const what = wire?.what;
  if (!what) throw new DomainError('invalid', 'the act says nothing this version knows');
  switch (what.$case) {
    case 'markSet': {
      const { markId, kind, people, from, to, note } = what.value;
      const span = { fromMs: instant(from, 'from'), toMs: instant(to, 'to') };
      const made = { author: by.author, atMs: by.atMs };
      const mark = { markId: markId || by.newId(), kind: markKind(kind), people, ...span, note };
      return { kind: 'mark-set', mark: { ...mark, ...made } };
    }
    case 'markRemoved':
      return { kind: 'mark-removed', markId: what.value.markId };
    case 'contested': {
      const { contestId, person, from, to, claimed, words } = what.value;
      const open = { state: 'open', cause: null, reason: '', decidedBy: '' } as const;
      const old = { day: '', mostMs: null, decides: '', dueAtMs: null };
      const contest = {
        contestId: contestId || by.newId(),
        person: person || by.author,
        fromMs: instant(from, 'from'),
        toMs: instant(to, 'to'),
        claimed: fromWireCause(claimed) ?? 'own',
        words,
      };
      return {
        kind: 'contested',
        contest: { ...contest, ...open, ...old, atMs: by.atMs, decidedAtMs: null },
      };
    }
    case 'contestWithdrawn':
      return { kind: 'contest-withdrawn', contestId: what.value.contestId };
    case 'contestDecided': {
      const { contestId, accepted, cause, reason } = what.value;
      return { kind: 'contest-decided', contestId, accepted, cause: fromWireCause(cause), reason };
    }
    case 'rulesDecided': {
      const { fromDay, rules } = what.value;
      return { kind: 'rules-decided', fromDay, rules: fromWireRules(rules) };
    }
    case 'dayCounted': {
      const { day, why, scheduleVersion, lines } = what.value;
      const counted = lines.map(({ sums, ...line }) => ({ ...line, sums: fromWireSums(sums) }));
      return {
        kind: 'day-counted',
        day,
        why: countReason(why),
        scheduleVersion,
        lines: counted,
      };
    }
  }
}

function toWhat(act: AdherenceAct): What {
  switch (act.kind) {
    case 'mark-set': {
      const { markId, kind, people, fromMs, toMs, note } = act.mark;
      const span = { from: new Date(fromMs), to: new Date(toMs) };
      return { $case: 'markSet', value: { markId, kind, people: [...people], ...span, note } };
    }
    case 'mark-removed':
      return { $case: 'markRemoved', value: { markId: act.markId } };
    case 'contested': {
      const { contestId, person, fromMs, toMs, claimed, words } = act.contest;
      const span = { from: new Date(fromMs), to: new Date(toMs) };
      const value = { contestId, person, ...span, claimed: toWireCause(claimed), words };
      return { $case: 'contested', value };
    }
    case 'contest-withdrawn':
      return { $case: 'contestWithdrawn', value: { contestId: act.contestId } };
    case 'contest-decided': {
      const { kind: _, cause, ...decided } = act;
      return { $case: 'contestDecided', value: { ...decided, cause: toWireCause(cause) } };
    }
    case 'rules-decided': {
      const value = { fromDay: act.fromDay, rules: toWireRules(act.rules) };
      return { $case: 'rulesDecided', value };
    }
    case 'day-counted': {
      const { kind: _, lines, ...counted } = act;
      const wire = lines.map(({ sums, contests, ...line }) => {
        return { ...line, sums: toWireCounts(sums), contests: [...contests] };
      });
      return { $case: 'dayCounted', value: { ...counted, lines: wire } };
    }
  }
}

function read(bytes: Uint8Array): AdherenceDecided {
  try {
    return AdherenceDecided.decode(bytes);
  } catch (error) {
    throw new DomainError('invalid', `not a decision of adherence: ${(error as Error).message}`);
  }
}

function markKind(word: string): MarkKind {
  const kind = markKinds.find((one) => one === word);
  if (kind) return kind;
  throw new DomainError('invalid', `kind is "${word}", but must be ${markKinds.join(', ')}`);
}

const countReasons: readonly CountReason[] = ['over', 'schedule', 'facts', 'decision'];

function countReason(word: string): CountReason {
  return countReasons.find((one) => one === word) ?? 'facts';
}

function instant(at: Date | undefined, field: string): number {
  if (at) return at.getTime();
  throw new DomainError('invalid', `${field} is missing, but must be an instant`);
}
