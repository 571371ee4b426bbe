import { readFileSync } from 'node:fs';
import { DomainError } from '../domain/domain-error.ts';
import type { AmiOptions, AsteriskOptions } from './adapters/asterisk-options.ts';
import { type Place, readFields } from './source-fields.ts';

/** Whose facts they are and where they come from. Never taken from the facts themselves. */
export interface SourceIdentity {
  id: string;
  tenant: string;
  site: string;
}

/** A switch that we read. */
export interface AsteriskSource extends SourceIdentity {
  kind: 'asterisk';
  /** Without the caller key, which is the installation's. */
  options: Omit<AsteriskOptions, 'callerKey'>;
}

/** A switch that pushes through one of the doors. */
export interface PushSource extends SourceIdentity {
  kind: 'cloudevents' | 'grpc';
  token: string;
  /** How often it promises to give a sign, with or without events. */
  cadenceMs: number;
  /** More than this is told 429. */
  maxEventsPerS: number;
}

/** A recording told again. */
export interface ReplaySource extends SourceIdentity {
  kind: 'replay';
  file: string;
  format: 'facts' | 'ami' | 'queue-log';
  /** 1 = as it happened, 10 = ten times as fast, 0 = as fast as it goes. */
  speed: number;
  /** `now` moves every instant so that the recording begins now. */
  times: 'recorded' | 'now';
  agentsBy: 'name' | 'interface';
}

export type Source = AsteriskSource | PushSource | ReplaySource;

/** Sources of one installation at most. */
const maxSources = 1_000;

/**
 * The sources file. Every refusal names the file, the source and the field.
 * A file that is absent and was not asked for means: no source yet.
 */
export function readSources(file: string, { mustExist }: { mustExist: boolean }): Source[] {
  let written: string;
  try {
    written = readFileSync(file, 'utf8');
  } catch (error) {
    if (!mustExist && (error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new DomainError('invalid', `cannot read the sources file: ${(error as Error).message}`);
  }
  return parseSources(written, file);
}

/** The text of a sources file as sources. */
export function parseSources(written: string, file: string): Source[] {
  const list = sourceList(written, file);
  const sources = list.map((entry, index) => toSource(entry, file, index));
  refuseTwice(sources, file);
  return sources;
}

function sourceList(written: string, file: string): unknown[] {
  let document: unknown;
  try {
    document = JSON.parse(written);
  } catch (error) {
    throw new DomainError('invalid', `${file} is not JSON: ${(error as Error).message}`);
  }
  const list = (document as { sources?: unknown } | null)?.sources;
  if (!Array.isArray(list)) {
    throw new DomainError('invalid', `${file}: "sources" must be a list of sources`);
  }
  if (list.length > maxSources) {
    throw new DomainError(
      'invalid',
      `${file} has ${list.length} sources; ${maxSources} is the most`,
    );
  }
  return list;
}

function toSource(entry: unknown, file: string, index: number): Source {
  const named = (entry as { id?: unknown } | null)?.id;
  const place: Place = { file, source: typeof named === 'string' ? `"${named}"` : `${index + 1}` };
  const fields = readFields(entry, place);
  const identity: SourceIdentity = {
    id: fields.matching(
      'id',
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
      'letters, digits, ".", "_", "-"',
    ),
    tenant: fields.matching('tenant', /^[a-z0-9][a-z0-9-]{0,31}$/, 'a-z, 0-9 and "-"'),
    site: fields.matching(
      'site',
      /^[^\s/|][^/|\p{Cc}]{0,63}$/u,
      'up to 64 characters without "/", "|"',
    ),
  };
  const kind = fields.word('kind', ['asterisk', 'cloudevents', 'grpc', 'replay']);
  const source = { ...identity, ...ofKind(kind, identity, fields) };
  fields.nothingElse();
  return source;
}

type Fields = ReturnType<typeof readFields>;

function ofKind(kind: Source['kind'], identity: SourceIdentity, fields: Fields) {
  switch (kind) {
    case 'asterisk':
      return { kind, options: asteriskOptions(identity, fields) };
    case 'cloudevents':
    case 'grpc':
      return {
        kind,
        token: fields.secret('token', 'tokenFile', 16),
        cadenceMs: fields.number('cadenceMs', { fallback: 1_000, min: 100, max: 600_000 }),
        maxEventsPerS: fields.number('maxEventsPerS', { fallback: 50_000, min: 1, max: 1_000_000 }),
      };
    case 'replay':
      return { kind, ...replayOptions(fields) };
  }
}

function asteriskOptions({ id, site }: SourceIdentity, fields: Fields) {
  const ami = fields.part('ami');
  const queueLog = fields.optional('queueLog');
  if (!ami && !queueLog) fields.refuse('ami', 'is missing, and so is "queueLog": one is needed');
  return {
    source: id,
    site,
    ...(ami ? { ami: amiOptions(ami) } : {}),
    ...(queueLog ? { queueLog } : {}),
    agentsBy: fields.word('agentsBy', ['name', 'interface'], 'name'),
    repairEveryS: fields.number('repairEveryS', { fallback: 15, min: 1, max: 3_600 }),
    callerDigits:
      fields.number('callerDigits', { fallback: 0, min: 0, max: 3 }) === 3
        ? (3 as const)
        : (0 as const),
  };
}

function amiOptions(fields: Fields): AmiOptions {
  const options = {
    host: fields.text('host'),
    port: fields.number('port', { fallback: 5038, min: 1, max: 65_535 }),
    username: fields.text('username'),
    secret: fields.secret('secret', 'secretFile', 1),
  };
  fields.nothingElse();
  return options;
}

function replayOptions(fields: Fields) {
  const speed = fields.number('speed', { fallback: 1, min: 0, max: 1_000_000, fraction: true });
  const times = fields.word('times', ['recorded', 'now'], 'recorded');
  if (times === 'now' && speed !== 1) {
    fields.refuse('times', 'can be "now" only at "speed" 1: waits would not fit the instants');
  }
  return {
    file: fields.text('file'),
    format: fields.word('format', ['facts', 'ami', 'queue-log'], 'facts'),
    speed,
    times,
    agentsBy: fields.word('agentsBy', ['name', 'interface'], 'name'),
  };
}

function refuseTwice(sources: readonly Source[], file: string): void {
  const ids = new Set<string>();
  const tokens = new Map<string, string>();
  for (const source of sources) {
    const id = `${source.tenant}/${source.id}`;
    if (ids.has(id)) {
      const sentence = `${file}: tenant "${source.tenant}" has two sources with the id "${source.id}"`;
      throw new DomainError('invalid', sentence);
    }
    ids.add(id);
    if (!('token' in source)) continue;
    const other = tokens.get(source.token);
    if (other) {
      const sentence = `${file}: sources "${other}" and "${source.id}" have the same token`;
      throw new DomainError('invalid', sentence);
    }
    tokens.set(source.token, source.id);
  }
}
