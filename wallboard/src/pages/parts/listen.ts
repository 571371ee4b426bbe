/**
 * Listens to a stream of changes of the gateway for as long as the page is open. The browser
 * connects again by itself; what was told while it was away is made up for by one call more.
 *
 * @returns the way to stop.
 */
export function listen(path: string, changed: () => void): () => void {
  const source = new EventSource(path);
  let isOpen = false;
  source.addEventListener('open', () => {
    if (isOpen) changed();
    isOpen = true;
  });
  source.addEventListener('message', () => changed());
  return () => source.close();
}
