// Exits 0 when node_modules holds what package-lock.json asks for, else 1.
//
// Compares versions, not file times: a checkout changes times without changing packages.
// Plain JavaScript, since it runs on whatever Node the machine has.
import { readFileSync } from 'node:fs';

const wanted = packagesOf('../package-lock.json');
const there = packagesOf('../node_modules/.package-lock.json');
const missing = Object.entries(wanted ?? {}).find(
  ([path, { version, optional }]) => path !== '' && !optional && there?.[path]?.version !== version,
);
process.exit(wanted && there && !missing ? 0 : 1);

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')).packages;
  } catch {
    return null;
  }
}
