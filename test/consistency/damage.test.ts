import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../src/lib/consistency/finding.js';
import { loadKeyspace } from '../../src/lib/demo/load.js';
import { relayKeyspace } from '../../src/lib/demo/relay.js';
import { BASE } from '../support/clock.js';
import { checkServer, told, type CheckedServer } from '../support/consistency.js';
import { DAMAGES, DamagedRelay } from '../support/damages.js';
import { repairServer } from '../support/repair.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { contentsOf, type HeldValue } from '../support/server-contents.js';
import { valuesOf, type PlainValue } from '../support/plain-values.js';

/** A relay whose sums hold, as of now, so that lives are those of its periods. */
const KEYS = 5_000;

let server: TestServer;
let client: Redis;
let damaged: DamagedRelay;
let before: CheckedServer;
let after: CheckedServer;
/** What each key held before anything happened to it. */
let whole: Map<string, PlainValue>;

beforeAll(async () => {
  server = await startRedis();
  client = server.client();
  const relay = relayKeyspace({ keys: KEYS, booked: true, seed: 4, now: BASE, minTtl: 7200, problems: false });
  await loadKeyspace(relay, { host: '127.0.0.1', port: server.port });
  damaged = new DamagedRelay(client, (await client.keys('*')).sort());
  before = await checkServer(server.port);
  whole = await valuesOf(client, damaged.names);
  for (const { apply } of DAMAGES) await apply(damaged);
  after = await checkServer(server.port);
}, 120_000);
afterAll(() => server?.stop());

describe('a relay whose sums hold', () => {
  test('holds in every invariant, in thousands of groups', () => {
    expect(before.findings.map(told)).toEqual([]);
    expect(before.counts.get('S1')!.holds).toBeGreaterThan(50);
    for (const [id, { checked, holds }] of before.counts) {
      // Ranks and the members of tags apart, every invariant has something to hold in.
      if (!['K6', 'K9'].includes(id)) expect([id, checked > 0 && holds > 0]).toEqual([id, true]);
    }
  });
});

describe('damaged', () => {
  test.each(DAMAGES)('$what is found', ({ told: expected }) => {
    expect(after.findings.map(told)).toEqual(
      expect.arrayContaining(expected(damaged).map((text) => expect.stringContaining(text))),
    );
  });

  test('nothing is repaired by lowering or guesswork', () => {
    for (const { repair } of after.findings) {
      if (repair.kind === 'raise') expect(repair.fields.every(({ delta }) => !delta.startsWith('-') && delta !== '0')).toBe(true);
    }
    const kinds = (kind: Finding['class']): Set<string> =>
      new Set(after.findings.filter((finding) => finding.class === kind).map(({ repair }) => repair.kind));
    expect(kinds('orphan').has('raise')).toBe(false);
    expect(kinds('known-drift').has('raise')).toBe(false);
  });

  test('the same is found when sums have to go to disk', async () => {
    const spilled = await checkServer(server.port, { maxBytes: 0 });
    expect(spilled.spilled).toBe(true);
    const both = (finding: Finding): string => `${told(finding)} ${finding.repair.kind}`;
    expect(spilled.findings.map(both).sort()).toEqual(after.findings.map(both).sort());
  });

  test('groups with a value that is no number are not computed with', () => {
    expect(after.counts.get('S1')!.unjudged.corrupt).toBeGreaterThan(0);
  });
});

describe('repaired', () => {
  let [left, repaired]: Map<string, HeldValue>[] = [];
  let held: Map<string, PlainValue>;

  beforeAll(async () => {
    left = await contentsOf(client);
    await repairServer(server.port);
    repaired = await contentsOf(client);
    held = await valuesOf(client, [...repaired.keys()]);
  }, 120_000);

  const gone = (): string => damaged.ids[4]!;
  const tagsOf = (id: string): string[] =>
    [...whole].flatMap(([name, { parts }]) => (name.startsWith('apikey:tag:') && parts.includes(id) ? [name] : []));

  test('every key but those of a repair is as it was, to the byte and the life', () => {
    const names = new Set([...left!.keys(), ...repaired!.keys()]);
    const touched = [...names].filter((name) => JSON.stringify(left!.get(name)) !== JSON.stringify(repaired!.get(name)));
    const expected = DAMAGES.flatMap(({ back, changed }) => [...(back ? [back(damaged)] : []), ...(changed?.(damaged) ?? [])]);
    expect(touched.sort()).toEqual([...new Set([...expected, ...tagsOf(gone())])].sort());
  });

  test.each(DAMAGES.filter(({ back }) => back))('$what is undone', ({ back }) => {
    const name = back!(damaged);
    const known = whole.get(name) ?? null;
    // The owner that is gone has left the lists of API keys for good.
    const parts = known?.parts.filter((part) => !name.startsWith('apikey:') || !part.includes(gone()));
    expect(held.get(name) ?? null).toEqual(known && parts!.length > 0 ? { ...known, parts } : null);
  });

  test('a second run changes nothing', async () => {
    expect(await repairServer(server.port)).toMatchObject({ changed: 0, complete: true });
  });
});
