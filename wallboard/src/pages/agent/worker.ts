/** The page's helper in the background: keeps the pages for when there is no network, and tells of changes. */

/** Registers it where the browser has such a thing; without one the pages work all the same. */
export function registerWorker(): void {
  void navigator.serviceWorker?.register('/agent-worker.js', { scope: '/me' }).catch(() => null);
}

/** May and can this browser be told of changes. */
export function pushStanding(): 'none' | 'refused' | 'possible' {
  if (!('serviceWorker' in navigator) || !('PushManager' in globalThis)) return 'none';
  return Notification.permission === 'denied' ? 'refused' : 'possible';
}

/** The browser's present subscription; null = none. */
export async function pushSubscription(): Promise<PushSubscription | null> {
  if (pushStanding() === 'none') return null;
  const registration = await navigator.serviceWorker.getRegistration('/me');
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/**
 * Asks the person and subscribes.
 *
 * @param key - the gateway's public key, base64url.
 */
export async function subscribePush(key: string): Promise<PushSubscriptionJSON> {
  const registration = await navigator.serviceWorker.register('/agent-worker.js', { scope: '/me' });
  await navigator.serviceWorker.ready;
  const applicationServerKey = bytesOf(key);
  const options = { userVisibleOnly: true, applicationServerKey };
  return (await registration.pushManager.subscribe(options)).toJSON();
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}
