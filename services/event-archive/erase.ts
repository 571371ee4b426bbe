import { jetstreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import type { ClickHouse } from '../lib/clickhouse.ts';
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

async function eraseMessages(nats: NatsConnection, tenant: string): Promise<number> {
  const manager = await jetstreamManager(nats);
  const facts = { filter: subjects.factsOfTenant(tenant) };
  const backfill = { filter: subjects.backfillOfTenant(tenant) };
  const some = await manager.streams.purge(streams.facts.name, facts);
  const more = await manager.streams.purge(streams.backfill.name, backfill);
  return some.purged + more.purged;
}

async function erasePeople(nats: NatsConnection, tenant: string): Promise<number> {
  const bucket = await new Kvm(nats).create(peopleBucket, { history: 1 });
  const keys: string[] = [];
  for await (const key of await bucket.keys(`${tenant}.*`)) keys.push(key);
  for (const key of keys) await bucket.purge(key);
  return keys.length;
}
