import type { NatsConnection } from '@nats-io/transport-node';
import { DomainError } from '../domain/domain-error.ts';
import type { Log } from './log.ts';
import { pause } from './pause.ts';
import type { LoggedAct, OfSite } from './site-book.ts';
import type { SiteAct } from './site-decider.ts';
import { type Following, follow } from './stream.ts';
import { streams } from './subjects.ts';

/** What following acts works on. */
export interface FollowActsDeps<Act, Contents> {
  /** Subjects of all sites. */
  subjects: string;
  subjectOf: (of: OfSite) => string;
  decode: (bytes: Uint8Array) => SiteAct<Act>;
  /** What folding the act looks at, out of the store. */
  contentsOf: (tenant: string, act: Act) => Promise<Contents>;
  apply: (of: OfSite, act: LoggedAct<Act>, contents: Contents) => void;
  signal: AbortSignal;
  log: Log;
}

/** Every decision of one kind, from the first on, in order; contents are fetched first. */
export function followActs<Act extends { kind: string }, Contents>(
  nats: NatsConnection,
  deps: FollowActsDeps<Act, Contents>,
): Following {
  const { subjectOf, decode, apply, signal, log } = deps;
  const source = {
    stream: streams.decisions.name,
    subjects: deps.subjects,
    fromSequence: 1,
  };
  return follow(
    nats,
    source,
    async (data, { sequence, subject }) => {
      const { tenant, site, ...decided } = decode(data);
      // Tenants are apart by subject: a body that names another one is not believed.
      if (subjectOf({ tenant, site }) !== subject) {
        throw new DomainError('invalid', `an act of "${tenant}" at "${site}" is on ${subject}`);
      }
      const act = { ...decided, position: sequence };
      apply({ tenant, site }, act, await patiently(deps, tenant, act.act));
    },
    { signal, log },
  );
}

const tries = 40;
const betweenMs = 500;

/** A store that is away for a moment must not lose an act: it is asked again. */
async function patiently<Act extends { kind: string }, Contents>(
  { contentsOf, signal, log }: FollowActsDeps<Act, Contents>,
  tenant: string,
  act: Act,
): Promise<Contents> {
  for (let left = tries; ; left -= 1) {
    try {
      return await contentsOf(tenant, act);
    } catch (error) {
      if (signal.aborted || left === 0) throw error;
      log.warn({ act: act.kind, why: String(error) }, 'contents are asked for again');
      await pause(betweenMs, signal);
    }
  }
}
