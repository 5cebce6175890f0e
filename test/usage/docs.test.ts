/** The commands of docs/usage.md, run as they are written. */
import { readFile } from 'node:fs/promises';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Envelope } from '../../src/lib/report/envelope.js';
import type { UsageData } from '../../src/lib/usage/model.js';
import { BASE_ISO, dayAgo } from '../support/clock.js';
import { loadRelay } from '../support/audit.js';
import { runMeterInside } from '../support/meter-inside.js';
import { startAll, startRedis, type TestServer } from '../support/redis-server.js';

const text = await readFile(new URL('../../docs/usage.md', import.meta.url), 'utf8');
const [ofRelay = '', ofRepository = ''] = [/^## Questions of a relay[^]*/m, /^## Questions of a token[^]*?(?=^## )/m].map(
  (part) => part.exec(text)?.[0] ?? '',
);
const commandsIn = (part: string): string[] => [...part.matchAll(/`meter (usage[^`]*)`/g)].map(([, command]) => command!);
const shown = [...text.matchAll(/^meter (usage.*?)(?: {2,}.*)?$/gm)].map(([, command]) => command!);

let relay: TestServer;
let repository: TestServer;
let name: string;
beforeAll(async () => {
  [relay, repository] = await startAll(startRedis(), startRedis());
  await loadRelay(relay.port);
  const client: Redis = repository.client();
  await client.hset(`token_usage:USER1:${dayAgo(0)}`, { total_tokens: '30', prompt_tokens: '10', completion_tokens: '20' });
  await client.hset(`token_usage:USER2:${dayAgo(0)}`, { total_tokens: '5' });
  await client.hset(`token_usage:USER:${dayAgo(0)}`, { total_tokens: '7' });
  await client.hset('token_usage:USER:CYCLE', { total_tokens: '9' });
  const { stdout } = await runMeterInside(['usage', '-u', relay.url, '--by', 'key', '--now', BASE_ISO, '--json']);
  name = (JSON.parse(stdout) as Envelope<UsageData>).data.tables[0]!.rows[0]!.labels[0]!.name!;
});
afterAll(() => Promise.all([relay, repository].map((server) => server?.stop())));

async function answer(server: TestServer, command: string): Promise<UsageData> {
  const args = command.split(' ').map((word) => (/^(?:NAME|alice|bob)$/.test(word) ? name : word));
  const { stdout, stderr, code } = await runMeterInside([
    ...args,
    '-u',
    server.url,
    '--now',
    BASE_ISO,
    '--utc-offset',
    '8',
    '--format',
    'json',
  ]);
  expect({ command, stderr, code }).toEqual({ command, stderr: '', code: 0 });
  return (JSON.parse(stdout) as Envelope<UsageData>).data;
}

test.each(commandsIn(ofRelay))('of a relay: meter %s', async (command) => {
  expect((await answer(relay, command)).tables[0]!.rows.length).toBeGreaterThan(0);
});

test.each(commandsIn(ofRepository))('of a repository: meter %s', async (command) => {
  const [table] = (await answer(repository, command)).tables;
  const tokens = command.includes('CYCLE') ? 9 : command.includes('USER1') ? 35 : command.includes('--owner') ? 7 : 42;
  expect(table!.total.figures.tokens).toBe(tokens);
});

test.each(shown.filter((command) => !command.includes('--rdb')).map((command) => command.replace(/ --format \w+/, '')))(
  'shown first: meter %s',
  async (command) => {
    const period = command.includes('--since') ? `--since ${dayAgo(48)} --until ${dayAgo(24)}` : null;
    await answer(relay, period === null ? command : command.replace(/--since \S+ --until \S+/, period));
  },
);

test('there are as many commands as questions', () => {
  expect(commandsIn(ofRelay)).toHaveLength(7);
  expect(commandsIn(ofRepository)).toHaveLength(5);
  expect(shown).toHaveLength(8);
});
