import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { DomainError } from '../domain/domain-error.ts';

/** The built pages. */
export interface Pages {
  /** Changes with every build: a screen that runs another one reloads at a quiet hour. */
  version: () => string;
}

const yearS = 365 * 24 * 3600;
/** The build is looked at again so often. */
const lookMs = 5_000;

/** Watches the build for its version. Until it is built the version is empty. */
export function openPages(folder: string): Pages {
  const index = join(folder, 'index.html');
  let looked = { atMs: 0, modifiedMs: -1, version: '' };
  return {
    version: () => {
      if (Date.now() - looked.atMs < lookMs) return looked.version;
      const modifiedMs = existsSync(index) ? statSync(index).mtimeMs : 0;
      const version = modifiedMs === looked.modifiedMs ? looked.version : versionOf(index);
      looked = { atMs: Date.now(), modifiedMs, version };
      return version;
    },
  };
}

/** The page names every file it loads by the hash of its content, so its own hash is the build's. */
function versionOf(index: string): string {
  if (!existsSync(index)) return '';
  return createHash('sha256').update(readFileSync(index)).digest('hex').slice(0, 12);
}

/** Serves the pages: files with a hash in their name for ever, the page itself never from a cache. */
export async function servePages(app: FastifyInstance, folder: string): Promise<void> {
  const root = resolve(folder);
  await app.register(fastifyStatic, {
    root,
    index: false,
    wildcard: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const hashed = path.startsWith(join(root, 'assets'));
      const kept = hashed ? `public, max-age=${yearS}, immutable` : 'no-cache';
      void reply.header('cache-control', kept);
    },
  });
  // The folder itself has no listing: the first address people open is the page.
  app.get('/', { schema: { hide: true } }, async (_, reply) => sendPage(reply, root));
  app.setNotFoundHandler(async (request, reply) => {
    const [path = ''] = request.url.split('?');
    const page = request.method === 'GET' && !/^\/(v1|api|schemas)\/|\.\w+$/.test(path);
    if (!page) throw new DomainError('not-found', `nothing answers ${request.method} ${path}`);
    return sendPage(reply, root);
  });
}

/** Every page is one page: which board it shows is in its address. */
function sendPage(reply: FastifyReply, root: string) {
  if (!existsSync(join(root, 'index.html'))) {
    throw new DomainError('unavailable', `the pages are not built: ${root} has no index.html`);
  }
  return reply.header('cache-control', 'no-cache').sendFile('index.html');
}
