import type { Fact } from '../../domain/fact.ts';
import { pause } from '../../lib/pause.ts';
import type { AmiMessage } from './ami-parser.ts';
import { amiSession, type Session, type SessionEnd } from './ami-session.ts';
import {
  leaveDecidedMs,
  leavesDue,
  leavesForgotten,
  timestampOf,
  translate,
} from './ami-translator.ts';
import type { AmiOptions } from './asterisk-options.ts';
import { backOffMs, gapFact, type SwitchReading } from './asterisk-reading.ts';
import { type Doubts, repair } from './asterisk-repair.ts';
import { sourceFact } from './asterisk-switch.ts';
import type { LogFeed } from './queue-log-feed.ts';

/** The events of the manager interface, over as many connections as it takes. */
export interface AmiFeed {
  run: (signal: AbortSignal) => Promise<void>;
  /** Whether events are coming in now. */
  connected: () => boolean;
}

const cadenceMs = 1_000;
/** Events are held back at most so long while the log is read after an outage. */
const catchUpMs = 5_000;
/** A refused login is tried again only so often: a typing error must not fill the switch's log. */
const badLoginMs = 30_000;

/** @param log - read up to the instant of each login before events go on; null = there is none. */
export function amiFeed(reading: SwitchReading, options: AmiOptions, log: LogFeed | null): AmiFeed {
  const proof: Proof = { provenUntilMs: null, standing: 'unknown' };
  let standing = false;

  /** On a quiet switch no next event comes to decide a leave. */
  const decideLeaves = () => {
    if (standing) void reading.tell(leavesDue(reading.sw, reading.nowMs()));
  };

  const once = (signal: AbortSignal): Promise<SessionEnd> => {
    const lists = listReader(reading, proof, log);
    return amiSession(
      options,
      {
        loggedIn: async (session) => {
          await lists.begin(session);
          standing = true;
        },
        messages: async (messages, receivedMs) => {
          await reading.tell(
            messages.flatMap((message) => read(reading, proof, lists, { message, receivedMs })),
          );
          if (reading.sw.leaving.size > 0) setTimeout(decideLeaves, leaveDecidedMs + 50);
        },
        refused: (text, why) => reading.sink.park(text, `${options.host}:${options.port}`, why),
        beat: (session) => {
          session.send('Ping');
          lists.beat(session);
        },
      },
      signal,
    );
  };

  return {
    connected: () => standing,
    run: async (signal) => {
      let tries = 0;
      let said = '';
      while (!signal.aborted) {
        const end = await once(signal);
        standing = false;
        leavesForgotten(reading.sw);
        if (signal.aborted) return;
        tries = end.stood ? 0 : tries + 1;
        if (end.stood || end.why !== said) reading.warn(end.why);
        said = end.why;
        if (proof.standing !== 'gap') {
          proof.standing = 'gap';
          await reading.tell([gapFact(reading, proof.provenUntilMs, end.why)]);
        }
        await pause(end.badLogin ? badLoginMs : backOffMs(tries, Math.random()), signal);
      }
    },
  };
}

/** Up to when the switch is proven, and whether the outage since then has been told. */
interface Proof {
  provenUntilMs: number | null;
  standing: 'unknown' | 'proven' | 'gap';
}

type Lists = ReturnType<typeof listReader>;

function read(
  reading: SwitchReading,
  proof: Proof,
  lists: Lists,
  { message, receivedMs }: { message: AmiMessage; receivedMs: number },
): Fact[] {
  const { sw } = reading;
  if (message.get('Ping') === 'Pong') return heartbeat(reading, proof, message, receivedMs);
  if (message.get('ActionID').startsWith('floorcast-')) return lists.take(message);
  return translate(sw, message, receivedMs + reading.offsetMs);
}

/** The answer to a Ping proves that everything the switch told before has come in. */
function heartbeat(
  reading: SwitchReading,
  proof: Proof,
  message: AmiMessage,
  receivedMs: number,
): Fact[] {
  const { sw } = reading;
  const atMs = timestampOf(message) ?? receivedMs;
  reading.offsetMs = atMs - receivedMs;
  proof.provenUntilMs = atMs;
  // Before the first list after an outage is taken in, the figures are not proven.
  if (proof.standing !== 'proven') return [];
  const { disagreements } = sw;
  return [sourceFact(sw.identity, atMs, { kind: 'heartbeat', cadenceMs, disagreements })];
}

/** Asks for the switch's own lists, at login and then at the repair beat, and takes them in. */
function listReader(reading: SwitchReading, proof: Proof, log: LogFeed | null) {
  const { sw, options } = reading;
  let connectedAtMs = 0;
  let caughtUp = true;
  let first = true;
  let doubts: Doubts = new Set();
  let entries: AmiMessage[] = [];
  let members: AmiMessage[] = [];
  let channels: Set<string> | null = null;
  let asked: { id: string; atMs: number } | null = null;
  let nextAtMs = 0;

  const ask = (session: Session) => {
    entries = [];
    members = [];
    channels = null;
    if (first) session.send('CoreStatus');
    // What is not allowed to be asked stays unknown: talking legs then end by their events alone.
    if (first) session.send('CoreShowChannels');
    asked = { id: session.send('QueueStatus'), atMs: performance.now() };
    nextAtMs = performance.now() + options.repairEveryS * 1_000;
  };

  const complete = (): Fact[] => {
    asked = null;
    if (!caughtUp) return [];
    const atMs = Math.floor(reading.nowMs());
    const sure = first;
    const healed = repair(
      sw,
      { entries, members, channels },
      { atMs, doubts, sure, connectedAtMs },
    );
    doubts = healed.doubts;
    first = false;
    proof.standing = 'proven';
    if (!sure) return healed.facts;
    const what = {
      kind: 'resync',
      estimatedEnds: healed.estimatedEnds,
      disagreements: sw.disagreements,
    } as const;
    return [...healed.facts, sourceFact(sw.identity, atMs, what)];
  };

  const noteCaughtUp = (all: boolean) => {
    caughtUp = all;
  };

  return {
    begin: async (session: Session) => {
      connectedAtMs = reading.nowMs();
      noteCaughtUp(log === null || (await log.catchUp(catchUpMs)));
      ask(session);
    },
    beat: (session: Session) => {
      const due = performance.now() >= nextAtMs || (!caughtUp && asked === null);
      if (!due) return;
      if (!caughtUp && log) void log.catchUp(catchUpMs).then(noteCaughtUp);
      ask(session);
    },
    take: (message: AmiMessage): Fact[] => {
      const event = message.get('Event');
      if (event.startsWith('CoreShowChannel')) channels ??= new Set();
      if (event === 'CoreShowChannel') channels?.add(message.get('Uniqueid'));
      if (message.get('ActionID') !== asked?.id) return [];
      if (event === 'QueueEntry') entries.push(message);
      if (event === 'QueueMember') members.push(message);
      return event === 'QueueStatusComplete' ? complete() : [];
    },
  };
}
