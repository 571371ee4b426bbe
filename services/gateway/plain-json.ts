/**
 * A message off the wire as JSON: instants as ISO 8601, what is absent or no
 * number as null (cannot be known, never 0), a choice (`oneof`) as an object
 * with the one name that was chosen.
 */
export function plainJson(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plainJson);
  if (typeof value !== 'object') return value;
  if (isChoice(value)) return { [value.$case]: unwrapped(plainJson(value.value)) };
  const plain: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) plain[name] = plainJson(field);
  return plain;
}

/** JSON of a body as a message takes it: null means absent there. */
export function withoutNulls<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutNulls) as T;
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(fields.map(([name, field]) => [name, withoutNulls(field)])) as T;
}

function isChoice(value: object): value is { $case: string; value: unknown } {
  return '$case' in value;
}

/** A choice holds no list, so a message wraps it; JSON needs no wrap. */
function unwrapped(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const [only, more] = Object.values(value);
  return Array.isArray(only) && more === undefined ? only : value;
}
