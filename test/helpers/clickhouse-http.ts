// A ClickHouse server for tests: the HTTP protocol as the stock client speaks it,
// over an engine in this process. Arguments: data folder, port.
import { createServer, type IncomingMessage } from 'node:http';
import { Session } from 'chdb';

const [folder = '', port = '0'] = process.argv.slice(2);
const session = new Session(folder);
// One session is one lane: requests take turns.
let lane: Promise<unknown> = Promise.resolve();

createServer((request, response) => {
  const answered = lane.then(() => answer(request));
  lane = answered.catch(() => undefined);
  answered.then(
    (body) => response.writeHead(200, { 'x-clickhouse-summary': '{}' }).end(body),
    (error: Error) => {
      const code = /Code: (\d+)/.exec(error.message)?.[1] ?? '1000';
      const told = error.message.startsWith('Code:')
        ? error.message
        : `Code: ${code}. DB::Exception: ${error.message}`;
      response.writeHead(500, { 'x-clickhouse-exception-code': code }).end(told);
    },
  );
}).listen(Number(port), '127.0.0.1', () => console.log('listening'));
process.once('disconnect', () => process.exit(0));

async function answer(request: IncomingMessage): Promise<Uint8Array | string> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const body = await bodyOf(request);
  if (url.pathname === '/ping') return 'Ok.\n';
  const query = url.searchParams.get('query');
  if (query && /^\s*INSERT/i.test(query)) return insert(query, body);
  // A parameter stands between quotes in SQL and is unescaped once more when read.
  const set = [...url.searchParams]
    .filter(([name]) => name.startsWith('param_'))
    .map(
      ([name, value]) =>
        `SET ${name} = '${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'; `,
    );
  const format = url.searchParams.get('default_format') ?? 'TabSeparated';
  const sql = `${set.join('')}${query ?? body.toString()}`;
  return (await session.queryAsync(sql, { format })).bytes();
}

async function insert(query: string, body: Buffer): Promise<string> {
  const parts = /INTO (\S+) \((.+?)\) SETTINGS (.+) FORMAT TabSeparated/.exec(query);
  if (!parts) throw new Error(`Code: 62. DB::Exception: not an insert: ${query} (SYNTAX_ERROR)`);
  const [, table = '', columns = '', given = ''] = parts;
  const settings = given.split(', ').map((one) => one.split(' = ') as [string, string]);
  await session.insert({
    table,
    columns: columns.split(', '),
    values: body,
    format: 'TabSeparated',
    settings: Object.fromEntries(
      settings.map(([name, value]) => [
        name,
        value.startsWith("'") ? value.slice(1, -1) : Number(value),
      ]),
    ),
  });
  return '';
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
