/** What each release writes, made from the profile's own write events, holds by what the profile says must hold. */
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { builtinProfile } from '../../src/lib/profile/builtin/index.js';
import { atVersion } from '../../src/lib/profile/at-version.js';
import { compileProfile } from '../../src/lib/profile/classify.js';
import type { Write } from '../../src/lib/profile/operations.js';
import { fillPattern } from '../../src/lib/profile/pattern.js';
import { inRange } from '../../src/lib/profile/version.js';
import { dayAgo, hourAgo, hoursAgo } from '../support/clock.js';
import { checkServer, told, type CheckedServer } from '../support/consistency.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { commandsOf, writeRequests, type SyntheticRequest } from '../support/synthetic-relay.js';
import { serverTime } from '../support/server-clock.js';

const relay = (await builtinProfile('claude-relay-service'))!;

/** The first and the last release of each range in which the same is written. */
const RELEASES = [
  '1.1.6',
  '1.1.22',
  '1.1.29',
  '1.1.53',
  '1.1.113',
  '1.1.121',
  '1.1.144',
  '1.1.177',
  '1.1.250',
  '1.1.262',
  '1.1.263',
  '1.1.279',
  '1.1.280',
  '1.1.281',
  '1.1.314',
];

let server: TestServer;
let client: Redis;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
});
afterAll(() => server.stop());
beforeEach(() => client.flushall());

const KEYS = ['0215614b-9d6c-4da3-a43e-17e866b60acb', '59b1b5d8-47a1-4cfb-9a1f-1ad0eb5a3a40'];
const ACCOUNT = '361871da-db83-48a9-a444-396ffba7ffda';
const MODELS = ['claude-sonnet-4-20250514', 'deepseek/deepseek-r1:free'];

/** Requests of two keys with two models within the last hours, each with its own figures. */
function requests(version: string): SyntheticRequest[] {
  return Array.from({ length: 12 }, (_, at): SyntheticRequest => {
    const hours = at * 3;
    const [input, output, create, read] = [100 + at, 20 + at, 30 + at, 500 + at];
    const cost = (at + 1) / 100;
    const date = dayAgo(hours);
    return {
      captures: {
        keyId: KEYS[at % 2]!,
        accountId: ACCOUNT,
        model: MODELS[at % 3 === 0 ? 1 : 0]!,
        date,
        month: date.slice(0, 7),
        hour: hourAgo(hours),
        minute: String(Math.floor(hoursAgo(hours) / 60_000)),
        period: inRange('1.1.281', undefined, version) ? `${dayAgo(24 * 2)}T00` : '2026-W47',
      },
      amounts: {
        tokens: input + output,
        inputTokens: input,
        outputTokens: output,
        cacheCreateTokens: create,
        cacheReadTokens: read,
        allTokens: input + output + create + read,
        requests: 1,
        ephemeral5mTokens: create - 10,
        ephemeral1hTokens: 10,
        realCostMicro: cost * 1e6,
        ratedCostMicro: cost * 1e6,
      },
      cost,
    };
  });
}

/** The relay as that release leaves it: its keys, an account, and what it has written for the requests. */
async function relayOf(version: string): Promise<void> {
  await writeRequests(client, relay, version, requests(version));
  const createdAt = new Date(hoursAgo(1_000)).toISOString();
  for (const [index, keyId] of KEYS.entries()) {
    const hash = String(index).repeat(64);
    await client.hset(`apikey:${keyId}`, {
      id: keyId,
      name: `key ${index}`,
      apiKey: hash,
      concurrencyLimit: '0',
      rateLimitWindow: '0',
      isActive: 'true',
      createdAt,
      lastUsedAt: createdAt,
    });
    await client.expire(`apikey:${keyId}`, 365 * 86_400);
    await client.hset('apikey:hash_map', hash, keyId);
    if (!inRange('1.1.263', undefined, version)) continue;
    const at = Date.parse(createdAt);
    await client.zadd('apikey:idx:createdAt', at, keyId);
    await client.zadd('apikey:idx:lastUsedAt', at, keyId);
    await client.zadd('apikey:idx:name', 0, `key ${index}\0${keyId}`);
    await client.sadd('apikey:idx:all', keyId);
    await client.sadd('apikey:set:active', keyId);
  }
  await client.hset(`claude:account:${ACCOUNT}`, { id: ACCOUNT, name: 'one' });
  if (inRange('1.1.263', undefined, version)) await client.set('system:migrated:version', version);
}

