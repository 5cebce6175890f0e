import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InferredKeyspace } from '../../src/lib/keyspace/infer.js';
import type { FamilyStats } from '../../src/lib/keyspace/family-stats.js';
import { parsePattern } from '../../src/lib/profile/pattern.js';
import { randomWord, seededRandom } from '../support/random.js';

const MOST_FAMILIES = 200;

function inferAll(names: Iterable<string>): Map<string, number> {
  const keyspace = new InferredKeyspace();
  for (const name of names) keyspace.add(name.split(':')).count();
  return new Map(keyspace.finish().map(({ pattern, stats }) => [pattern, stats.keys]));
}

function* times(count: number, make: (index: number) => string): Generator<string> {
  for (let index = 0; index < count; index++) yield make(index);
}

const sum = (families: Map<string, number>): number => [...families.values()].reduce((total, keys) => total + keys, 0);

describe('the shape of inferred families', () => {
  it('keeps words, and types what varies', () => {
    const families = inferAll([
      ...times(60, () => `session:${randomUUID()}`),
      ...times(
        60,
        (index) => `stats:2026-11-${String((index % 28) + 1).padStart(2, '0')}:${index % 5 === 0 ? 'hits' : 'misses'}`,
      ),
      ...times(60, (index) => `user:${index}:profile`),
      'config',
    ]);
    expect(families).toEqual(
      new Map([
        ['session:{uuid}', 60],
        ['user:{int}:profile', 60],
        ['stats:{date}:misses', 48],
        ['stats:{date}:hits', 12],
        ['config', 1],
      ]),
    );
  });

  it('goes by how many texts there are at a position, not by which', () => {
    const random = seededRandom(1);
    const families = inferAll([
      ...times(1_000, () => `cart:${randomWord(random, 6)}:items`),
      ...times(1_000, (index) => `order:${['new', 'paid', 'sent'][index % 3]}:${index}`),
    ]);
    expect(families).toEqual(
      new Map([
        ['cart:{name}:items', 1_000],
        ['order:new:{int}', 334],
        ['order:paid:{int}', 333],
        ['order:sent:{int}', 333],
      ]),
    );
  });

  it('keeps heavy prefixes among random ones', () => {
    const random = seededRandom(2);
    const heavy = ['queue', 'metrics', 'flags'];
    const families = inferAll(
      times(60_000, (index) => (index % 2 === 0 ? `${heavy[(index / 2) % 3]}:${index}` : `${randomWord(random, 12)}:${index}`)),
    );
    for (const prefix of heavy) expect(families.get(`${prefix}:{int}`)).toBe(10_000);
    expect(families.get('{name}:{int}')).toBeGreaterThan(29_000);
    expect(sum(families)).toBe(60_000);
  });

  it('makes one family of names that occur once each', () => {
    const random = seededRandom(3);
    expect(inferAll(times(20, () => `note:${randomWord(random, 8)}`))).toEqual(new Map([['note:{name}', 20]]));
  });

  it('names the key without a name', () => {
    expect(inferAll(['', 'a', 'b'])).toEqual(
      new Map([
        ['{empty}', 1],
        ['a', 1],
        ['b', 1],
      ]),
    );
  });
});

describe('what inferred families show', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    [
      'words',
      ['myapp:feature-flags', 'myapp:v2:site config', 'app.lock'],
      ['app.lock', 'myapp:feature-flags', 'myapp:v2:site config'],
    ],
    ['short secrets', ['hunter2secret', 'cfg:s3cr3t!', 'cfg:p4ss'], ['cfg:{text}', '{text}']],
    ['a secret amid a name', ['a:hunter2secret:b', 'a:c:b'], ['a:c:b', 'a:{text}:b']],
    ['people', ['user:alice', 'users:bob:inbox', 'session:carol'], ['session:{name}', 'user:{name}', 'users:{name}:inbox']],
    ['words that a value is joined to', ['job_7', 'job_8'], ['job_{int}']],
    ['other scripts', ['\xe7\x94\xa8:x'], ['\xe7\x94\xa8:x']],
  ])('%s', (_, names, patterns) => {
    expect([...inferAll(names).keys()].sort()).toEqual(patterns.toSorted());
  });

  it('shows what is no word where many keys share it, unless its like stand beside it', () => {
    const many = (prefix: string): string[] => [...times(20, (index) => `${prefix}:${index}`)];
    expect([...inferAll(many('oauth2x')).keys()]).toEqual(['oauth2x:{int}']);
    expect([...inferAll([...many('in:s3x'), 'in:word'])]).toEqual([
      ['in:s3x:{int}', 20],
      ['in:word', 1],
    ]);
    expect([...inferAll([...many('in:k3y'), ...many('in:k4y')])]).toEqual([['in:{text}:{int}', 40]]);
    expect([...inferAll([...many('user:bob'), ...times(80, (index) => `user:profile:${index}`)]).keys()]).toEqual([
      'user:profile:{int}',
      'user:{name}:{int}',
    ]);
  });

  it('never shows a text of letters and digits that one key alone has', () => {
    const random = seededRandom(9);
    const secret = fc
      .constantFrom('hunter2', 'a1', 'Zz9zz', 'pass123word', '3e')
      .map((text) => `${text}${randomWord(random, 2)}7q`);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('', 'app:', 'a:b:'), secret, fc.constantFrom('', ':x')), { maxLength: 30 }),
        (parts) => {
          const patterns = [...inferAll(parts.map((part) => part.join(''))).keys()].join('\n');
          for (const [, text] of parts) expect(patterns).not.toContain(text);
        },
      ),
    );
  });
});

