import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { sizeOf, type Manifest, type Problem } from '../../src/lib/demo/manifest.js';
import { relayKeyspace, sizedEntries, type RelayOptions } from '../../src/lib/demo/relay.js';
import { encodeChunks } from '../../src/lib/demo/resp.js';
import { BASE, dayAgo } from '../support/clock.js';
import { pagesOf, readBooks, type Books } from '../support/demo-books.js';

const SMALL: RelayOptions = { seed: 5, now: BASE, problems: true };

interface Drained {
  digest: string;
  names: string[];
  manifest: Manifest;
}

let small: Drained;
let books: Books;

beforeAll(async () => {
  small = drain(SMALL);
  books = await readBooks(relayKeyspace(SMALL));
});

function drain(options: RelayOptions): Drained {
  const hash = createHash('sha256');
  const names = new Set<string>();
  const commands = relayKeyspace(options);
  function* noting(): Generator<string[], Manifest> {
    for (;;) {
      const next = commands.next();
      if (next.done) return next.value;
      names.add(next.value[1] ?? '');
      yield next.value;
    }
  }
  const chunks = encodeChunks(noting());
  for (;;) {
    const next = chunks.next();
    if (next.done) return { digest: hash.digest('hex'), names: [...names], manifest: next.value };
    hash.update(next.value);
  }
}

const keysIn = ({ families }: Manifest): number => families.reduce((sum, { keys }) => sum + keys, 0);

describe('a small relay', () => {
  it('is the same bytes for the same seed, and others for another', () => {
    expect(drain(SMALL)).toEqual(small);
    expect(drain({ ...SMALL, seed: 6 }).digest).not.toBe(small.digest);
  });

  it('has between 10,000 and 20,000 keys, as many as its manifest says', () => {
    const { names, manifest } = small;
    expect(names.length).toBe(keysIn(manifest));
    expect(names.length).toBeGreaterThan(10_000);
    expect(names.length).toBeLessThan(20_000);
  });

  it('names no period after the local day that it is given, and reaches that day', () => {
    const { names } = drain({ ...SMALL, today: '2024-03-01', now: new Date('2026-11-20T23:30:00Z'), utcOffset: -3 });
    const dates = names.flatMap((name) => /^usage:daily:[^:]{36}:(.+)$/.exec(name)?.[1] ?? []);
    expect(dates.toSorted().at(-1)).toBe('2024-03-01');
    // 20:30 by the relay's clock.
    expect(
      names
        .filter((name) => name.startsWith('usage:hourly:index:'))
        .toSorted()
        .at(-1),
    ).toBe('usage:hourly:index:2024-03-01:20');
  });

  it('has models whose names are hard to parse', () => {
    const models = new Set(pagesOf(books, 'usage:{keyId}:model:alltime:{model}').map(({ captures }) => captures.model));
    expect(models).toContain('deepseek/deepseek-r1:free');
    expect(models).toContain('claude-sonnet-4-5[1m]');
  });

  it('is faultless unless problems are asked for', async () => {
    const options = { ...SMALL, problems: false };
    const sound = await readBooks(relayKeyspace(options));
    expect(drain(options).manifest.planted).toEqual([]);
    expect(sound.has('unknown')).toBe(false);
    expect(pagesOf(sound, 'rate_limit:tokens:{keyId}').every(({ ttl }) => ttl !== null)).toBe(true);
    const apiKeys = new Set(pagesOf(sound, 'apikey:{keyId}').map(({ captures }) => captures.keyId));
    expect(new Set(pagesOf(sound, 'usage:{keyId}').map(({ captures }) => captures.keyId))).toEqual(apiKeys);
    expect(pagesOf(sound, 'usage:daily:index:{date}').flatMap(({ members }) => members)).not.toContain('index');
  });

  it('rejects a day that is none', () => {
    expect(() => drain({ ...SMALL, today: 'yesterday' })).toThrow(RangeError);
  });
});

