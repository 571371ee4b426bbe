import { DomainError } from '../domain/domain-error.ts';

/** How the bytes of a file stand for letters. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'windows-1252';

/** A file's text, and how its bytes were read. */
export interface DecodedText {
  text: string;
  encoding: Encoding;
  /** Whether the file began with a byte order mark. It is no part of the text. */
  marked: boolean;
}

/** The encodings a planner may name where the guess is wrong. */
export const encodings: readonly Encoding[] = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'gb18030',
  'windows-1252',
];

/**
 * The text of an exported file.
 *
 * A byte order mark decides. Without one: every other byte zero is UTF-16 (what
 * a spreadsheet calls "Unicode text"); what is valid UTF-8 is UTF-8, for chance
 * hardly produces it; of the rest, Chinese text in GB18030 comes in pairs of high
 * bytes and Western text in single ones.
 *
 * @param given - set where the planner named the encoding.
 */
export function decodeText(bytes: Uint8Array, given?: Encoding): DecodedText {
  const marked = markedEncoding(bytes);
  const encoding = given ?? marked ?? guessedEncoding(bytes);
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return { text, encoding, marked: marked === encoding };
  } catch {
    throw new DomainError('invalid', `the file is not valid ${encoding}: save it as UTF-8`);
  }
}

function markedEncoding(bytes: Uint8Array): Encoding | undefined {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  return undefined;
}

function guessedEncoding(bytes: Uint8Array): Encoding {
  const head = bytes.subarray(0, 4_096);
  const zeros = [0, 0];
  head.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  if (odd > head.length / 8 && even < odd / 8) return 'utf-16le';
  if (even > head.length / 8 && odd < even / 8) return 'utf-16be';
  if (even + odd > 0) throw new DomainError('invalid', 'the file is no text: save it as CSV');
  if (decodes(bytes, 'utf-8')) return 'utf-8';
  return pairsOfHighBytes(bytes) && decodes(bytes, 'gb18030') ? 'gb18030' : 'windows-1252';
}

function decodes(bytes: Uint8Array, encoding: Encoding): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Most high bytes stand in runs of two or more: "é" within a Western word stands alone. */
function pairsOfHighBytes(bytes: Uint8Array): boolean {
  let alone = 0;
  let together = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    if ((bytes[at] ?? 0) < 0x80) continue;
    const from = at;
    while ((bytes[at + 1] ?? 0) >= 0x80) at += 1;
    if (at === from) alone += 1;
    else together += at - from + 1;
  }
  return together > alone;
}
