// An installation of its own on free ports, with one source of load: for
// measuring and for breaking things.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Installation, readInstallation } from '../installation.ts';
import { type System, startSystem } from '../system.ts';

/** A running rehearsal. */
export interface Rehearsal {
  installation: Installation;
  system: System;
  /** Ends it and removes its folder. */
  stop: () => Promise<void>;
  /** The door of ingest for its one source. */
  door: { url: string; token: string; source: string };
  /** The gateway's address. */
  wall: string;
  /** A supervisor of its tenant. */
  cookie: string;
}

export const rehearsalTenant = 'rehearsal';
export const rehearsalSite = 'hall';
const source = 'load';
const token = 'a-token-of-the-rehearsal-only';

/** Starts the whole installation on ports from `portBase`, in a folder of its own. */
export async function startRehearsal(
  portBase: number,
  say: (line: string) => void,
): Promise<Rehearsal> {
  const data = mkdtempSync(join(tmpdir(), 'floorcast-rehearsal-'));
  mkdirSync(data, { recursive: true });
  const sources = [
    { id: source, tenant: rehearsalTenant, site: rehearsalSite, kind: 'cloudevents', token },
  ];
  writeFileSync(join(data, 'sources.json'), JSON.stringify({ sources }));
  const env = { ...process.env, FLOORCAST_DATA: data, FLOORCAST_PORT_BASE: String(portBase) };
  const installation = readInstallation(join(import.meta.dirname, '..', '..'), env);
  const system = await startSystem(installation, { say, simulate: false });
  const door = installation.env.ACD_INGEST_HTTP;
  return {
    installation,
    system,
    stop: async () => {
      await system.stop();
      rmSync(data, { recursive: true, force: true });
    },
    door: { url: `http://${door}`, token, source },
    wall: installation.wall,
    cookie: await actAs(installation.wall),
  };
}

/** The cookie of a supervisor of the rehearsal's tenant. */
async function actAs(wall: string): Promise<string> {
  const answer = await fetch(`${wall}/v1/acting`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: wall },
    body: JSON.stringify({ tenant: rehearsalTenant, role: 'supervisor', person: '' }),
  });
  if (!answer.ok) throw new Error(`acting was refused: ${answer.status} ${await answer.text()}`);
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}
