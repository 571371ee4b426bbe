import type { IncomingHttpHeaders } from 'node:http';

/**
 * An event in the binary mode of the CloudEvents HTTP binding: attributes as
 * `ce-` headers (percent-encoded), the data as the body. Null without them.
 */
export function binaryEvent(headers: IncomingHttpHeaders, data: unknown): object | null {
  const attributes = Object.entries(headers)
    .filter(([name]) => name.startsWith('ce-'))
    .map(([name, value]) => [name.slice(3), decoded(String(value))] as const);
  if (attributes.length === 0) return null;
  return { ...Object.fromEntries(attributes), data };
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
