// Generates TypeScript from proto/ into proto/gen, which git does not keep.
//
// Services may run while it works: each file is replaced whole, and only when it differs.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

const proto = join(import.meta.dirname, '..', 'proto');
const gen = join(proto, 'gen');

const startedAt = new Date();
mkdirSync(gen, { recursive: true });
const fresh = mkdtempSync(join(gen, '.new-'));
try {
  runBuf(fresh);
  replaceChanged(join(fresh, 'gen'));
  writeFileSync(join(gen, '.generated'), '');
  // As of the start: a proto saved meanwhile is generated again.
  utimesSync(join(gen, '.generated'), startedAt, startedAt);
} finally {
  rmSync(fresh, { recursive: true, force: true });
}

function runBuf(out: string) {
  const node = dirname(process.execPath);
  const bin = join(proto, '..', 'node_modules', '.bin');
  const { status, error } = spawnSync(join(bin, 'buf'), ['generate', '--output', out], {
    cwd: proto,
    stdio: 'inherit',
    env: { ...process.env, PATH: `${node}:${bin}:${process.env.PATH ?? ''}` },
  });
  if (error) throw error;
  if (status !== 0) throw new Error('buf generate refused a proto');
}

function replaceChanged(from: string) {
  const wanted = filesIn(from);
  for (const file of wanted) {
    const target = join(gen, file);
    const text = readFileSync(join(from, file));
    if (existsSync(target) && readFileSync(target).equals(text)) continue;
    mkdirSync(dirname(target), { recursive: true });
    renameSync(join(from, file), target);
  }
  const keep = new Set(wanted);
  for (const file of filesIn(gen)) if (!keep.has(file)) rmSync(join(gen, file));
}

/** Paths below a folder, without those that begin with a dot (stamp, runs under way). */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => !path.startsWith('.') && statSync(join(folder, path)).isFile(),
  );
}
