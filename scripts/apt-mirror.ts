import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where this machine gets its packages from, and which newer suites to look into. */
export interface AptMirror {
  uri: string;
  /** As in a source line: "[signed-by=/usr/share/keyrings/…]" or "". */
  options: string;
  components: string;
  /** Newest to oldest of those worth asking. */
  suites: string[];
}

/** The machine's own mirror from its apt configuration; null when it has none. */
export function readMirror(etc = '/etc/apt'): AptMirror | null {
  const entries = [...sourceFiles(etc, '.sources').flatMap(stanzas), ...listFiles(etc)];
  const main = entries.find(({ suite }) => !suite.includes('security'));
  if (!main) return null;
  const isUbuntu = main.components.includes('universe') || main.uri.includes('ubuntu');
  return {
    uri: main.uri,
    options: main.signedBy ? `[signed-by=${main.signedBy}]` : '',
    components: isUbuntu ? 'main universe' : 'main',
    suites: isUbuntu ? ['devel'] : ['testing', 'trixie-backports', 'trixie', 'sid'],
  };
}

interface Entry {
  uri: string;
  suite: string;
  components: string;
  signedBy: string;
}

/** Stanzas of the deb822 form: "Types: deb", "URIs: …", "Suites: …". */
function stanzas(text: string): Entry[] {
  return text.split(/\n\s*\n/).flatMap((stanza) => {
    const field = (name: string) =>
      new RegExp(`^${name}:[ \\t]*(.+)$`, 'im').exec(stanza)?.[1]?.trim() ?? '';
    const uri = field('URIs').split(/\s+/)[0] ?? '';
    const isOff = field('Enabled').toLowerCase() === 'no';
    if (!uri || isOff || !field('Types').split(/\s+/).includes('deb')) return [];
    // A key written into the stanza itself spans lines; apt then looks in its own key rings.
    const signedBy = field('Signed-By').startsWith('/') ? field('Signed-By') : '';
    return [{ uri, suite: field('Suites'), components: field('Components'), signedBy }];
  });
}

function listFiles(etc: string): Entry[] {
  const main = join(etc, 'sources.list');
  const texts = existsSync(main) ? [readFileSync(main, 'utf8')] : [];
  return [...texts, ...sourceFiles(etc, '.list')].flatMap((text) => {
    const lines = text.matchAll(/^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+(.+)$/gm);
    return [...lines].map(([, options = '', uri = '', suite = '', components = '']) => {
      const signedBy = /signed-by=(\S+)/.exec(options)?.[1] ?? '';
      return { uri, suite, components, signedBy };
    });
  });
}

function sourceFiles(etc: string, ending: string): string[] {
  const folder = join(etc, 'sources.list.d');
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith(ending));
  return names.sort().map((name) => readFileSync(join(folder, name), 'utf8'));
}
