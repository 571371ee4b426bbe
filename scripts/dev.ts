// npm run dev: as npm start, and what is saved is running a moment later.
import { spawnSync } from 'node:child_process';
import { type FSWatcher, watch } from 'node:fs';
import { join, sep } from 'node:path';
import { createServer } from 'vite';
import { splitAddress } from '../services/lib/admin.ts';
import { runCommand } from './command.ts';
import { type Installation, readInstallation } from './installation.ts';
import { type System, startSystem } from './system.ts';

const root = join(import.meta.dirname, '..');
/** An editor saves in several steps; a checkout saves many files. */
const settleMs = 150;

await runCommand(async ({ signal, say }) => {
  const installation = readInstallation(root, process.env);
  const system = await startSystem(installation, { say, signal });
  const pages = await servePages(installation);
  const watchers = [
    watchFolder('services', (paths) => restartTouched(system, paths, say)),
    watchFolder('proto/floorcast', () => {
      say('a proto was saved: generating ...');
      spawnSync(process.execPath, [join(root, 'scripts', 'generate.ts')], { stdio: 'inherit' });
      return restartTouched(system, ['lib'], say);
    }),
  ];
  console.log(`
  Wall   ${pages.address}   (reloads; data from ${installation.wall})
  Data   ${installation.data}

  Ctrl-C ends everything.
`);
  return async () => {
    for (const watcher of watchers) watcher.close();
    await Promise.all([pages.close(), system.stop()]);
  };
});

/** Vite serves the pages from their sources; what is no page comes from the gateway. */
async function servePages({ wall }: Installation) {
  const [host, port] = splitAddress(new URL(wall).host);
  const vite = await createServer({
    root: join(root, 'wallboard'),
    logLevel: 'warn',
    server: { host, port: port + 1, proxy: proxyTo(wall) },
  });
  await vite.listen();
  return { address: `http://${host}:${vite.config.server.port}`, close: () => vite.close() };
}

/** The page's own address stays in the request: the gateway refuses pages of others. */
function proxyTo(target: string) {
  const rule = { target, changeOrigin: false };
  return { '/v1': rule, '/api': rule, '/schemas': rule };
}

/** Restarts the services whose folder was touched; all of them for domain and lib. */
async function restartTouched(system: System, paths: string[], say: (line: string) => void) {
  const folders = new Set(paths.map((path) => path.split(sep)[0] ?? ''));
  const isShared = folders.has('domain') || folders.has('lib');
  for (const [name, child] of system.children) {
    if (name === 'nats-server' || !(isShared || folders.has(name))) continue;
    say(`${name} starts again with what was saved`);
    await child.restart();
  }
}

/** Gathers what is saved in a folder until it settles, then tells the paths within it. */
function watchFolder(
  folder: string,
  onSaved: (paths: string[]) => void | Promise<void>,
): FSWatcher {
  const saved = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  return watch(join(root, folder), { recursive: true }, (_, path) => {
    if (!path || !/\.(ts|proto|sql)$/.test(path)) return;
    saved.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const paths = [...saved];
      saved.clear();
      void Promise.resolve(onSaved(paths)).catch((error) => console.error(String(error)));
    }, settleMs);
  });
}
