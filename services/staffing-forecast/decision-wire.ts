import {
  PlanningDecided,
  type PlanningDecided as WireDecided,
} from '../../proto/gen/floorcast/staffing/v1/planning_decision.ts';
import { DomainError } from '../domain/domain-error.ts';
import type {
  DraftedQueue,
  ImportedQueue,
  PlanningChange,
  PlanningDecision,
} from '../domain/planning/planning-decision.ts';
import {
  fromWireChange,
  fromWireMark,
  fromWireOverride,
  fromWireRules,
  toWireChange,
  toWireImportedQueue,
  toWireMark,
  toWireOverride,
  toWireRules,
} from './convert.ts';

/** A decision of one site as bytes for the log. */
export function encodePlanning(
  decided: PlanningDecision & { tenant: string; site: string },
): Uint8Array {
  const { tenant, site, commandId, author, atMs, what } = decided;
  const decision = toWireDecision(what, site);
  const decidedAt = new Date(atMs);
  return PlanningDecided.encode({
    commandId,
    author,
    decidedAt,
    tenant,
    site,
    decision,
  }).finish();
}

/** Bytes of the log as a decision. Throws a refusal that names what cannot be read. */
export function decodePlanning(bytes: Uint8Array): {
  tenant: string;
  site: string;
  decision: PlanningDecision;
} {
  const { tenant, site, commandId, author, decidedAt, decision } = read(bytes);
  if (!decision || !tenant || !site) {
    throw new DomainError('invalid', `decision "${commandId}" says nothing this version knows`);
  }
  const atMs = decidedAt?.getTime() ?? 0;
  return { tenant, site, decision: { commandId, author, atMs, what: fromWireDecision(decision) } };
}

function read(bytes: Uint8Array): WireDecided {
  try {
    return PlanningDecided.decode(bytes);
  } catch (error) {
    throw new DomainError('invalid', `not a decision of planning: ${(error as Error).message}`);
  }
}

type WireDecision = NonNullable<WireDecided['decision']>;

function toWireDecision(what: PlanningChange, site: string): WireDecision {
  switch (what.kind) {
    case 'history-imported': {
      const { kind: _, queues, ...file } = what;
      const contents = queues.map(({ content }) => content);
      const value = { ...file, queues: queues.map(toWireImportedQueue), contents };
      return { $case: 'historyImported', value };
    }
    case 'import-undone':
      return { $case: 'importUndone', value: { importId: what.importId } };
    case 'mark-added':
      return { $case: 'markAdded', value: { mark: toWireMark(what.mark, site) } };
    case 'mark-removed':
      return { $case: 'markRemoved', value: { markId: what.markId } };
    case 'forecast-asked': {
      const { kind: _, ...asked } = what;
      return { $case: 'forecastAsked', value: { ...asked, queues: [...asked.queues] } };
    }
    case 'forecast-drafted': {
      const queues = what.queues.map(({ queue, calls, failure, learnedUntil }) => {
        return { queue, calls: calls ?? undefined, failure, learnedUntil };
      });
      const contents = what.queues.map(({ content }) => content);
      const { forecastId } = what;
      return { $case: 'forecastDrafted', value: { forecastId, queues, contents } };
    }
    case 'forecast-failed':
      return { $case: 'forecastFailed', value: pick(what) };
    case 'forecast-overridden': {
      const { forecastId, override } = what;
      return {
        $case: 'forecastOverridden',
        value: { forecastId, override: toWireOverride(override) },
      };
    }
    case 'override-removed':
      return { $case: 'overrideRemoved', value: pick(what) };
    case 'forecast-published':
      return { $case: 'forecastPublished', value: pick(what) };
    case 'scenario-copied': {
      const { forecastId, parent, name, change } = what;
      const value = { forecastId, parent, name, change: toWireChange(change) };
      return { $case: 'scenarioCopied', value };
    }
    case 'rules-decided':
      return {
        $case: 'rulesDecided',
        value: { queue: what.queue, rules: toWireRules(what.rules) },
      };
  }
}

function pick<T extends { kind: string }>({ kind: _, ...rest }: T): Omit<T, 'kind'> {
  return rest;
}

function fromWireDecision(decision: WireDecision): PlanningChange {
  switch (decision.$case) {
    case 'historyImported': {
      const { queues, contents, ...file } = decision.value;
      return {
        kind: 'history-imported',
        ...file,
        queues: queues.map((queue, i): ImportedQueue => {
          return { ...queue, ahtS: queue.ahtS ?? null, content: contents[i] ?? '' };
        }),
      };
    }
    case 'importUndone':
      return { kind: 'import-undone', ...decision.value };
    case 'markAdded':
      return { kind: 'mark-added', mark: fromWireMark(decision.value.mark) };
    case 'markRemoved':
      return { kind: 'mark-removed', ...decision.value };
    case 'forecastAsked':
      return { kind: 'forecast-asked', ...decision.value };
    case 'forecastDrafted': {
      const { forecastId, queues, contents } = decision.value;
      return {
        kind: 'forecast-drafted',
        forecastId,
        queues: queues.map((queue, i): DraftedQueue => {
          return { ...queue, calls: queue.calls ?? null, content: contents[i] ?? '' };
        }),
      };
    }
    case 'forecastFailed':
      return { kind: 'forecast-failed', ...decision.value };
    case 'forecastOverridden': {
      const { forecastId, override } = decision.value;
      return { kind: 'forecast-overridden', forecastId, override: fromWireOverride(override) };
    }
    case 'overrideRemoved':
      return { kind: 'override-removed', ...decision.value };
    case 'forecastPublished':
      return { kind: 'forecast-published', ...decision.value };
    case 'scenarioCopied': {
      const { change, ...rest } = decision.value;
      return { kind: 'scenario-copied', ...rest, change: fromWireChange(change) };
    }
    case 'rulesDecided': {
      const { queue, rules } = decision.value;
      return { kind: 'rules-decided', queue, rules: fromWireRules(rules) };
    }
  }
}
