// Adds to package-lock.json the platform packages that the registry in use did not offer.
//
// npm leaves them out of the lock, and the next `npm ci` then refuses: "Missing: … from lock
// file". Run it after every `npm install`. Entries carry no integrity: npm takes it from the
// registry on the platform that needs one. Plain JavaScript, since it may run on an older Node.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const before = readFileSync(file, 'utf8');
const lock = JSON.parse(before);
const added = addMissing(lock.packages);
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(byPath));
for (const entry of Object.values(lock.packages)) delete entry.resolved;
const after = `${JSON.stringify(lock, null, 2)}\n`;
if (after !== before) writeFileSync(file, after);
console.log(added.length ? `added ${added.join(', ')}` : 'the lock file is complete');

function addMissing(packages) {
  const added = [];
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isLocked(packages, path, name)) continue;
      // A range would need the registry to choose; every platform package is pinned exactly.
      if (!/^\d/.test(range)) throw new Error(`${path} wants ${name} ${range}: not one version`);
      packages[`node_modules/${name}`] = platformEntry(name, range, entry.dev === true);
      added.push(name);
    }
  }
  return added;
}

/** Looks where Node would: beside the package, then in each folder above it. */
function isLocked(packages, path, name) {
  for (let base = path; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    if (packages[`${base ? `${base}/` : ''}node_modules/${name}`]) return true;
    if (base === '') return false;
  }
}

function platformEntry(name, version, dev) {
  const cpus = { aarch64: 'arm64', armv7: 'arm' };
  const [, os, cpu, libc] = /(android|darwin|linux|win32)-([a-z0-9]+)(?:-(gnu|musl))?$/.exec(name);
  return {
    version,
    cpu: [cpus[cpu] ?? cpu],
    ...(dev ? { dev: true } : {}),
    ...(libc ? { libc: [libc === 'gnu' ? 'glibc' : 'musl'] } : {}),
    optional: true,
    os: [os],
  };
}

function byPath([a], [b]) {
  return a < b ? -1 : a > b ? 1 : 0;
}
