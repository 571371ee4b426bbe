import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '../domain/domain-error.ts';
import type { ClickHouse } from './clickhouse.ts';
import { tsvInstant, tsvRow } from './clickhouse-rows.ts';

/**
 * Brings the tables to the newest numbered file (`0001_facts.sql`, ...): each
 * is applied once, in order, and recorded. A file that was changed after it was
 * applied is refused: a correction is a new file.
 *
 * A file is SQL whose statements end in ";" at the end of a line, with two marks:
 * `{on_cluster}` and `{replicated}`, empty on one machine; with a cluster,
 * `ON CLUSTER name` and the prefix of the replicated engines.
 *
 * @returns how many were applied now.
 */
export async function migrate(
  clickhouse: ClickHouse,
  { folder, cluster }: { folder: string; cluster: string | null },
): Promise<number> {
  await clickhouse.command(forCluster(migrationsTable, cluster));
  const known = await appliedChecksums(clickhouse);
  let applied = 0;
  for (const { number, name, sql } of await migrationFiles(folder)) {
    const checksum = createHash('sha256').update(sql).digest('hex');
    const before = known.get(number);
    if (before === checksum) continue;
    if (before !== undefined) {
      const sentence = `migration ${name} was changed after it was applied; write a new one`;
      throw new DomainError('conflict', sentence);
    }
    for (const statement of statements(forCluster(sql, cluster))) {
      await clickhouse.command(statement);
    }
    await clickhouse.insert({
      table: 'migrations',
      columns: ['number', 'name', 'checksum', 'applied_at'],
      lines: tsvRow([number, name, checksum, tsvInstant(Date.now())]),
    });
    applied += 1;
  }
  return applied;
}

const migrationsTable = `
  CREATE TABLE IF NOT EXISTS migrations {on_cluster}
  (number UInt32, name String, checksum String, applied_at DateTime64(3, 'UTC'))
  ENGINE = {replicated}MergeTree ORDER BY number`;

async function appliedChecksums(clickhouse: ClickHouse): Promise<Map<number, string>> {
  const sql = 'SELECT number, checksum FROM migrations ORDER BY number LIMIT 10000';
  const rows = await clickhouse.select<{ number: number; checksum: string }>(sql);
  return new Map(rows.map(({ number, checksum }) => [number, checksum]));
}

async function migrationFiles(folder: string) {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_.+\.sql$/.test(name)).sort();
  return await Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name), 'utf8');
      return { number: Number(name.slice(0, 4)), name, sql };
    }),
  );
}

function forCluster(sql: string, cluster: string | null): string {
  if (cluster !== null && !/^[A-Za-z0-9_]+$/.test(cluster)) {
    throw new DomainError('invalid', `cluster "${cluster}" must be letters, digits and "_"`);
  }
  return sql
    .replaceAll('{on_cluster}', cluster === null ? '' : `ON CLUSTER ${cluster}`)
    .replaceAll('{replicated}', cluster === null ? '' : 'Replicated');
}

function statements(sql: string): string[] {
  return sql
    .replace(/^\s*--.*$/gm, '')
    .split(/;\s*$/m)
    .map((one) => one.trim())
    .filter(Boolean);
}