describe('bounds, whatever the names', () => {
  const random = seededRandom(4);
  const word = (length: number): string => randomWord(random, length);
  const kinds = [
    () => String(Math.floor(random() * 1e9)),
    () => randomUUID(),
    () => '2026-11-20',
    () => '2026-11',
    () => '2026-11-20T03',
    () => '203.0.113.9',
    () => 'a@example.org',
    () => 'deadbeef0123',
    () => word(5),
  ];
  const anyKind = (): string => kinds[Math.floor(random() * kinds.length)]!();

  it.each<[string, number, (index: number) => string, number]>([
    ['random names', 200_000, () => word(10), 1],
    ['random names of two parts', 100_000, () => `${word(6)}:${word(6)}`, 5],
    ['distinct prefixes of a number', 100_000, (index) => `p${word(8)}:${index}`, 3],
    ['distinct words joined to a number', 100_000, (index) => `${word(8)}_${index}`, 3],
    ['typed parts in every combination', 30_000, () => Array.from({ length: 6 }, anyKind).join(':'), MOST_FAMILIES],
    ['many parts', 20_000, () => Array.from({ length: 30 }, () => word(2)).join(':'), MOST_FAMILIES],
    ['long names', 2_000, (index) => `${word(5).repeat(400)}:${index}`, 1],
  ])('%s', (_, count, make, most) => {
    const families = inferAll(times(count, make));
    expect(sum(families)).toBe(count);
    expect(families.size).toBeLessThanOrEqual(most);
  });

  const oddByte = fc.oneof(
    fc.constantFrom(':', ':', '{', '}', '_', '-', '1', 'a'),
    fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  );
  const name = fc.oneof(
    fc.string({ unit: oddByte, maxLength: 24 }),
    fc
      .array(fc.constantFrom('', 'a', 'b', '7', '2026-11-20', 'x_1', '{a}', '::'), { maxLength: 20 })
      .map((parts) => parts.join(':')),
    fc.string({ unit: oddByte, minLength: 400, maxLength: 600 }),
  );

  it('adds every key to one family, each with a pattern that can be read', () => {
    fc.assert(
      fc.property(fc.array(name, { maxLength: 400, size: 'max' }), (names) => {
        const families = inferAll(names);
        expect(sum(families)).toBe(names.length);
        expect(families.size).toBeLessThanOrEqual(MOST_FAMILIES);
        for (const pattern of families.keys()) expect(() => parsePattern(pattern)).not.toThrow();
      }),
      { numRuns: 30 },
    );
  });
});

describe('statistics that are still being read when families become one', () => {
  it('arrive where the keys are counted by then', () => {
    const random = seededRandom(5);
    const keyspace = new InferredKeyspace();
    const reads: { stats: FamilyStats; stratum: number }[] = [];
    for (let index = 0; index < 5_000; index++) {
      const stats = keyspace.add([randomWord(random, 8), index % 3 === 0 ? 'a' : 'b']);
      reads.push({ stats, stratum: stats.count() });
    }
    const meta = { type: 'string', ttlMs: -1, bytes: 100, length: null };
    for (const { stats, stratum } of reads.slice(0, 2_500)) stats.current.add(stratum, meta, 1);
    const families = keyspace.finish();
    for (const { stats, stratum } of reads.slice(2_500)) stats.current.add(stratum, meta, 1);
    expect(families.map(({ pattern }) => pattern).sort()).toEqual(['{name}:a', '{name}:b']);
    for (const { stats } of families) {
      expect(stats.exact).toBe(true);
      expect(stats.bytes()).toEqual({ total: stats.keys * 100, variance: 0 });
      expect(stats.withoutTtl()).toEqual({ keys: stats.keys, low: stats.keys, high: stats.keys });
    }
  });
});
