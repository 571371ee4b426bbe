// deploy/ is checked without a container engine: everything parses, and agrees with the services.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { parse, parseAllDocuments } from 'yaml';
import { readInstallation } from '../scripts/installation.ts';
import { findNats } from '../scripts/nats.ts';

const root = join(import.meta.dirname, '..');
const { services, doors } = readInstallation(root, {});
const text = (path: string) => readFileSync(join(root, path), 'utf8');

/** The little of a manifest that is looked at. */
interface Manifest {
  kind: string;
  metadata: { name: string };
  spec: { template: { spec: { containers: Container[] } } };
}

interface Container {
  image: string;
  args: string[];
  env: { name: string; value?: string }[];
  ports: { name: string; containerPort: number }[];
}

t.test('every service runs in compose, from an entry that exists', async (t) => {
  const compose = parse(text('deploy/compose.yaml'), { merge: true });
  for (const { name } of services) {
    const entry = `services/${name}/main.ts`;
    t.same(compose.services[name]?.command, [entry], `${name} runs its main`);
    t.equal(compose.services[name]?.network_mode, 'host', `${name} stays on loopback`);
  }
  const known = ['nats', ...services.map(({ name }) => name)];
  const strange = Object.keys(compose.services).filter(
    (name) => !known.includes(name) && !existsSync(join(root, 'services', name)),
  );
  t.same(strange, [], 'no service is left over');
});

t.test('every service is one workload in Kubernetes, on the ports that it has', async (t) => {
  const { resources, configMapGenerator } = parse(text('deploy/kustomization.yaml'));
  for (const path of configMapGenerator.flatMap(({ files }: { files: string[] }) => files)) {
    t.ok(existsSync(join(root, 'deploy', path)), `${path} exists`);
  }
  t.same(
    [...resources].sort(),
    globSync('kubernetes/*.yaml', { cwd: join(root, 'deploy') }).sort(),
    'every manifest is applied',
  );
  const manifests = resources.flatMap((path: string) =>
    manifestsIn(`deploy/${path}`),
  ) as Manifest[];
  for (const { name, admin } of services) {
    const workload = manifests.find(
      ({ kind, metadata }) => /^(Deployment|StatefulSet)$/.test(kind) && metadata.name === name,
    );
    const container = workload?.spec.template.spec.containers[0];
    t.same(container?.args, [`services/${name}/main.ts`], `${name} runs its main`);
    const port = container?.ports.find((each) => each.name === 'admin')?.containerPort;
    t.equal(port, Number(admin.split(':')[1]), `${name} is probed where it answers`);
    const variables = doors.map(({ variable }) => variable);
    const set = container?.env
      .map((each) => each.name)
      .filter((each) => each.includes(prefix(name)));
    const unknown = set?.filter((each) => !variables.includes(each) && !each.includes('_TLS_'));
    t.same(unknown, [], `${name} knows each variable it is given`);
  }
});

t.test('nats-server accepts its configurations', async (t) => {
  const nats = findNats(root);
  if (!nats) return t.fail('no nats-server: npm test installs one');
  for (const config of ['single', 'cluster']) {
    const path = join(root, 'deploy', 'nats', `${config}.conf`);
    const env = { NATS_STORE: t.testdir(), NATS_NAME: 'nats-0', NATS_CLUSTER_PASSWORD: 'secret' };
    const { status, stderr } = spawnSync(nats, ['-t', '-c', path], { env, encoding: 'utf8' });
    t.equal(status, 0, `${config}.conf: ${stderr}`);
    t.match(
      text(`deploy/nats/${config}.conf`),
      /^\s*sync_interval: always$/m,
      'accepted = on disk',
    );
  }
});

t.test('the image is built from what is there', async (t) => {
  const copies = text('deploy/Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm);
  const sources = [...copies].flatMap(([, paths = '']) => paths.split(' '));
  t.ok(sources.length > 5);
  for (const path of sources) t.ok(existsSync(join(root, path)), `${path} exists`);
});

function manifestsIn(path: string): unknown[] {
  return parseAllDocuments(text(path)).map((document) => {
    if (document.errors[0]) throw new Error(`${path}: ${document.errors[0].message}`);
    return document.toJS();
  });
}

function prefix(service: string): string {
  return service.replaceAll('-', '_').toUpperCase();
}
