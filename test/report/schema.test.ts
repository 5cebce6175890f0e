import { describe, expect, test } from 'vitest';
import { EXIT, MeterError, usageError } from '../../src/lib/format/errors.js';
import { successEnvelope } from '../../src/lib/report/envelope.js';
import { errorEnvelope, printJson } from '../../src/lib/report/error-envelope.js';
import type { WordedFinding } from '../../src/lib/report/audit/worded.js';
import { auditEnvelope, familyRow } from '../support/audit-data.js';
import { assertMatchesSchema, loadSchema } from '../support/schema.js';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Objects that hold names of their own choice: a missing one is no fault there. */
const OPEN = new Set(['types', 'byGrain', 'byClass', 'fields']);

/** What a code says, which the types hold to. */
const ANY = 'params';

/** Every way to leave out one property of a value, and every place where a foreign one could be added. */
function* mutations(value: Json, name = '', path = ''): Generator<{ path: string; apply: () => () => void }> {
  if (value === null || typeof value !== 'object' || name === ANY) return;
  if (!Array.isArray(value) && !OPEN.has(name)) {
    yield { path: `${path}/+foreign`, apply: () => ((value.foreign = 1), () => delete value.foreign) };
    for (const key of Object.keys(value)) {
      const kept = value[key] as Json;
      yield { path: `${path}/-${key}`, apply: () => (delete value[key], () => (value[key] = kept)) };
    }
  }
  for (const [key, child] of Object.entries(value)) {
    // The first element stands for the others of its list.
    if (!Array.isArray(value) || key === '0') yield* mutations(child, key, `${path}/${key}`);
  }
}

const SAMPLES = {
  audit: auditEnvelope(),
  error: errorEnvelope('audit', usageError('No target was given.', 'Set REDIS_URL.'), ['note']),
  demo: successEnvelope({
    command: 'demo',
    target: null,
    data: {
      relay: {
        keys: 11_000,
        expiring: 10_800,
        families: 87,
        seed: 7,
        now: '2026-11-20T19:45:00.000Z',
        utcOffset: 8,
        planted: [{ problem: 'ghost-member', keys: 4 }],
      },
      written: { file: 'relay.rdb', format: 'rdb', bytes: 5_000_000 },
      server: { url: 'redis://127.0.0.1:40000' },
    },
    warnings: [],
    spent: null,
  }),
  'profile-list': successEnvelope({
    command: 'profile list',
    target: null,
    data: {
      profiles: [{ name: 'aiecs', title: 'AIECS', readFrom: '1.0', versions: { oldest: '1.0', newest: '1.2' }, families: 1 }],
    },
    warnings: [],
    spent: null,
  }),
  'profile-show': successEnvelope({
    command: 'profile show',
    target: null,
    data: {
      profile: {
        name: 'aiecs',
        title: 'AIECS',
        readFrom: '1.0',
        families: [
          {
            id: 'usage',
            pattern: 'token_usage:{user}:{period}',
            type: 'hash',
            ttlSeconds: null,
            expires: false,
            grain: 'month',
            valueClass: 'required',
            role: 'counter',
            fields: { total: 'tokens' },
            breaks: 'bills',
            examples: ['token_usage:u1:2026-11'],
            alsoTypes: ['string'],
            rearmed: null,
            ttlNote: null,
            value: 'tokens',
            keep: { periods: 2, reader: 'a chart' },
            growth: { bound: 'none', note: 'never trimmed' },
            generic: false,
            evidenceFields: ['total'],
            since: null,
            until: null,
          },
        ],
      },
    },
    warnings: [],
    spent: null,
  }),
  'profile-check': successEnvelope({
    command: 'profile check',
    target: null,
    data: { checked: [{ name: 'aiecs', families: 1, problems: [{ family: 'usage', problem: 'no example' }] }], misfits: null },
    warnings: [],
    spent: null,
  }),
} as const;

describe.each(Object.keys(SAMPLES) as (keyof typeof SAMPLES)[])('schemas/%s.json', (name) => {
  test('holds for a true result', async () => {
    await assertMatchesSchema(name, SAMPLES[name]);
  });

  test('demands every property and allows no other', async () => {
    const value = JSON.parse(JSON.stringify(SAMPLES[name])) as Json;
    const problemsOf = await loadSchema(name);
    const accepted: string[] = [];
    for (const { path, apply } of mutations(value)) {
      const undo = apply();
      if (problemsOf(value).length === 0) accepted.push(path);
      undo();
    }
    expect(accepted).toEqual([]);
  });
});

test('figures that could not be read are null in the schema too', async () => {
  const unread = {
    type: null,
    types: {},
    noTtl: null,
    noTtlLow: null,
    noTtlHigh: null,
    ttlSeconds: null,
    ttlPolicy: null,
    length: null,
    periods: null,
    breaks: null,
    valueClass: null,
  };
  const families = [familyRow({ id: 'f', pattern: 'f', keys: 1, bytesPerKey: null, ...unread })];
  const memory = { usedMemory: null, peakMemory: null, maxmemory: null, maxmemoryPolicy: null, parts: [] };
  await assertMatchesSchema('audit', auditEnvelope({ families, memory }, { target: null, spent: null }));
});

test('a value out of its range or of an unknown word is refused', async () => {
  const { findings, clock } = auditEnvelope().data;
  await expect(assertMatchesSchema('audit', auditEnvelope({ keys: -1 }))).rejects.toThrow('/data/keys');
  await expect(assertMatchesSchema('audit', auditEnvelope({ clock: { ...clock, now: 'today' } }))).rejects.toThrow(
    '/data/clock/now',
  );
  await expect(
    assertMatchesSchema(
      'audit',
      auditEnvelope({ findings: [{ ...findings[0]!, code: 'Not Kebab' } as unknown as WordedFinding] }),
    ),
  ).rejects.toThrow('/data/findings/0/code');
});

describe('envelopes', () => {
  test('an expected failure keeps its code and its next steps', () => {
    const error = new MeterError('refused', EXIT.connection, 'Nobody listens on host:6379.', ['Start the server.']);
    expect(errorEnvelope('audit', error).error).toEqual({
      code: 'refused',
      message: 'Nobody listens on host:6379.',
      suggestions: ['Start the server.'],
    });
  });

  test('anything else that is thrown is a fault of the tool', () => {
    expect(errorEnvelope('audit', new TypeError('x is undefined')).error).toEqual({
      code: 'internal',
      message: 'x is undefined',
      suggestions: [],
    });
    expect(errorEnvelope('audit', 'text').error.message).toBe('text');
  });

  test('JSON is indented, ends with a newline and reads back', () => {
    const json = printJson(auditEnvelope());
    expect(json).toMatch(/^\{\n {2}"schemaVersion": 1,\n[^]*\n\}\n$/);
    expect(JSON.parse(json)).toEqual(auditEnvelope());
  });
});
