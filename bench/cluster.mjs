/** A cluster of three masters, each with the keys of its slots. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadKeyspace } from '../dist/lib/demo/load.js';
import { slotOfKey } from '../dist/lib/redis/cluster.js';
import { audit, bare, firstLine, median } from './measure.mjs';

const HOST = '127.0.0.1';
const MASTERS = 3;
const SLOTS = 16_384;
const FIRST_PORT = 27_311;
const WAIT_MS = 200;

const firstSlot = (node) => Math.round((SLOTS / MASTERS) * node);
const ownerOf = (slot) => Array.from({ length: MASTERS }, (_, node) => node).findLast((node) => firstSlot(node) <= slot);

/** The commands about keys of one node. */
function* commandsOf(node, commands) {
  for (const command of commands) if (ownerOf(slotOfKey(command[1])) === node) yield command;
}

async function start(program, folder, node) {
  const port = FIRST_PORT + node;
  const args = ['--port', port, '--bind', HOST, '--dir', folder, '--save', '', '--cluster-enabled', 'yes'];
  const server = spawn(program, [...args.map(String), '--cluster-config-file', `nodes-${node}.conf`], { stdio: 'ignore' });
  await sleep(WAIT_MS);
  await firstLine(
    'redis-cli',
    '-p',
    String(port),
    'CLUSTER',
    'ADDSLOTSRANGE',
    String(firstSlot(node)),
    String(firstSlot(node + 1) - 1),
  );
  return { server, port };
}

/** Seconds of the default audit and of bare scans of all nodes at once. `keyspace` makes the commands that load the keys. */
export async function measureCluster(program, keyspace, rounds, say) {
  const folder = await mkdtemp(join(tmpdir(), 'meter-bench-cluster-'));
  const nodes = [];
  try {
    for (let node = 0; node < MASTERS; node++) nodes.push(await start(program, folder, node));
    const ports = nodes.map(({ port }) => port);
    for (const port of ports.slice(1))
      await firstLine('redis-cli', '-p', String(port), 'CLUSTER', 'MEET', HOST, String(ports[0]));
    for (const port of ports)
      while (!(await firstLine('redis-cli', '-p', String(port), 'CLUSTER', 'INFO')).includes('ok')) await sleep(WAIT_MS);
    for (const [node, port] of ports.entries()) {
      say(`loading node ${node + 1} of ${MASTERS}`);
      await loadKeyspace(commandsOf(node, keyspace()), { host: HOST, port });
    }
    const [whole, audits] = [[], []];
    for (let round = 1; round <= rounds; round++) {
      say(`cluster: round ${round} of ${rounds}`);
      whole.push((await bare(ports, 'scan')).seconds);
      audits.push((await audit({ url: `redis://${HOST}:${ports[0]}` }, '--cluster')).seconds);
    }
    return median(audits) / median(whole);
  } finally {
    for (const { server } of nodes) {
      const ended = once(server, 'exit');
      server.kill('SIGKILL');
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  }
}
