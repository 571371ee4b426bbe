// What no linter knows about this repository. Each rule fails with a sentence that says what to do.
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import t from 'tap';

const root = join(import.meta.dirname, '..');
const unkept =
  /^(\.git|\.tap|\.local|\.data|node_modules|proto\/gen|wallboard\/dist|test\/fixtures)(\/|$)/;
const files = globSync(['**/*', '.*', '.github/**/*', '.ci/*'], {
  cwd: root,
  exclude: (path) => unkept.test(path),
})
  .filter((path) => statSync(join(root, path)).isFile())
  .sort();
const texts = new Map(files.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
const product = files.filter((path) => /^(services|wallboard\/src|scripts)\//.test(path));
const code = product.filter((path) => /\.(ts|svelte|mjs)$|^scripts\/[a-z]+$/.test(path));
const domain = code.filter((path) => path.startsWith('services/domain/'));

t.test('the top level is the fixed list, so a newcomer learns it once', async (t) => {
  const folders = ['services', 'proto', 'wallboard', 'deploy', 'scripts', 'test'];
  const beside = ['package.json', 'package-lock.json', 'tsconfig.json', 'README.md', 'LICENSE'];
  const top = new Set(files.map((path) => path.split('/')[0] ?? ''));
  const foreign = [...top].filter(
    (name) => !name.startsWith('.') && ![...folders, ...beside].includes(name),
  );
  t.same(foreign, [], 'put it into one of the folders of the code map');
});

t.test('a product file has at most 300 lines', async (t) => {
  const long = code.filter((path) => text(path).split('\n').length > 301);
  t.same(long, [], 'split it where the reader would turn a page');
});

t.test('no folder or file is named for what it is not', async (t) => {
  const empty = /^(utils?|commons?|helpers?|types|index|misc|shared|base|manager)$/;
  const named = code.filter((path) =>
    path.split('/').some((part) => empty.test(part.replace(/\..*$/, ''))),
  );
  t.same(named, [], 'name it for the one thing it holds');
});

t.test('files are kebab-case, components PascalCase', async (t) => {
  const odd = code.filter((path) => {
    const name = basename(path);
    return name.endsWith('.svelte')
      ? !/^[A-Z][A-Za-z0-9]*\.svelte$/.test(name)
      : !/^\d*[a-z0-9]+(-[a-z0-9]+)*(\.svelte)?(\.ts|\.mjs)?$/.test(name);
  });
  t.same(odd, [], 'rename it');
});

t.test(
  'the domain asks the world nothing: no clock, chance, environment, log or promise',
  async (t) => {
    const worldly =
      /\b(Date\.now|new Date\(\)|Math\.random|crypto\.|process\.|console\.|performance\.|setTimeout|setInterval|fetch\(|await |Promise\b|Temporal\.Now)/;
    t.same(codeLinesWith(domain, worldly), [], 'let the caller pass it in');
  },
);

t.test('every exported function of domain and lib says what it does', async (t) => {
  const libraries = code.filter((path) => /^services\/(domain|lib)\//.test(path));
  const silent = libraries.flatMap((path) => {
    const lines = text(path).split('\n');
    return lines.flatMap((line, index) => {
      const isExport = /^export (async )?(function\*?|class|const|interface|type) /.test(line);
      return isExport && !lines[index - 1]?.endsWith('*/') ? [`${path}: ${line}`] : [];
    });
  });
  t.same(silent, [], 'write a TSDoc comment: why, unit, source, absence');
});

t.test('the environment is read only where a program begins', async (t) => {
  const inside = code.filter(
    (path) => !path.startsWith('scripts/') && !/\/(config|main)\.ts$/.test(path),
  );
  t.same(codeLinesWith(inside, /process\.env|import\.meta\.env/), [], 'pass it in from config.ts');
});

t.test('a subject is spelled only in lib/subjects.ts', async (t) => {
  const others = code.filter((path) => path !== 'services/lib/subjects.ts');
  const subject = /['"`](fact|backfill|decision|parked|live|alive)\.(\$\{|\*|>|[a-z-]+\.)/;
  t.same(codeLinesWith(others, subject), [], 'take it from subjects');
});

t.test('a main is wiring: it fits on one screen', async (t) => {
  const mains = code.filter((path) => /^services\/[^/]+\/main\.ts$/.test(path));
  const long = mains.filter((path) => text(path).split('\n').length > 61);
  t.same(long, [], 'move what is no wiring into a file with a name');
});

t.test('no promise to do it later stands in the code', async (t) => {
  const later = new RegExp(['TO', 'DO|FIX', 'ME|XX', 'X\\b|HA', 'CK\\b'].join(''));
  t.same(linesWith(files.filter(isText), later), [], 'do it, or file it');
});

t.test('nothing names a machine or a package registry', async (t) => {
  const machine = new RegExp(
    [
      '/(work|root|home)/[a-z]',
      'registry\\.npm',
      'npmmirror',
      'pypi\\.org',
      'sk-[a-zA-Z0-9]{20}',
    ].join('|'),
  );
  const own = files.filter((path) => isText(path) && path !== 'test/tidy.test.ts');
  t.same(linesWith(own, machine), [], 'use a relative path, or the machine’s own configuration');
});

t.test('every link in the documents leads somewhere', async (t) => {
  const documents = files.filter((path) => path.endsWith('.md'));
  const broken = documents.flatMap((path) => {
    const links = text(path).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g);
    return [...links]
      .map(([, link = '']) => link)
      .filter((link) => !existsSync(join(root, dirname(path), link)))
      .map((link) => `${path}: ${link}`);
  });
  t.same(broken, [], 'correct the link');
});

t.test('decisions are numbered without a hole and have one form', async (t) => {
  const decisions = files.filter((path) => path.startsWith('.github/decisions/'));
  t.ok(decisions.length > 0);
  for (const [index, path] of decisions.entries()) {
    const number = String(index + 1).padStart(4, '0');
    t.match(basename(path), new RegExp(`^${number}-[a-z0-9-]+\\.md$`), `${path} has its number`);
    t.match(text(path), new RegExp(`^# ${number}\\. `), `${path} begins with its number`);
    for (const part of ['Context', 'Decision', 'Consequences']) {
      t.match(text(path), `\n## ${part}\n`, `${path} has its ${part}`);
    }
  }
});

t.test('a test stands where its source stands', async (t) => {
  const mirrored = files.filter((path) =>
    /^test\/(domain|services|wallboard)\/.*\.test\.ts$/.test(path),
  );
  const astray = mirrored.filter(
    (path) => !sourcesOf(path).some((source) => existsSync(join(root, source))),
  );
  t.same(astray, [], 'name it for the file or folder it tests, or tell a story in test/path');
});

t.test('one event, ten files, straight down: each names the next', async (t) => {
  const path = eventPath();
  t.ok(path.length >= 10, `README.md lists ${path.length} files of the event path`);
  for (const [index, file] of path.entries()) {
    const next = path[index + 1];
    if (!t.ok(existsSync(join(root, file)), `${file} exists`) || !next) continue;
    t.ok(names(file, next), `${file} imports ${next}, or says that it goes on there`);
  }
});

/** The files of README's table, in order: the first path of each row. */
function eventPath(): string[] {
  const readme = texts.get('README.md') ?? '';
  const part = /## One event[^\n]*\n([\s\S]*?)(\n## |$)/.exec(readme)?.[1] ?? '';
  const rows = part.split('\n').filter((line) => /^\s*(\||\d+\.)/.test(line));
  return rows.flatMap((row) => {
    const path = /[`[]([a-z][\w/.-]*\.(?:ts|svelte))[`\]]/.exec(row)?.[1];
    return path ? [path] : [];
  });
}

function names(file: string, next: string): boolean {
  const short = next.split('/').slice(-2).join('/');
  const said = readFileSync(join(root, file), 'utf8');
  return (
    said.includes(short) || new RegExp(`from '[^']*/${RegExp.escape(basename(next))}'`).test(said)
  );
}

function sourcesOf(test: string): string[] {
  const stem = test.replace(/^test\//, '').replace(/\.test\.ts$/, '');
  // A service is tested as a whole, through its doors: its folder is enough.
  const [, service] = /^services\/([^/]+)\/./.exec(stem) ?? [];
  if (service && service !== 'lib') return [`services/${service}`];
  // The wall too, by what is seen on it.
  if (stem.startsWith('wallboard/')) return ['wallboard/src'];
  const places = /^(domain|services)\//.test(stem)
    ? [`services/${stem.replace(/^services\//, '')}`]
    : [stem];
  return places.flatMap((place) => [
    place,
    ...['.ts', '.svelte', '.svelte.ts', '.mjs'].map((end) => place + end),
  ]);
}

/** Lines with a pattern, as "file:line: text". */
function linesWith(paths: string[], pattern: RegExp): string[] {
  return paths.flatMap((path) =>
    text(path)
      .split('\n')
      .map((line, index) => ({ line, at: `${path}:${index + 1}: ${line.trim()}` }))
      .filter(({ line }) => pattern.test(line))
      .map(({ at }) => at),
  );
}

/** The same without comments, which may speak of what the code must not do. */
function codeLinesWith(paths: string[], pattern: RegExp): string[] {
  return linesWith(paths, pattern).filter((at) => !/^\S+: (\/\/|\*|\/\*)/.test(at));
}

function isText(path: string): boolean {
  return !/\.(png|jpe?g|woff2?|ico|gz|gif)$|^package-lock\.json$|^LICENSE$/.test(path);
}

function text(path: string): string {
  return texts.get(path) ?? '';
}
