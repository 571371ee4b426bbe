import type { Installation } from '../installation.ts';
import { randomOf } from '../simulation/random.ts';
import type { System } from '../system.ts';
import type { Check } from './checks.ts';
import type { Seen } from './watcher.ts';

/** One process ended without warning. */
export interface Kill {
  name: string;
  /** Until it worked again and the wall showed the present; null = not before the next kill. */
  recoveredMs: Promise<number | null>;
}

/**
 * Kills every program of an installation once (-9), one after the other, evenly
 * spread over the time with a seeded jitter. They start again by themselves.
 */
export async function killEach(
  { system, installation }: { system: System; installation: Installation },
  { fromMs, toMs, seed, seen, say }: HavocPlan,
): Promise<Kill[]> {
  const random = randomOf(seed, 'havoc');
  const names = [...system.children.keys()];
  const stepMs = (toMs - fromMs) / names.length;
  const kills: Kill[] = [];
  for (const [index, name] of names.entries()) {
    const atMs = fromMs + (index + 0.2 + 0.6 * random.uniform()) * stepMs;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, atMs - Date.now())));
    const pid = system.children.get(name)?.pid();
    if (pid === undefined) throw new Error(`${name} was not running when it was to be killed`);
    process.kill(pid, 'SIGKILL');
    const killedMs = Date.now();
    const admin = installation.services.find((service) => service.name === name)?.admin;
    const recoveredMs = recovery(admin, { seen, killedMs, untilMs: killedMs + stepMs });
    kills.push({ name, recoveredMs });
    void recoveredMs.then((ms) => say(`killed ${name}: ${toldIn(ms)}`));
  }
  return kills;
}

function toldIn(ms: number | null): string {
  return ms === null ? 'NOT right again before the next' : `right again after ${ms} ms`;
}

/** The wall shows the present: proven this lately. Sources prove themselves once a second. */
const presentMs = 1_500;

async function recovery(
  admin: string | undefined,
  { seen, killedMs, untilMs }: { seen: readonly Seen[]; killedMs: number; untilMs: number },
): Promise<number | null> {
  // The old process must be gone from the answers, and its last frames from the wall.
  await new Promise((resolve) => setTimeout(resolve, leastMs));
  while (Date.now() < untilMs) {
    const last = seen.at(-1);
    const fromMs = Math.max(killedMs, Date.now() - presentMs);
    const present = last !== undefined && last.provenMs > fromMs;
    if (present && (!admin || (await isReady(admin)))) return Date.now() - killedMs;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return null;
}

/** Sooner than this nothing is started again. */
const leastMs = 200;

async function isReady(admin: string): Promise<boolean> {
  const limit = AbortSignal.timeout(1_000);
  const answer = await fetch(`http://${admin}/readyz`, { signal: limit }).catch(() => null);
  await answer?.text().catch(() => '');
  return answer?.status === 200;
}

/** Right again within five seconds of every kill. */
export function checkRecovered(recoveries: readonly { name: string; ms: number | null }[]): Check {
  const late = recoveries.filter(({ ms }) => ms === null || ms > recoverWithinMs);
  const told = late.map(({ name, ms }) => `${name}: ${toldIn(ms)}`).join(', ');
  return { what: 'right again within 5 s of every kill', found: late.length === 0 ? true : told };
}

const recoverWithinMs = 5_000;

/** When to kill. */
export interface HavocPlan {
  fromMs: number;
  toMs: number;
  seed: number;
  /** What a wall has been shown, growing. */
  seen: readonly Seen[];
  say: (line: string) => void;
}
