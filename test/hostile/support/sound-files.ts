/** Good files of every kind that the program reads, made by the program itself where it writes them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { demoFile } from '../../snapshot/support/demo-file.js';
import { redisFile } from '../../snapshot/support/every-kind.js';
import type { TestServer } from '../../support/redis-server.js';
import { loadTinyRelay, TINY_CLOCK } from '../../support/tiny-relay.js';
import type { Program } from './program.js';

export interface SoundFiles {
  snapshots: readonly Buffer[];
  archives: readonly Buffer[];
  plans: readonly Buffer[];
  profile: Buffer;
  provider: Buffer;
  env: Buffer;
  capture: Buffer;
}

const PROFILE = `name: mine
title: Mine
readFrom: mine
placeholders:
  id: { kind: integer }
  x: { kind: segment }
  rest: { kind: greedy }
families:
  - id: thing
    pattern: mine:{id}
    type: string
    ttl: 7d
    grain: none
    valueClass: operational
    role: cache
    breaks: Nothing.
    examples: ["mine:7"]
  - { id: totals, pattern: 'usage:{x}', examples: ['usage:k1'], type: hash, fields: { id: text }, ttl: 60, grain: none, valueClass: excess, role: counter, breaks: Nothing. }
  - { id: own, pattern: 'somebody:{rest}', examples: ['somebody:else:a'], type: string, ttl: none, grain: none, valueClass: excess, role: counter, breaks: Nothing. }
`;

const PROVIDER = `id: own
title: Our Redis
metering: { scriptCalls: with-the-script, free: [multi, EXEC], writesCount: 3 }
plans:
  - { id: basic, title: Basic, monthly: 5, included: 1000000, perMillion: 4 }
  - { id: flat, title: Flat, monthly: 30, dataBytes: 1e9 }
`;

const ENV = `# the relay
REDIS_HOST=127.0.0.1
REDIS_PORT=1
REDIS_PASSWORD="hunter2pass"
ENABLE_HOURLY_STATS=true
export TIMEZONE_OFFSET='8'
API_KEY=sk-ant-api03-AbCdEf0123456789-wxyzWXYZ
`;

const CAPTURE = Array.from({ length: 40 }, (_, at) =>
  [
    `1763654400.${String(100_000 + at)} [0 127.0.0.1:5${at}] "HINCRBY" "usage:daily:k${at % 3}:2026-11-20" "requests" "1"`,
    `1763654400.${String(200_000 + at)} [0 127.0.0.1:5${at}] "MULTI"`,
    `1763654400.${String(300_000 + at)} [0 lua] "EXPIRE" "usage:hourly:k1:2026-11-20:05" "604800"`,
    `1763654400.${String(400_000 + at)} [0 unix:/s] "SET" "session:\\x1b[2J" "sk-ant-api03-AbCdEf0123456789-wxyzWXYZ"`,
  ].join('\n'),
).join('\n');

/** Leaves the server with the tiny relay less its hourly statistics. */
export async function makeSoundFiles(program: Program, server: TestServer, folder: string): Promise<SoundFiles> {
  const client = server.client();
  await loadTinyRelay(client);
  await client.save();
  const relay = await readFile(join(server.dir, 'dump.rdb'));
  const make = async (file: string, ...args: string[]): Promise<Buffer> => {
    const { code, stderr } = await program.run([...args, '-u', server.url], folder);
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
    return readFile(join(folder, file));
  };
  const prune = ['prune', '--hourly', ...TINY_CLOCK];
  const plans = [
    await make('names.json', ...prune, '--list-keys', '-o', 'names.json'),
    await make('prune.json', ...prune, '-o', 'prune.json'),
    await make('rollup.json', 'migrate', '--rollup', 'hourly:daily', ...TINY_CLOCK, '-o', 'rollup.json'),
    await make(
      'rename.json',
      'migrate',
      '--from',
      'usage:cost:daily:{keyId}:{date}',
      '--to',
      'gone:{keyId}:{date}',
      ...TINY_CLOCK,
      '-o',
      'rename.json',
    ),
  ];
  const archives = [
    await make('all.archive', 'export', '--all', '-o', 'all.archive'),
    await make('prune.archive', ...prune, '--yes', '--archive', 'prune.archive'),
  ];
  const [profile, provider, env, capture] = [PROFILE, PROVIDER, ENV, CAPTURE].map((text) => Buffer.from(text));
  return {
    snapshots: [relay, redisFile(), demoFile(1)],
    archives,
    plans,
    profile: profile!,
    provider: provider!,
    env: env!,
    capture: capture!,
  };
}
