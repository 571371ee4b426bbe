/** The headings of a file's columns, to choose from, also before the service understood it. */

/** No first line is longer. */
const headBytes = 16_384;

/** Reads the first line, UTF-8 or GB18030, parted by what stands in it most. */
export async function headingsOf(file: Blob): Promise<string[]> {
  const bytes = await file.slice(0, headBytes).arrayBuffer();
  const first = decoded(bytes).split(/\r?\n/, 1)[0] ?? '';
  const parts = [',', ';', '\t'].map((separator) => first.split(separator));
  const [most = []] = parts.toSorted((one, other) => other.length - one.length);
  return most.map((name) => name.trim().replace(/^"|"$/g, '')).filter(Boolean);
}

function decoded(bytes: ArrayBuffer): string {
  try {
    // What is cut off at the end may be half a letter: it is waited for, not refused.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}
