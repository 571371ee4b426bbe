import { credentials } from '@grpc/grpc-js';
import { HistoryServiceClient } from '../../../proto/gen/floorcast/history/v1/history_service.ts';
import type { SeenSource } from '../../domain/agent/adherence/seen-day.ts';
import { type Outage, outagesWithin } from '../../domain/agent/adherence/source-outages.ts';
import type { DisplayState } from '../../domain/agent/agent-display.ts';
import { recentSpans } from '../../domain/agent/agent-figures.ts';
import { agentKey } from '../../domain/agent/agent-state.ts';
import type { Settings } from '../../domain/settings/settings.ts';
import { ask } from '../../lib/grpc.ts';
import type { Floors } from '../floor.ts';
import type { Now } from '../now.ts';
import { keysOf, type PersonKey } from './people.ts';

/** What is seen of one person, and of the sources it comes from. */
export interface PersonSight {
  sources: SeenSource[];
  outages: Outage[];
}

/** A span of time, half-open. */
export interface Span {
  fromMs: number;
  toMs: number;
}

/** Reads what is seen of people. */
export interface Sights {
  /** From the live floor: the last two days. */
  live: (tenant: string, person: string, span: Span, silentMs: number) => PersonSight;
  /** The same, older days out of the archive. UNAVAILABLE when it does not answer. */
  past: (
    tenant: string,
    of: { person: string; site: string },
    span: Span,
    silentMs: number,
  ) => Promise<PersonSight>;
  close: () => void;
}

/** The archive answers for at most so long at once. */
const longestMs = 48 * 3_600_000;

/** What is seen of people, live or out of the archive. */
export function openSights(deps: {
  floors: Floors;
  now: Now;
  settingsOf: (tenant: string) => Settings;
  archive: string;
}): Sights {
  const { floors, now, settingsOf } = deps;
  const client = new HistoryServiceClient(deps.archive, credentials.createInsecure(), {
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 1_000,
  });
  const outagesOf = (tenant: string, keys: readonly PersonKey[], span: Span, silentMs: number) => {
    const sources = [...new Set(keys.map(({ source }) => source))];
    const clock = now.clockOf(tenant);
    const nowOf = (source: string) => clock({ source });
    const log = floors.get(tenant)?.outages ?? new Map();
    return outagesWithin(log, sources, { ...span, nowOf, silentMs });
  };
  const keysWithin = (tenant: string, person: string, { fromMs, toMs }: Span) =>
    keysOf(settingsOf(tenant), person).filter((key) => key.fromMs < toMs && key.toMs > fromMs);
  return {
    live: (tenant, person, span, silentMs) => {
      const keys = keysWithin(tenant, person, span);
      const floor = floors.get(tenant);
      const clock = now.clockOf(tenant);
      const sources = keys.map((key): SeenSource => {
        const atMs = clock(key);
        const spans = floor ? recentSpans(floor.agents, agentKey(key), atMs) : [];
        return { source: key.source, spans: owned(untilNow(spans, atMs, now.oursMs()), key) };
      });
      return { sources, outages: outagesOf(tenant, keys, span, silentMs) };
    },
    past: async (tenant, { person, site }, span, silentMs) => {
      const keys = keysWithin(tenant, person, span);
      const context = { tenant, person: '', roles: ['supervisor' as const] };
      const [from, to] = [
        new Date(span.fromMs),
        new Date(Math.min(span.toMs, span.fromMs + longestMs)),
      ];
      const sources: SeenSource[] = [];
      for (const key of keys) {
        const asked = { tenant, site, source: key.source, agent: key.agent, from, to };
        const answer = await ask(client, client.getAgentDay, asked, { context, withinMs: 20_000 });
        const spans = answer.spans.map(({ start, end, state, reason, queue }) => ({
          startMs: start?.getTime() ?? 0,
          endMs: end?.getTime() ?? now.oursMs(),
          // The archive tells the display state by its own name.
          state: state as DisplayState,
          reason,
          queue,
        }));
        sources.push({ source: key.source, spans: owned(spans, key) });
      }
      return { sources, outages: outagesOf(tenant, keys, span, silentMs) };
    },
    close: () => client.close(),
  };
}

type Spans = SeenSource['spans'];

/** What goes on by the clock of the source goes on by ours, which may be a little ahead. */
function untilNow(spans: Spans, sourceMs: number, oursMs: number): Spans {
  const last = spans.at(-1);
  if (last?.endMs !== sourceMs || oursMs <= sourceMs) return spans;
  return [...spans.slice(0, -1), { ...last, endMs: oursMs }];
}

/** Cut to the time in which the key was this person's. */
function owned(spans: Spans, key: PersonKey): Spans {
  if (key.fromMs <= (spans[0]?.startMs ?? 0) && key.toMs === Number.POSITIVE_INFINITY) return spans;
  return spans.flatMap((span) => {
    const startMs = Math.max(span.startMs, key.fromMs);
    const endMs = Math.min(span.endMs, key.toMs);
    return endMs > startMs ? [{ ...span, startMs, endMs }] : [];
  });
}
