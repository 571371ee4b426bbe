import type { NatsConnection } from '@nats-io/transport-node';
import { DomainError } from '../domain/domain-error.ts';
import type { Setting } from '../domain/settings/settings.ts';
import { appendDecision, lastDecision } from '../lib/decision-log.ts';
import { decodeDecision, encodeDecision } from '../lib/settings-wire.ts';
import { subjects } from '../lib/subjects.ts';
import type { Book, Decision } from './book.ts';

/** A decision to be made about one object. */
export interface Command {
  tenant: string;
  /** Chosen by the caller; the same id never decides twice. */
  commandId: string;
  author: string;
  atMs: number;
  setting: Setting;
  /** What the caller had read of the log; null = whatever stands is replaced. */
  seenPosition: number | null;
}

/** Appends one decision and answers with its position in the log. */
export type Decide = (command: Command) => Promise<number>;

/** The log is read and the decision made anew at most so often. */
const maxAttempts = 5;

/**
 * Decides settings, each on its own subject: the decision is made on what the
 * subject's last message says, as far as the book has read, and appended only if
 * that still is the last one. Lost to another, it reads on: its own id there is
 * success, anything else is decided upon anew.
 */
export function decider(nats: NatsConnection, book: Book): Decide {
  return async (command) => {
    const known = book.of(command.tenant).commands.get(command.commandId);
    if (known !== undefined) return known;
    const { kind, id } = command.setting;
    let last = book.of(command.tenant).last.get(`${kind} ${id}`) ?? null;
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      if (last?.commandId === command.commandId) return settled(book, last.position);
      refuseUnseen(command, last);
      const position = await append(nats, command, last?.position ?? 0);
      if (position !== null) return settled(book, position);
      last = await readLast(nats, command);
    }
    throw new DomainError('conflict', `${nameOf(command.setting)} changes too fast: ${told(last)}`);
  };
}

async function settled(book: Book, position: number): Promise<number> {
  await book.reached(position);
  return position;
}

function append(nats: NatsConnection, command: Command, lastSequence: number) {
  const { tenant, commandId, author, atMs, setting } = command;
  const bytes = encodeDecision({ tenant, commandId, author, decidedAtMs: atMs, setting });
  const subject = subjectOf(command);
  return appendDecision(nats, { subject, bytes, tenant, commandId, lastSequence });
}

async function readLast(nats: NatsConnection, command: Command): Promise<Decision | null> {
  const last = await lastDecision(nats, subjectOf(command));
  if (!last) return null;
  const { commandId, author, decidedAtMs } = decodeDecision(last.data);
  return { position: last.position, commandId, author, atMs: decidedAtMs };
}

function subjectOf({ tenant, setting }: Command): string {
  return subjects.setting(tenant, setting.kind, setting.id);
}

function refuseUnseen({ setting, seenPosition }: Command, last: Decision | null): void {
  if (seenPosition === null || last === null || last.position <= seenPosition) return;
  throw new DomainError(
    'conflict',
    `${nameOf(setting)} was changed meanwhile: ${told(last)}; read it again and decide anew`,
  );
}

function nameOf({ kind, id }: Setting): string {
  return `${kind} "${id}"`;
}

function told(last: Decision | null): string {
  if (!last) return 'nothing stands';
  return `${last.author || 'somebody'} decided at ${new Date(last.atMs).toISOString()}`;
}
