import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outgoingData, outgoingLine } from '../../src/lib/format/outgoing.js';
import { maskSecrets, maskSecretsInName, SECRET, withoutCredentials } from '../../src/lib/format/redact.js';
import { anyText } from '../support/any-text.js';

const letters = (alphabet: string, size: number) =>
  fc.array(fc.constantFrom(...alphabet.split('')), { minLength: size, maxLength: size }).map((all) => all.join(''));
const HEX = '0123456789abcdef';
const WORD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** What issuers hand out, with random content. */
const issued = fc.oneof(
  letters(`${WORD}-_`, 60).map((text) => `sk-ant-api03-${text}`),
  letters(WORD, 48).map((text) => `sk-${text}`),
  letters(`${WORD}-_`, 60).map((text) => `sk-proj-${text}`),
  letters(HEX, 64).map((text) => `cr_${text}`),
  letters(`${WORD}-_`, 35).map((text) => `AIza${text}`),
  letters(WORD, 36).map((text) => `ghp_${text}`),
  letters('0123456789', 12).map((text) => `xoxb-${text}-abcdefABCDEF`),
  letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16).map((text) => `AKIA${text}`),
  fc
    .tuple(letters(`${WORD}-_`, 30), letters(`${WORD}-_`, 60), letters(`${WORD}-_`, 43))
    .map(([head, body, sign]) => `eyJ${head}.${body}.${sign}`),
);
/** Random text without any prefix, made by the generator that issuers use. */
const random = fc
  .constantFrom('hex', 'base64url')
  .map((encoding) => randomBytes(32).toString(encoding as 'hex'))
  .filter((token) => /\d/.test(token));
const around = fc.constantFrom('', ' ', ':', '"', ', ', '=', '(', 'user:', '{', '…');

test.each(['\u001b', '\u001b[31m', '1', '_', 'x'.repeat(60), '\\x1b[0m'])(
  'credentials of an address after %j are masked',
  (before) => {
    for (const address of [
      'redis://u:secretpw@h:1/0',
      'redis://:secretpw@h',
      'rediss:/u:secretpw@h:1',
      'redis://u:secret pw@h:1',
    ])
      expect(outgoingLine(`${before}${address}`)).not.toMatch(/secret ?pw/);
  },
);

describe('secrets by their shape', () => {
  test('are masked wherever they stand', () => {
    fc.assert(
      fc.property(around, issued, around, (before, secret, after) => {
        const shown = maskSecrets(`a${before}${before === '' ? ' ' : ''}${secret}${after}`);
        expect(shown).toContain(SECRET);
        for (let at = 0; at + 12 <= secret.length; at += 4) expect(shown).not.toContain(secret.slice(at, at + 12));
      }),
      { numRuns: 300 },
    );
  });

  test('also in a key name whose identifiers were asked for', () => {
    fc.assert(
      fc.property(issued, (secret) => {
        expect(maskSecretsInName(`session:${secret}:x`, { ids: true })).toBe(`session:${SECRET}:x`);
      }),
    );
  });

  // Chance makes text that looks like words: about one token in 10,000.
  test('random text without a prefix is masked in prose and in names, but for a few', () => {
    const samples = fc.sample(fc.tuple(random, around), 1_000);
    const shown = samples.filter(([token, before]) => maskSecrets(`x${before} ${token}`) !== `x${before} ${SECRET}`);
    const named = samples.filter(([token]) => maskSecretsInName(`session:${token}:x`) !== `session:${SECRET}:x`);
    expect(shown.length, shown.join(' ')).toBeLessThan(5);
    expect(named.length, named.join(' ')).toBeLessThan(5);
  });

  test('what follows Bearer, and private keys', () => {
    expect(maskSecrets('Authorization: Bearer abc.def-123')).toBe(`Authorization: Bearer ${SECRET}`);
    expect(maskSecrets('k: -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----.')).toBe(`k: ${SECRET}.`);
  });

  test.each([
    'claude-sonnet-4-20250514',
    'us.anthropic.claude-3-5-sonnet-20241022-v2:0',
    'accounts/fireworks/models/llama-v3p1-405b-instruct',
    'meta-llama-Meta-Llama-3.1-70B-Instruct-Turbo-Free-128K',
    'gemini-2.5-flash-preview-native-audio-dialog-09-2025',
    '550e8400-e29b-41d4-a716-446655440000',
    '550e8400e29b41d4a716446655440000',
    'user-550e8400-e29b-41d4-a716-446655440000',
    'usage:hourly:8f2c…19ab:2026-11-20:14',
    '2026-11-29T11:09:36.123456Z',
    'meter-prune-redis-internal-example-6379-db0-20261121T020304Z.archive',
    'theNumberOfRequestsThatWereAnsweredByThisAccount',
    '/var/lib/docker/volumes/3f5c1e8a9b7d4c2e1f0a6b8d3c5e7f9a1b2d4c6e8f0a1b3c5d7e9f1a2b4c6d8e/_data/dump.rdb',
    'clustercfg.my-cluster.abc123.use1.cache.amazonaws.com:6379',
    'task-runner sk-SK risk-based ask-password desk-lamp-of-the-office',
    'usage:account:model:hourly:{accountId}:{model}:{date}:{hour}',
    'concurrency-queue-wait-time-statistics-of-all-the-keys',
    '123456789012345678901234567890123456789012',
  ])('%s is none', (text) => {
    expect(maskSecrets(text)).toBe(text);
    // In a name nothing tells a path.
    if (!text.startsWith('/')) expect(maskSecretsInName(text)).toBe(text);
  });
});

