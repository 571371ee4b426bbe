// Keeps the agent's pages for when there is no network, and shows messages of changes.
// What the pages know of a person is kept by the pages themselves, never here.
const shell = 'floorcast-shell';
/** The page, its build and its icons: some twenty files. Older builds are dropped beyond this. */
const mostKept = 120;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  // A name with a hash never changes; what has none is asked for first.
  if (url.pathname.startsWith('/assets/')) event.respondWith(keptOrAsked(request));
  else if (request.mode === 'navigate') event.respondWith(askedOrKept(request, '/me'));
  else if (/\.(svg|png|webmanifest)$/.test(url.pathname)) {
    event.respondWith(askedOrKept(request, url.pathname));
  }
});

self.addEventListener('push', (event) => {
  const {
    title = 'Floorcast',
    body = '',
    url = '/me',
    tag = 'schedule',
  } = event.data?.json() ?? {};
  const icon = '/agent-icon-192.png';
  event.waitUntil(self.registration.showNotification(title, { body, tag, icon, data: { url } }));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.url ?? '/me'));
});

async function open(url) {
  const windows = await self.clients.matchAll({ type: 'window' });
  const mine = windows.find((one) => new URL(one.url).pathname.startsWith('/me'));
  return mine ? mine.focus() : self.clients.openWindow(url);
}

async function keptOrAsked(request) {
  const cache = await caches.open(shell);
  return (await cache.match(request)) ?? keep(cache, request, await fetch(request));
}

async function askedOrKept(request, key) {
  const cache = await caches.open(shell);
  try {
    return await keep(cache, key, await fetch(request));
  } catch (error) {
    const kept = await cache.match(key);
    if (kept) return kept;
    throw error;
  }
}

async function keep(cache, key, response) {
  if (response.ok) {
    await cache.put(key, response.clone());
    const keys = await cache.keys();
    await Promise.all(
      keys.slice(0, Math.max(0, keys.length - mostKept)).map((one) => cache.delete(one)),
    );
  }
  return response;
}