/** Everything but known drifts. */
const differences = ({ findings }: CheckedServer): string[] =>
  findings.filter(({ class: kind }) => kind !== 'known-drift').map(told);

const unjudged = ({ counts }: CheckedServer): string[] => [
  ...new Set([...counts.values()].flatMap((each) => Object.keys(each.unjudged))),
];

describe.each(RELEASES)('a consistent relay of %s', (version) => {
  test('has no differences, with the release found and with it named', async () => {
    await relayOf(version);
    const found = await checkServer(server.port, { now: new Date(await serverTime(client)) });
    const named = await checkServer(server.port, {
      now: new Date(await serverTime(client)),
      profile: `claude-relay-service@${version}`,
    });
    expect({ found: differences(found), named: differences(named) }).toEqual({ found: [], named: [] });
    expect(unjudged(named).filter((reason) => reason === 'release')).toEqual([]);
    for (const { counts } of [found, named])
      expect([...counts.values()].reduce((sum, { checked }) => sum + checked, 0)).toBeGreaterThan(50);
    // Without the note of the release, its signs alone.
    if ((await client.del('system:migrated:version')) === 0) return;
    expect(differences(await checkServer(server.port, { now: new Date(await serverTime(client)) }))).toEqual([]);
  });

  test('counts up every field that it has, each by one command', () => {
    const [request] = requests(version);
    const profile = atVersion(relay, version);
    const events = profile.operations!.events.filter(({ every }) => every === 'request').flatMap(({ writes }) => writes);
    const fields = new Map<string, number>();
    for (const [command, key = ''] of commandsOf(relay, version, request!))
      if (command === 'HINCRBY') fields.set(String(key), (fields.get(String(key)) ?? 0) + 1);
    for (const family of compileProfile(profile).families) {
      const own = events.filter((write) => write.command === 'HINCRBY' && write.family === family.family.id);
      const isLong = ({ when = [] }: Write): boolean => when.includes('long-context');
      const sent = own.filter((write) => !isLong(write)).reduce((sum, { count }) => sum + Number(count), 0);
      if (sent > 0)
        expect([family.family.id, fields.get(fillPattern(family.family.pattern, request!.captures))]).toEqual([
          family.family.id,
          sent,
        ]);
    }
  });
});

test('a request that was cut off is found in every release that counts it', async () => {
  for (const version of ['1.1.250', '1.1.279', '1.1.314']) {
    await client.flushall();
    await relayOf(version);
    await client.hincrby(`usage:model:daily:${MODELS[0]}:${dayAgo(3)}`, 'requests', -1);
    const { findings } = await checkServer(server.port, { now: new Date(await serverTime(client)) });
    const about = new Set(findings.map(({ relation, class: kind }) => `${relation.invariant.id} ${kind}`));
    expect([version, about.has('S12 partial-write')]).toEqual([version, true]);
  }
});

test('what is no API key by its fields is neither put into a list nor taken out of one', async () => {
  await relayOf('1.1.314');
  // A fork's own index, and a key that an import has left half.
  await client.hset('apikey:index', { [KEYS[0]!]: 'one', total: '2' });
  await client.hset('apikey:imported', { name: 'half', apiKey: 'f'.repeat(64) });
  await client.hset('apikey:hash_map', 'f'.repeat(64), 'imported');
  const lists = (await checkServer(server.port, { now: new Date(await serverTime(client)) })).findings.filter(({ relation }) =>
    relation.invariant.id.startsWith('K'),
  );
  expect(lists.map(told)).toEqual([]);
});

test('nothing that an older release does not write is repaired', async () => {
  await relayOf('1.1.250');
  const known = new Set(atVersion(relay, '1.1.262').families.map(({ id }) => id));
  for (const name of (await client.keys('usage:model:*')).slice(0, 4)) await client.hincrby(name, 'requests', -1);
  await client.del((await client.keys('usage:daily:*'))[0]!);
  await client.del((await client.keys('usage:cost:total:*'))[0]!);
  const { findings } = await checkServer(server.port, { now: new Date(await serverTime(client)) });
  const repaired = findings.filter(({ repair }) => repair.kind !== 'none');
  expect(repaired.length).toBeGreaterThan(0);
  expect(repaired.map(({ plan }) => plan.compiled.family.id).filter((id) => !known.has(id))).toEqual([]);
});