describe('credentials of addresses', () => {
  const PASSWORD = 'hunter2pass';

  test.each([
    `Cannot read redis://:${PASSWORD}@host:6379: not found.`,
    `Cannot read /tmp/x/redis:/user:${PASSWORD}@host: not found.`,
    `Cannot read "rediss://user:${PASSWORD} with a space@host:6379".`,
    `Cannot read user:${PASSWORD}@host:6379.`,
    `unix:///run/redis.sock?password=${PASSWORD}&db=1`,
    `/run/redis.sock?password=${PASSWORD}`,
    `https://user:${PASSWORD}@host/?x=1`,
  ])('%s', (text) => {
    const shown = withoutCredentials(text);
    expect(shown).not.toContain(PASSWORD);
    expect(shown).toContain(SECRET);
  });

  test.each([
    'Set REDIS_URL=redis://user:password@host:port/db (rediss:// for TLS), or give it as --url.',
    'unix:///path/to/redis.sock?db=0',
    'redis://127.0.0.1:6379 refuses; ask a.person@example.com.',
    '{keyId}:{date} at 12:30',
  ])('%s is told as it is', (text) => {
    expect(withoutCredentials(text)).toBe(text);
  });
});

describe('what goes out', () => {
  const HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
  const anything = fc.oneof(anyText(), fc.string({ unit: 'grapheme' }), fc.constantFrom('\x1b[31m', '\u202e'));

  test('a line holds no control, whatever it was made of', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(outgoingLine(text)).not.toMatch(HARMFUL);
      }),
    );
  });

  test('a line has an end', () => {
    expect(outgoingLine('\x1b'.repeat(1_000_000)).length).toBeLessThan(20_000);
  });

  test('data keeps its shape, and its texts their lines', () => {
    const data = { a: ['x\ny', 1, null, { 'b\x1b': true }], fingerprint: 'f'.repeat(8) + randomBytes(32).toString('hex') };
    expect(outgoingData(data, { safe: true })).toEqual({ ...data, a: ['x\ny', 1, null, { 'b\\x1b': true }] });
    expect(outgoingData(data, { safe: false })).toEqual(data);
  });

  test('long text takes no more time than it must', () => {
    const startedAt = performance.now();
    for (const unit of ['a://a:', 'sk-', 'eyJ', '?a', 'a.', '-----BEGIN PRIVATE KEY-----', 'Bearer ', 'x:y@', 'A0']) {
      maskSecrets(unit.repeat(200_000 / unit.length));
    }
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });
});
