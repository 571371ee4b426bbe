/** The names of a file's columns, to choose from. */
const headBytes = 16_384;

/** Reads the first line as it was understood: by its encoding and separator. */
export async function headerOf(
  file: Blob,
  { encoding, separator }: { encoding: string; separator: string },
): Promise<string[]> {
  const bytes = await file.slice(0, headBytes).arrayBuffer();
  const label = encoding.startsWith('utf-8') ? 'utf-8' : encoding;
  const first = new TextDecoder(label).decode(bytes).split(/\r?\n/, 1)[0] ?? '';
  return first.split(separator || ',').map((name) => name.trim().replace(/^"|"$/g, ''));
}