describe('planted problems', () => {
  const keysOf = (problem: Problem): string[] =>
    small.manifest.planted.find((planted) => planted.problem === problem)?.keys ?? [];

  it('name keys that are there', () => {
    const names = new Set(small.names);
    expect(small.manifest.planted).toHaveLength(7);
    for (const { problem, keys } of small.manifest.planted) {
      expect(keys.length, problem).toBeGreaterThan(0);
      expect(
        keys.filter((key) => !names.has(key)),
        problem,
      ).toEqual([]);
    }
  });

  it('leave totals and counters per model of a deleted API key, and its id in index sets', () => {
    const owners = new Set(pagesOf(books, 'apikey:{keyId}').map(({ captures }) => captures.keyId));
    const [orphan = ''] = pagesOf(books, 'usage:{keyId}').flatMap(({ captures }) =>
      owners.has(captures.keyId) ? [] : [captures.keyId ?? ''],
    );
    expect(keysOf('orphan-owner')).toContain(`usage:${orphan}`);
    expect(keysOf('orphan-owner').some((key) => key.startsWith(`usage:${orphan}:model:daily:`))).toBe(true);
    expect(pagesOf(books, 'usage:daily:{keyId}:{date}').some(({ captures }) => captures.keyId === orphan)).toBe(false);
    expect(pagesOf(books, 'usage:daily:index:{date}').some(({ members }) => members.includes(orphan))).toBe(true);
  });

  it('leave the usage of an account that no account hash knows', () => {
    const names = [...books.values()].flat().map(({ key }) => key);
    const [total = ''] = keysOf('deleted-account').filter((key) => key.split(':').length === 2);
    const id = total.slice('account_usage:'.length);
    expect(id).toHaveLength(36);
    expect(names.filter((name) => name.includes(`account:${id}`))).toEqual([]);
  });

  it('take the life of limiter counters, and shorten that of daily hashes to a day', () => {
    const pages = new Map([...books.values()].flat().map((page) => [page.key, page]));
    expect(keysOf('counter-without-ttl').map((key) => pages.get(key)?.ttl)).toEqual([null, null]);
    expect(keysOf('one-day-ttl').map((key) => pages.get(key)?.ttl)).toEqual([86_400_000, 86_400_000]);
    expect(keysOf('one-day-ttl').at(-1)).toMatch(new RegExp(`^usage:daily:.*:${dayAgo(0)}$`));
    for (const key of keysOf('ghost-member')) expect(pages.get(key)?.members).toContain('index');
  });

  it('are the only keys that the profile does not know', () => {
    expect(pagesOf(books, 'unknown').map(({ key }) => key)).toEqual(keysOf('unknown-keys'));
  });
});

describe('a large relay', () => {
  const large = (keys: number, seed = 1): RelayOptions => ({ ...SMALL, keys, seed, problems: false });

  it('has exactly the number of keys that is asked for, each with a name of its own', () => {
    const { names, manifest } = drain(large(5000));
    expect(names.length).toBe(5000);
    expect(keysIn(manifest)).toBe(5000);
    expect(manifest.families.length).toBeGreaterThan(60);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 2 ** 31 }), (keys, seed) => {
        const made = drain(large(keys, seed));
        expect([made.names.length, keysIn(made.manifest)]).toEqual([keys, keys]);
      }),
      { numRuns: 5 },
    );
  });

  it('can be counted without being made', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 2 ** 31 }), (keys, seed) => {
        expect(sizedEntries(large(keys, seed)).size).toEqual(sizeOf(drain(large(keys, seed)).manifest));
      }),
      { numRuns: 5 },
    );
  });

  it('has the same bytes for the same seed', () => {
    expect(drain(large(2000)).digest).toBe(drain(large(2000)).digest);
    expect(drain(large(2000)).digest).not.toBe(drain(large(2000, 2)).digest);
  });

  it('belongs to the families that its manifest names, in the eyes of the profile', async () => {
    const made = await readBooks(relayKeyspace(large(5000)));
    const { manifest } = drain(large(5000));
    const counted = [...made].map(([pattern, pages]) => [pattern, pages.length]);
    expect(Object.fromEntries(counted)).toEqual(
      Object.fromEntries(manifest.families.map(({ pattern, keys }) => [pattern, keys])),
    );
  });

  it('keeps every key that expires at least as long as is asked', async () => {
    const made = await readBooks(relayKeyspace({ ...large(5000), minTtl: 86_400 }));
    const lives = [...made.values()].flat().flatMap(({ ttl }) => ttl ?? []);
    expect(Math.min(...lives)).toBe(86_400_000);
  });
});
