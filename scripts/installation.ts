// What one installation on this machine consists of: its services, their doors, its folder.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DomainError } from '../services/domain/domain-error.ts';
import { splitAddress } from '../services/lib/admin.ts';
import { type Env, optionalText, text, wholeNumber } from '../services/lib/config.ts';

/** A program of ours that runs for as long as the installation does. */
export interface Service {
  name: string;
  /** Where its `/readyz` answers. */
  admin: string;
  /** Started, and ready, before the next stage is started. */
  stage: number;
}

/** An address one of the programs listens on. */
export interface Door {
  address: string;
  /** The variable that moves it. */
  variable: string;
}

export interface Installation {
  root: string;
  /** Folder of everything kept: log streams, history, logs. Absolute. */
  data: string;
  services: Service[];
  doors: Door[];
  nats: { url: string /** Null when an outside server is used. */; listen: string | null };
  /** The one address people open. */
  wall: string;
  /** The user's own sources; null = none, so the simulated centre runs. */
  sources: string | null;
  /** What every program gets in its environment. */
  env: Env;
}

const firstPort = 7100;

/** Doors by variable and default port. Nothing but these is listened on. */
const doorPorts = {
  GATEWAY_HTTP: 7100,
  GATEWAY_ADMIN: 7200,
  ACD_INGEST_HTTP: 7110,
  ACD_INGEST_GRPC: 7111,
  ACD_INGEST_ADMIN: 7210,
  DIRECTORY_GRPC: 7121,
  DIRECTORY_ADMIN: 7221,
  AGENT_STATUS_GRPC: 7131,
  AGENT_STATUS_ADMIN: 7231,
  QUEUE_METRICS_GRPC: 7141,
  QUEUE_METRICS_ADMIN: 7241,
  EVENT_ARCHIVE_GRPC: 7151,
  EVENT_ARCHIVE_ADMIN: 7251,
  STAFFING_FORECAST_GRPC: 7161,
  STAFFING_FORECAST_ADMIN: 7261,
  SHIFT_SCHEDULING_GRPC: 7171,
  SHIFT_SCHEDULING_ADMIN: 7271,
  SCORECARDS_GRPC: 7181,
  SCORECARDS_ADMIN: 7281,
  SIMULATOR_CONTROL: 7190,
};
const natsPort = 7222;

/** Settings are read from the directory, so it is there before the others ask. */
const stages = [
  ['directory'],
  [
    ...['event-archive', 'acd-ingest', 'queue-metrics', 'agent-status', 'staffing-forecast'],
    ...['shift-scheduling', 'scorecards', 'gateway'],
  ],
];

/**
 * Reads the installation from the environment. `FLOORCAST_PORT_BASE` moves all
 * ports together (7100 is the default), each variable moves one.
 */
export function readInstallation(root: string, env: Env): Installation {
  const shift =
    wholeNumber(env, 'FLOORCAST_PORT_BASE', { fallback: firstPort, min: 1024, max: 65_000 }) -
    firstPort;
  const doors = Object.entries(doorPorts).map(([variable, port]) => {
    return { variable, address: address(env, variable, port + shift) };
  });
  const data = resolve(root, text(env, 'FLOORCAST_DATA', '.data'));
  const nats = readNats(env, natsPort + shift);
  const sources = readSources(env, data);
  const own = nats.listen ? [{ variable: 'FLOORCAST_NATS_LISTEN', address: nats.listen }] : [];
  return {
    root,
    data,
    services: servicesThere(root, doors),
    doors: [...own, ...doors],
    nats,
    wall: `http://${addressOf(doors, 'GATEWAY_HTTP')}`,
    sources,
    env: {
      ...env,
      ...Object.fromEntries(doors.map((door) => [door.variable, door.address])),
      FLOORCAST_DATA: data,
      FLOORCAST_NATS_URL: nats.url,
      ...(sources ? { FLOORCAST_SOURCES: sources } : {}),
      NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'),
    },
  };
}

function address(env: Env, variable: string, port: number): string {
  const given = text(env, variable, `127.0.0.1:${port}`);
  try {
    splitAddress(given);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError('invalid', `${variable} is wrong: ${error.message}`);
  }
  return given;
}

function readNats(env: Env, port: number): Installation['nats'] {
  const outside = optionalText(env, 'FLOORCAST_NATS_URL');
  if (outside) return { url: outside, listen: null };
  const listen = address(env, 'FLOORCAST_NATS_LISTEN', port);
  return { url: `nats://${listen}`, listen };
}

function readSources(env: Env, data: string): string | null {
  const given = optionalText(env, 'FLOORCAST_SOURCES');
  if (given && !existsSync(given)) {
    throw new DomainError('invalid', `FLOORCAST_SOURCES is "${given}", but there is no such file`);
  }
  const usual = join(data, 'sources.json');
  return given ? resolve(given) : existsSync(usual) ? usual : null;
}

function servicesThere(root: string, doors: Door[]): Service[] {
  return stages.flatMap((names, stage) =>
    names
      .filter((name) => existsSync(join(root, 'services', name, 'main.ts')))
      .map((name) => {
        const variable = `${name.replaceAll('-', '_').toUpperCase()}_ADMIN`;
        return { name, stage, admin: addressOf(doors, variable) };
      }),
  );
}

function addressOf(doors: Door[], variable: string): string {
  const door = doors.find((each) => each.variable === variable);
  if (!door) throw new Error(`no door is named ${variable}`);
  return door.address;
}
