/** The draw of a sample, worked out again in the page from what was published. */
import { daysBetween } from '../../schedule/local-time.ts';
import { periodDays } from '../period.ts';
import type { ListedContact, Sample } from '../quality-api.ts';

/** SHA-256 of the UTF-8 of a text, in hex. */
export type Digest = (text: string) => Promise<string>;

/** One contact as it is drawn again. */
export interface DrawnAgain {
  contact: string;
  person: string;
  hash: string;
  /** "drawn", or the kind of which all are taken. */
  why: string;
}

/** The draw made again, beside the published one. */
export interface Redrawn {
  /** SHA-256(seed) is the digest that was published before. */
  seedHolds: boolean;
  /** The digest of the list is the published one. */
  listHolds: boolean;
  contacts: number;
  drawn: readonly DrawnAgain[];
  /** Contacts drawn by both alike, for the same reason and with the same hash. */
  same: ReadonlySet<string>;
  /** Published, but not drawn here, or differently. */
  otherwise: readonly string[];
  /** Drawn here, but not published. */
  missing: readonly string[];
}

/** So many are worked out before the page gets its turn again. */
const chunk = 500;

/**
 * Draws again: of each rule and person all contacts of the kinds taken whole, and beside these the n
 * with the smallest SHA-256(seed ‖ contact id); a contact is drawn once, by the first rule.
 *
 * @param told - how many hashes are worked out.
 */
export async function redraw(
  sample: Pick<
    Sample,
    'period' | 'seed' | 'seedDigest' | 'list' | 'listDigest' | 'rules' | 'people' | 'drawn'
  >,
  {
    digest,
    told = () => undefined,
    pause = nextTurn,
  }: { digest: Digest; told?: (done: number) => void; pause?: () => Promise<void> },
): Promise<Redrawn> {
  const { seed, seedDigest, list, listDigest } = sample;
  const hashes = new Map<string, string>();
  for (let at = 0; at < list.length; at += chunk) {
    const part = list.slice(at, at + chunk);
    const made = await Promise.all(part.map(({ contact }) => digest(seed + contact)));
    for (const [i, { contact }] of part.entries()) hashes.set(contact, made[i] ?? '');
    told(at + part.length);
    await pause();
  }
  const ids = list.map(({ contact }) => contact).sort();
  const drawn = chosen(sample, hashes);
  const again = new Map(drawn.map((one) => [one.contact, one]));
  const same = sample.drawn.filter(({ contact, person, hash, why }) => {
    const one = again.get(contact);
    return one?.hash === hash && one.person === person && one.why === why;
  });
  const alike = new Set(same.map(({ contact }) => contact));
  const published = new Set(sample.drawn.map(({ contact }) => contact));
  return {
    seedHolds: (await digest(seed)) === seedDigest,
    listHolds: (await digest(ids.map((id) => `${id}\n`).join(''))) === listDigest,
    ...{ contacts: list.length, drawn, same: alike },
    otherwise: [...published].filter((contact) => !alike.has(contact)),
    missing: drawn.map(({ contact }) => contact).filter((contact) => !published.has(contact)),
  };
}

/** Whether a draw made again is in everything as it was published. */
export function asPublished({ seedHolds, listHolds, otherwise, missing }: Redrawn): boolean {
  return seedHolds && listHolds && otherwise.length === 0 && missing.length === 0;
}

/** SHA-256 in the browser; null where the page may not compute it. */
export function browserDigest(): Digest | null {
  // Only a page that nobody could have changed on its way has it.
  const { subtle } = crypto as Partial<typeof crypto>;
  if (!subtle) return null;
  return async (text) => {
    const bytes = await subtle.digest('SHA-256', new TextEncoder().encode(text));
    return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  };
}

/** Is somebody new in the period, by a rule? */
export function isNew(since: string, newDays: number, period: string): boolean {
  return since !== '' && daysBetween(since, periodDays(period).from) < newDays;
}

function chosen(
  { period, list, rules, people }: Pick<Sample, 'period' | 'list' | 'rules' | 'people'>,
  hashes: ReadonlyMap<string, string>,
): DrawnAgain[] {
  const drawn = new Map<string, DrawnAgain>();
  const byPerson = Map.groupBy(list, ({ person }) => person);
  for (const { team: of, allOf, newDays, perAgent, perNewAgent } of rules) {
    for (const { person, team, since } of people) {
      if (of !== '' && of !== team) continue;
      const kindOf = ({ kinds }: ListedContact) => kinds.find((kind) => allOf.includes(kind));
      const own = (byPerson.get(person) ?? [])
        .map((listed) => ({ listed, hash: hashes.get(listed.contact) ?? '' }))
        .sort((a, b) => (a.hash < b.hash ? -1 : 1));
      const rest = own.filter(({ listed }) => kindOf(listed) === undefined);
      const wanted = isNew(since, newDays, period) ? perNewAgent : perAgent;
      const whole = own.filter(({ listed }) => kindOf(listed) !== undefined);
      for (const { listed, hash } of [...whole, ...rest.slice(0, wanted)]) {
        const { contact } = listed;
        if (drawn.has(contact)) continue;
        drawn.set(contact, { contact, person, hash, why: kindOf(listed) ?? 'drawn' });
      }
    }
  }
  return [...drawn.values()];
}

function nextTurn(): Promise<void> {
  return new Promise((done) => setTimeout(done));
}
