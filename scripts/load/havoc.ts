import { randomOf } from '../simulation/random.ts';
import type { System } from '../system.ts';

/** One process ended without warning. */
export interface Kill {
  name: string;
  atMs: number;
}

/**
 * Kills every program of an installation once (-9), one after the other, evenly
 * spread over the time with a seeded jitter. They start again by themselves.
 */
export async function killEach(
  system: System,
  { fromMs, toMs, seed, say }: HavocPlan,
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
    kills.push({ name, atMs: Date.now() });
    say(`killed ${name}`);
  }
  return kills;
}

/** When to kill. */
export interface HavocPlan {
  fromMs: number;
  toMs: number;
  seed: number;
  say: (line: string) => void;
}
