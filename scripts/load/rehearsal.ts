// An installation of its own on free ports, with a source of load per tenant: for
// measuring and for breaking things.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Installation, readInstallation } from '../installation.ts';
import { type System, startSystem } from '../system.ts';

/** A running installation, and its stages. */
export interface House {
  installation: Installation;
  system: System;
  /** A tenant with a source and a wall of its own. */
  stage: (tenant: RehearsalTenant) => Promise<Rehearsal>;
  /** Ends it and removes its folder. */
  stop: () => Promise<void>;
}

/** What one rehearsal plays on. */
export interface Rehearsal {
  installation: Installation;
  system: System;
  tenant: string;
  /** The door of ingest for the tenant's source. */
  door: LoadDoor;
  /** The same for a second source of the same site, where the tenant has one. */
  secondDoor: LoadDoor | null;
  /** The gateway's address. */
  wall: string;
  /** A supervisor of the tenant. */
  cookie: string;
}

/** Tenants a rehearsal may use: what one tells does not stand in the other's figures. */
export type RehearsalTenant = 'pixel' | 'chaos' | 'clock';
const tenants: readonly RehearsalTenant[] = ['pixel', 'chaos', 'clock'];

/** Where one source tells its facts. */
export interface LoadDoor {
  url: string;
  token: string;
  source: string;
}

export const rehearsalSite = 'hall';

/** Starts the whole installation on ports from `portBase`, in a folder of its own. */
export async function startHouse(portBase: number, say: (line: string) => void): Promise<House> {
  const data = mkdtempSync(join(tmpdir(), 'floorcast-rehearsal-'));
  const doors = tenants.flatMap((tenant) =>
    (tenant === 'clock' ? ['load', 'second'] : ['load']).map((name) => ({
      source: `${name}-${tenant}`,
      token: randomUUID(),
      tenant,
    })),
  );
  const sources = doors.map(({ source, token, tenant }) => {
    return { id: source, tenant, site: rehearsalSite, kind: 'cloudevents', token };
  });
  writeFileSync(join(data, 'sources.json'), JSON.stringify({ sources }), { mode: 0o600 });
  const env = { ...process.env, FLOORCAST_DATA: data, FLOORCAST_PORT_BASE: String(portBase) };
  const installation = readInstallation(join(import.meta.dirname, '..', '..'), env);
  const system = await startSystem(installation, { say, simulate: false });
  const url = `http://${installation.env.ACD_INGEST_HTTP}`;
  return {
    installation,
    system,
    stage: async (tenant) => {
      const [door, second] = doors.filter((one) => one.tenant === tenant);
      if (!door) throw new Error(`no door was made for ${tenant}`);
      const cookie = await actAs(installation.wall, tenant);
      return {
        installation,
        system,
        tenant,
        wall: installation.wall,
        cookie,
        door: { ...door, url },
        secondDoor: second ? { ...second, url } : null,
      };
    },
    stop: async () => {
      await system.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** The cookie of a supervisor of a tenant. */
async function actAs(wall: string, tenant: string): Promise<string> {
  const answer = await fetch(`${wall}/v1/acting`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: wall },
    body: JSON.stringify({ tenant, role: 'supervisor', person: '' }),
  });
  if (!answer.ok) throw new Error(`acting was refused: ${answer.status} ${await answer.text()}`);
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}
