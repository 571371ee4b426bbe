/** Between a form and what a thing says. */
import { type Field, type Kind, personName, type Value } from './kinds.ts';

/** What stands at a path ("name.en"); undefined when nothing does. */
export function valueAt(value: Value, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);
}

/** A field's value as its input shows it. */
export function shownIn(field: Field, value: Value): string {
  const stands = valueAt(value, field.path);
  // Rounded: 0.07 / 0.01 is not 7.
  if (field.type === 'number') return String(Math.round((Number(stands) / field.per) * 1e6) / 1e6);
  return stands === undefined || stands === null ? '' : String(stands);
}

/** What a form says: the thing as it was, with every field written over. */
export function valueFrom(form: FormData, fields: readonly Field[], before: Value): Value {
  const after = structuredClone(before);
  for (const field of fields) {
    if (field.path === personName || field.path === 'id') continue;
    write(after, field.path, read(form, field));
  }
  return after;
}

/** The id of a new thing. */
export function idFrom(kind: Kind, form: FormData): string {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  if (kind === 'queue') return `${text('site')}/${text('id')}`;
  return kind === 'sourceIdentity' ? `${text('source')}/${text('agent')}` : text('id');
}

/** The path of the field that a refusal names: "setting.value.name.en is …". */
export function refusedPath(sentence: string): string {
  return /^setting\.(?:value\.)?([A-Za-z]+(?:\.[A-Za-z]+)*)/.exec(sentence)?.[1] ?? '';
}

/** What differs between two versions, a line a field. */
export function differences(before: Value | null, after: Value | null): string[] {
  const old = flat(before);
  const now = flat(after);
  const paths = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return paths
    .filter((path) => old[path] !== now[path])
    .map((path) => {
      const was = before === null ? '' : `${old[path] ?? '–'} → `;
      return `${path}: ${was}${now[path] ?? '–'}`;
    });
}

function flat(value: unknown, prefix = ''): Record<string, string> {
  if (!isRecord(value)) return prefix ? { [prefix]: String(value) } : {};
  const parts = Object.entries(value).map(([key, inner]) =>
    flat(inner, prefix ? `${prefix}.${key}` : key),
  );
  return Object.assign({}, ...parts);
}

function read(form: FormData, field: Field): unknown {
  const given = String(form.get(field.path) ?? '').trim();
  switch (field.type) {
    case 'text':
    case 'day':
      return given;
    case 'choice':
      return field.path === 'callerDigits' ? Number(given) : given;
    case 'number':
      // Whole milliseconds; a share keeps its decimals.
      return field.per >= 1
        ? Math.round(Number(given) * field.per)
        : Number((Number(given) * field.per).toFixed(6));
    case 'ticks':
      return form.getAll(field.path).map(String);
    case 'levels':
      return Object.fromEntries(
        field.options
          .map(({ value }) => [value, Number(form.get(`${field.path}.${value}`) ?? 0)] as const)
          .filter(([, level]) => level > 0),
      );
  }
}

function write(value: Value, path: string, given: unknown): void {
  const [first = '', ...rest] = path.split('.');
  if (rest.length === 0) {
    value[first] = given;
    return;
  }
  const inner = isRecord(value[first]) ? value[first] : {};
  value[first] = inner;
  write(inner, rest.join('.'), given);
}

function isRecord(value: unknown): value is Value {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
