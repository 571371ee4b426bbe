import { DomainError } from '../domain/domain-error.ts';

/** Fields of score messages that are instants: `atMs` in the domain. */
const instantNames = ['at', 'contactAt', 'closesAt', 'dueAt', 'decidedAt', 'asOf'] as const;
/** Fields that are maps of numbers. */
const mapNames = ['numbers', 'questionSpread'] as const;
type InstantName = (typeof instantNames)[number];
type MapName = (typeof mapNames)[number];
const instants = new Set<string>(instantNames);
const maps = new Set<string>(mapNames);

/** An instant that the message may leave out; any other must be said. */
type MayLack = 'contactAt';
const mayLack: string = 'contactAt' satisfies MayLack;

/** A message of scores as the domain has it: `at` is `atMs`, what may be absent is null. */
export type Shaped<W> = W extends readonly (infer Each)[]
  ? readonly Shaped<Each>[]
  : W extends object
    ? {
        [K in keyof W as K extends InstantName ? `${K}Ms` : K]-?: K extends MayLack
          ? number | null
          : K extends InstantName
            ? number
            : K extends MapName
              ? ReadonlyMap<string, number>
              : Shaped<Exclude<W[K], undefined>> | (undefined extends W[K] ? null : never);
      }
    : W;

/**
 * A message off the wire, field by field.
 *
 * @throws DomainError invalid when an instant is missing that must be said.
 */
export function fromWireShape<W>(wire: W): Shaped<W> {
  return shaped(wire) as Shaped<W>;
}

function shaped(value: unknown): unknown {
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.map(shaped);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      if (instants.has(name)) return [`${name}Ms`, instant(name, field)];
      return [name, maps.has(name) ? new Map(Object.entries(field)) : shaped(field)];
    }),
  );
}

function instant(name: string, field: unknown): number | null {
  if (field instanceof Date) return field.getTime();
  if (name === mayLack) return null;
  throw new DomainError('invalid', `${name} is missing`);
}

/** What a message takes for a thing of the domain: null is absent, a `Map` a map. */
export function toWireShape<V>(value: V): Wired<V> {
  return wired(value) as Wired<V>;
}

/** A thing of the domain as a message takes it. */
export type Wired<V> =
  V extends ReadonlyMap<string, infer Each>
    ? Record<string, Wired<Each>>
    : V extends readonly (infer Each)[]
      ? Wired<Each>[]
      : V extends object
        ? {
            [K in keyof V as Bare<K>]: Bare<K> extends K ? Wired<V[K]> : Date | undefined;
          }
        : V extends null
          ? undefined
          : V;

type Bare<K> = K extends `${infer Name extends InstantName}Ms` ? Name : K;

function wired(value: unknown): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map(wired);
  if (value instanceof Map) return wired(Object.fromEntries(value));
  if (typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value as object).map(([name, field]) => {
      const bare = name.endsWith('Ms') ? name.slice(0, -2) : '';
      if (!instants.has(bare)) return [name, wired(field)];
      return [bare, typeof field === 'number' ? new Date(field) : undefined];
    }),
  );
}
