/** Records the commands that a client sends, for `bare.mjs replay`. */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';

/** Calls `use` with the port of a proxy to the server; then writes what the busiest connection has sent into the file. */
export async function record(server, file, use) {
  const sent = [];
  const proxy = createServer((client) => {
    const chunks = [];
    sent.push(chunks);
    const upstream = connect(server.port, '127.0.0.1');
    client.on('data', (chunk) => chunks.push(chunk)).pipe(upstream);
    upstream.pipe(client);
    for (const socket of [client, upstream]) socket.on('error', () => [client, upstream].forEach((each) => each.destroy()));
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  try {
    await use(proxy.address().port);
  } finally {
    proxy.close();
  }
  const bytes = (chunks) => chunks.reduce((sum, { length }) => sum + length, 0);
  const [busiest] = sent.toSorted((a, b) => bytes(b) - bytes(a));
  await writeFile(file, busiest);
}
