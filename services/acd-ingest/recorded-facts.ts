import { open } from 'node:fs/promises';
import { DomainError } from '../domain/domain-error.ts';
import type { Fact } from '../domain/fact.ts';
import type { FactSink } from './adapters/adapter.ts';
import { type Teller, toFact } from './doors/event-facts.ts';
import { objection, type ValidEvent } from './doors/event-schema.ts';

/** Tells a file of facts, one a line: CloudEvents as the door takes them, or our own facts. */
export async function readFactLines(
  file: string,
  teller: Teller,
  sink: Pick<FactSink, 'tell' | 'park'>,
): Promise<void> {
  const handle = await open(file).catch((error: Error) => {
    throw new DomainError('invalid', `cannot read the recording: ${error.message}`);
  });
  let number = 0;
  try {
    for await (const line of handle.readLines({ autoClose: false })) {
      number += 1;
      if (!line.trim()) continue;
      const fact = readOrPark(line, `${file}:${number}`, teller, sink);
      if (fact) await sink.tell([fact]);
    }
  } finally {
    await handle.close();
  }
}

function readOrPark(line: string, place: string, teller: Teller, sink: Pick<FactSink, 'park'>) {
  try {
    return factOfLine(line, teller);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    sink.park(line, place, error.message);
    return null;
  }
}

/** One line as a fact of this teller. Our own facts pass the same checks as everybody's. */
export function factOfLine(line: string, teller: Teller): Fact {
  let written: unknown;
  try {
    written = JSON.parse(line);
  } catch (error) {
    throw new DomainError('invalid', `the line is not JSON: ${(error as Error).message}`);
  }
  const isFact = typeof written === 'object' && written !== null && 'about' in written;
  const event = isFact ? eventOf(written as Fact) : written;
  const wrong = objection(event);
  if (wrong) throw new DomainError('invalid', `${wrong.field} ${wrong.why}`);
  return toFact(event as ValidEvent, teller);
}

function eventOf(fact: Fact): object {
  const { about, factId: id, atMs: at, precisionMs, estimated } = fact;
  const common = { specversion: '1.0', id, source: 'recording' };
  const told = { at, precisionMs, estimated };
  if (about === 'agent') {
    const { agent, queue, change, after } = fact;
    return {
      ...common,
      type: `floorcast.agent.${change}.v1`,
      data: { ...told, agent, queue, after },
    };
  }
  const { kind, ...what } = fact.what ?? { kind: 'unknown' };
  if (about === 'source') {
    return { ...common, type: `floorcast.source.${kind}.v1`, data: { ...told, ...what } };
  }
  const { queue, legId, contactId, channel, offeredAtMs: offeredAt } = fact;
  const data = { ...told, queue, legId, contactId, channel, offeredAt, ...what };
  return { ...common, type: `floorcast.contact.${kind}.v1`, data };
}
