/** A proxy before a server on loopback that keeps what clients send for some ms: slow-link.mjs PORT MS. Prints its own port. */
import { connect, createServer } from 'node:net';

const [port, ms] = process.argv.slice(2).map(Number);

const proxy = createServer((client) => {
  const server = connect({ host: '127.0.0.1', port });
  const end = () => {
    client.destroy();
    server.destroy();
  };
  for (const socket of [client, server]) socket.setNoDelay(true).on('error', end).on('close', end);
  client.on('data', (chunk) => setTimeout(() => server.destroyed || server.write(chunk), ms));
  server.on('data', (chunk) => client.write(chunk));
});
proxy.listen(0, '127.0.0.1', () => console.log(proxy.address().port));
process.stdin.resume().on('end', () => process.exit());
