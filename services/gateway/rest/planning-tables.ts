import type { FastifyReply } from 'fastify';
import { toCsv } from '../csv.ts';

/** JSON, or the rows of one field as a table for download. */
export function tabled(
  reply: FastifyReply,
  json: unknown,
  { rows, wanted, name }: { rows: string; wanted: string; name: string },
): unknown {
  if (wanted !== 'csv') return json;
  const table = toCsv((json as Record<string, Record<string, unknown>[]>)[rows] ?? []);
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="floorcast-${name}.csv"`)
    .send(table);
}
