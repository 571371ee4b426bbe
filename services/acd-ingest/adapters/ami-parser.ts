/** One message of the manager interface. Header names as sent; a header may be repeated. */
export interface AmiMessage {
  /** The first value of a header; '' when it is absent. */
  get: (header: string) => string;
  has: (header: string) => boolean;
  /** Every header in the order sent, repeats included. */
  headers: readonly (readonly [string, string])[];
}

/** What the parser makes of the bytes. `line` counts from 1 and is where it began. */
export type AmiRead =
  | { kind: 'greeting'; version: string; line: number }
  | { kind: 'message'; message: AmiMessage; line: number }
  | { kind: 'refused'; text: string; why: string; line: number };

export interface AmiParser {
  /** Takes the next bytes as they came; a message may be spread over any number of calls. */
  push: (bytes: Uint8Array) => AmiRead[];
  /** The bytes have ended: what is still open was cut off. */
  end: () => AmiRead[];
}

/** Longest line and longest message in bytes; Asterisk itself stays far below. */
const maxLineBytes = 64 * 1024;
const maxMessageBytes = 256 * 1024;
/** So much of what is refused is kept. */
const keptChars = 2_000;

const newline = 0x0a;
const greeting = /^Asterisk Call Manager\/(\S+)/;

/**
 * A parser of the manager interface's text: headers `Name: value`, a blank line
 * after each message, none after the greeting. Works on bytes, so that a UTF-8
 * character split between two reads stays whole. What is no message (a line
 * without a colon, one too long) is refused up to the next blank line.
 */
export function amiParser(): AmiParser {
  let rest = Buffer.alloc(0);
  let lines = 0;
  let open = newMessage(1);

  const takeLine = (bytes: Uint8Array, reads: AmiRead[]) => {
    lines += 1;
    const text = decode(bytes);
    if (text === '') {
      const read = finish(open);
      if (read) reads.push(read);
      open = newMessage(lines + 1);
      return;
    }
    const version = open.headers.length === 0 ? greeting.exec(text)?.[1] : undefined;
    if (version !== undefined && open.why === '') {
      reads.push({ kind: 'greeting', version, line: lines });
      open = newMessage(lines + 1);
      return;
    }
    addLine(open, text, bytes.length);
  };

  return {
    push: (bytes) => {
      const reads: AmiRead[] = [];
      let data = rest.length === 0 ? Buffer.from(bytes) : Buffer.concat([rest, bytes]);
      for (let at = data.indexOf(newline); at >= 0; at = data.indexOf(newline)) {
        takeLine(data.subarray(0, at), reads);
        data = data.subarray(at + 1);
      }
      if (data.length > maxLineBytes) {
        open.why ||= `a line is longer than ${maxLineBytes} bytes`;
        data = data.subarray(data.length - 1);
      }
      rest = Buffer.from(data);
      return reads;
    },
    end: () => {
      const reads: AmiRead[] = [];
      if (rest.length > 0) takeLine(rest, reads);
      rest = Buffer.alloc(0);
      if (open.text !== '') open.why ||= 'the text ends in the middle of a message';
      const read = finish(open);
      if (read) reads.push(read);
      open = newMessage(lines + 1);
      return reads;
    },
  };
}

/** A message of given headers: for lists put together, and tests. */
export function amiMessage(headers: readonly (readonly [string, string])[]): AmiMessage {
  const first = new Map<string, string>();
  for (const [name, value] of headers) if (!first.has(name)) first.set(name, value);
  return {
    get: (header) => first.get(header) ?? '',
    has: (header) => first.has(header),
    headers,
  };
}

interface OpenMessage {
  headers: [string, string][];
  text: string;
  bytes: number;
  line: number;
  /** Why it is refused; '' so far for no reason. */
  why: string;
}

function newMessage(line: number): OpenMessage {
  return { headers: [], text: '', bytes: 0, line, why: '' };
}

function addLine(open: OpenMessage, text: string, bytes: number): void {
  open.bytes += bytes;
  if (open.bytes > maxMessageBytes) open.why ||= `longer than ${maxMessageBytes} bytes`;
  if (bytes > maxLineBytes) open.why ||= `a line is longer than ${maxLineBytes} bytes`;
  if (open.text.length < keptChars) open.text += `${text}\n`;
  if (open.why !== '') return;
  const colon = text.indexOf(':');
  if (colon < 1 || text.includes('\0')) {
    open.why = 'a line is no header of the form "Name: value"';
    return;
  }
  const value = text.slice(colon + 1);
  open.headers.push([text.slice(0, colon), value.startsWith(' ') ? value.slice(1) : value]);
}

function finish(open: OpenMessage): AmiRead | null {
  const { headers, text, why, line } = open;
  if (why !== '') return { kind: 'refused', text: text.slice(0, keptChars), why, line };
  if (headers.length === 0) return null;
  return { kind: 'message', message: amiMessage(headers), line };
}

function decode(line: Uint8Array): string {
  const text = Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8');
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
