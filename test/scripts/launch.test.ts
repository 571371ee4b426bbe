// What a fresh clone leans on: the lock file, the launcher, the machine's own package mirror.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { readMirror } from '../../scripts/apt-mirror.ts';
import { isGoodVersion } from '../../scripts/nats.ts';

const root = join(import.meta.dirname, '..', '..');

t.test(
  'the lock file is complete: npm ci finds every platform, and no registry in it',
  async (t) => {
    const folder = t.testdir({ scripts: {} });
    cpSync(join(root, 'package-lock.json'), join(folder, 'package-lock.json'));
    cpSync(join(root, 'scripts/complete-lock.mjs'), join(folder, 'scripts/complete-lock.mjs'));
    t.match(run(folder, 'complete-lock.mjs').stdout, 'the lock file is complete');
    t.notMatch(readFileSync(join(root, 'package-lock.json'), 'utf8'), '"resolved"');
  },
);

t.test('a platform package that a mirror left out comes back, pinned and optional', async (t) => {
  const wants = {
    version: '1.0.0',
    dev: true,
    optionalDependencies: { 'a-linux-arm64-musl': '1.0.0' },
  };
  const folder = t.testdir({ scripts: {} });
  const lock = { packages: { '': {}, 'node_modules/a': wants } };
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
  cpSync(join(root, 'scripts/complete-lock.mjs'), join(folder, 'scripts/complete-lock.mjs'));
  t.match(run(folder, 'complete-lock.mjs').stdout, 'added a-linux-arm64-musl');
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  t.same(packages['node_modules/a-linux-arm64-musl'], {
    version: '1.0.0',
    cpu: ['arm64'],
    dev: true,
    libc: ['musl'],
    optional: true,
    os: ['linux'],
  });
});

t.test('packages are installed again only when the lock asks for others', async (t) => {
  const folder = t.testdir({ scripts: {} });
  cpSync(join(root, 'scripts/installed.mjs'), join(folder, 'scripts/installed.mjs'));
  const write = (path: string, version: string) =>
    writeFileSync(
      join(folder, path),
      JSON.stringify({ packages: { 'node_modules/a': { version } } }),
    );
  write('package-lock.json', '1.0.0');
  t.equal(run(folder, 'installed.mjs').status, 1, 'nothing is there');
  mkdirSync(join(folder, 'node_modules'));
  write('node_modules/.package-lock.json', '1.0.0');
  t.equal(run(folder, 'installed.mjs').status, 0, 'the same is there');
  write('package-lock.json', '1.0.1');
  t.equal(run(folder, 'installed.mjs').status, 1, 'another version is asked for');
});

t.test('a command that does not exist is refused in one sentence', async (t) => {
  const { status, stderr } = spawnSync('sh', [join(root, 'scripts/launch'), 'fly'], {
    encoding: 'utf8',
  });
  t.equal(status, 2);
  t.match(stderr, /^floorcast: there is no command "fly"/);
});

t.test('only a nats-server without known losses is good', async (t) => {
  for (const good of ['v2.12.7', 'v2.13.0', 'v3.0.0'])
    t.ok(isGoodVersion(`nats-server: ${good}`), good);
  for (const old of ['v2.9.10', 'v2.12.6', 'v1.13.9', '']) t.notOk(isGoodVersion(old), `"${old}"`);
});

t.test(
  'the package mirror is the machine’s own, in either form of its configuration',
  async (t) => {
    const stanza = [
      'Types: deb',
      'URIs: https://mirror.example/debian-security',
      'Suites: bookworm-security',
      'Components: main',
      '',
      'Types: deb',
      '# a comment',
      'URIs: https://mirror.example/debian',
      'Suites: bookworm bookworm-updates',
      'Components: main contrib',
      'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg',
    ].join('\n');
    const modern = t.testdir({ 'sources.list.d': { 'debian.sources': stanza } });
    t.match(readMirror(modern), {
      uri: 'https://mirror.example/debian',
      options: '[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]',
      components: 'main',
    });
    const line = 'deb [arch=amd64 signed-by=/k.gpg] http://old.example/debian bookworm main\n';
    writeFileSync(join(modern, 'sources.list'), `# deb http://off.example x main\n${line}`);
    writeFileSync(
      join(modern, 'sources.list.d/debian.sources'),
      'Types: deb-src\nURIs: http://x\n',
    );
    t.match(readMirror(modern), {
      uri: 'http://old.example/debian',
      options: '[signed-by=/k.gpg]',
    });
    t.equal(readMirror(join(modern, 'nowhere')), null);
  },
);

function run(folder: string, script: string) {
  return spawnSync(process.execPath, [join(folder, 'scripts', script)], { encoding: 'utf8' });
}
