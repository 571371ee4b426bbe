import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { type AmiMessage, amiParser } from './ami-parser.ts';
import type { AmiOptions } from './asterisk-options.ts';

/** What one connection hands over, in order. */
export interface SessionHooks {
  /** Logged in; no event is handed over before this settles. */
  loggedIn: (session: Session) => Promise<void>;
  /** Events and answers, as many as came together. */
  messages: (messages: AmiMessage[], receivedMs: number) => void | Promise<void>;
  /** Something that is no message. */
  refused: (text: string, why: string) => void;
  /** Once a second while logged in. */
  beat: (session: Session) => void;
}

/** A connection that is logged in. */
export interface Session {
  /** Sends an action; its answers bear the ActionID given back. */
  send: (action: string, headers?: Record<string, string>) => string;
}

/** Why a session ended; a refused login is tried again only slowly. */
export interface SessionEnd {
  why: string;
  badLogin: boolean;
  /** True when it had been logged in. */
  stood: boolean;
}

/** Connecting and logging in may take so long. */
const loginLimitMs = 5_000;
/** Silence for so long is a gap: a Ping goes out every second. */
export const silenceMs = 3_000;
const beatMs = 1_000;

/**
 * One connection to the manager interface, from login to its end. Whatever
 * ends the connection is the reason given back; only a hook's error is thrown.
 */
export async function amiSession(
  options: AmiOptions,
  hooks: SessionHooks,
  signal: AbortSignal,
): Promise<SessionEnd> {
  const where = `${options.host}:${options.port}`;
  let stood = false;
  let inHook = false;
  let socket: Socket | null = null;
  let beating: NodeJS.Timeout | undefined;
  try {
    const secret = await secretOf(options);
    const opened = connect({ host: options.host, port: options.port, noDelay: true, signal });
    socket = opened;
    const limit = setTimeout(() => {
      opened.destroy(new Error(`no login within ${loginLimitMs / 1_000} s`));
    }, loginLimitMs);
    opened.once('close', () => clearTimeout(limit));
    const session = sessionOn(opened);
    const quiet = silenceWatch(opened);
    session.send('Login', { Username: options.username, Secret: secret });
    const parser = amiParser();
    for await (const bytes of opened) {
      quiet.busy();
      inHook = true;
      const messages: AmiMessage[] = [];
      for (const read of parser.push(bytes)) {
        if (read.kind === 'refused') hooks.refused(read.text, read.why);
        if (read.kind === 'message') messages.push(read.message);
      }
      if (!stood) {
        const answer = messages.findIndex((message) => message.has('Response'));
        if (answer < 0) {
          inHook = false;
          continue;
        }
        const said = messages.splice(0, answer + 1).at(-1);
        if (said?.get('Response') !== 'Success') return refusedLogin(options, said);
        stood = true;
        clearTimeout(limit);
        await hooks.loggedIn(session);
        beating = setInterval(() => {
          hooks.beat(session);
          quiet.check();
        }, beatMs);
      }
      await hooks.messages(messages, Date.now());
      inHook = false;
      quiet.reading();
    }
    return { why: `${where} closed the connection`, badLogin: false, stood };
  } catch (error) {
    if (inHook) throw error;
    return { why: `${where}: ${(error as Error).message}`, badLogin: false, stood };
  } finally {
    clearInterval(beating);
    socket?.destroy();
  }
}

async function secretOf({ secret, secretFile }: AmiOptions): Promise<string> {
  if (secret !== undefined) return secret;
  if (secretFile === undefined) return '';
  return (await readFile(secretFile, 'utf8')).trim();
}

function refusedLogin({ username, host, port }: AmiOptions, said: AmiMessage | undefined) {
  const words = said?.get('Message') || 'no reason given';
  const why = `${host}:${port} refuses the login "${username}": ${words}`;
  return { why, badLogin: true, stood: false };
}

function sessionOn(socket: Socket): Session {
  let sent = 0;
  return {
    send: (action, headers = {}) => {
      sent += 1;
      const actionId = `floorcast-${sent}`;
      const all = Object.entries({ Action: action, ActionID: actionId, ...headers });
      // A line end inside a value would be a header of its own.
      const lines = all.map(([name, value]) => `${name}: ${value.replace(/[\r\n]/g, ' ')}\r\n`);
      if (!socket.destroyed) socket.write(`${lines.join('')}\r\n`);
      return actionId;
    },
  };
}

/** Ends a connection that brings nothing while we do read. */
function silenceWatch(socket: Socket) {
  let quietSinceMs: number | null = performance.now();
  return {
    /** Bytes came and are worked on: the switch is not to blame for the time until `reading`. */
    busy: () => {
      quietSinceMs = null;
    },
    reading: () => {
      quietSinceMs = performance.now();
    },
    check: () => {
      if (quietSinceMs === null || performance.now() - quietSinceMs < silenceMs) return;
      socket.destroy(new Error(`silent for ${silenceMs / 1_000} s`));
    },
  };
}
