import { type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import type { ClickHouse } from '../lib/clickhouse.ts';
import { encodeErasure } from '../lib/facts.ts';
import { peopleBucket, streams, subjects } from '../lib/subjects.ts';

/** What was deleted of a tenant. */
export interface Erased {
  facts: number;
  legs: number;
  intervals: number;
  messages: number;
  people: number;
}

/**
 * Deletes everything a tenant ever told: first out of the logs, so that no fold
 * reads it again, then names, then history.
 */
export async function eraseTenant(
  nats: NatsConnection,
  clickhouse: ClickHouse,
  tenant: string,
): Promise<Erased> {
  const messages = await eraseMessages(nats, tenant);
  const people = await erasePeople(nats, tenant);
  const deleted = async (table: string) => {
    const [row] = await clickhouse.select<{ rows: number }>(
      `SELECT count() AS rows FROM ${table} WHERE tenant = {tenant:String}`,
      { tenant },
      60,
    );
    // A mutation, not a mask: the rows leave the disk, and the call ends when they have.
    await clickhouse.command(
      `ALTER TABLE ${table} DELETE WHERE tenant = {tenant:String} SETTINGS mutations_sync = 2`,
      { tenant },
    );
    return row?.rows ?? 0;
  };
  const facts = await deleted('facts');
  const legs = await deleted('contact_legs');
  const intervals = (await deleted('queue_intervals')) + (await deleted('agent_intervals'));
  await deleted('state_snapshots');
  return { facts, legs, intervals, messages, people };
}

/**
 * First the erasure goes into the log, then all before it leaves. A live fold
 * that comes by it forgets the tenant, and one restarted from an older snapshot
 * comes by it too; what the tenant's sources tell after it counts from zero.
 */
async function eraseMessages(nats: NatsConnection, tenant: string): Promise<number> {
  const manager = await jetstreamManager(nats);
  const { name } = streams.facts;
  let purged = 0;
  for (const filter of await partitionsOf(manager, tenant)) {
    const erasure = await jetstream(nats).publish(filter, encodeErasure(tenant, Date.now()));
    purged += (await manager.streams.purge(name, { filter, seq: erasure.seq })).purged;
  }
  const backfill = { filter: subjects.backfillOfTenant(tenant) };
  return purged + (await manager.streams.purge(streams.backfill.name, backfill)).purged;
}

/** Every subject of the log that a fold may know the tenant from. */
async function partitionsOf(manager: JetStreamManager, tenant: string): Promise<string[]> {
  const filter = { subjects_filter: subjects.factsOfTenant(tenant) };
  const { state } = await manager.streams.info(streams.facts.name, filter);
  const known = Object.keys(state.subjects ?? {});
  // Trimmed out of the log, a tenant may still stand in a snapshot.
  return known.length > 0 ? known : [subjects.facts(tenant, 0)];
}

async function erasePeople(nats: NatsConnection, tenant: string): Promise<number> {
  const bucket = await new Kvm(nats).create(peopleBucket, { history: 1 });
  const keys: string[] = [];
  for await (const key of await bucket.keys(`${tenant}.*`)) keys.push(key);
  for (const key of keys) await bucket.purge(key);
  return keys.length;
}
