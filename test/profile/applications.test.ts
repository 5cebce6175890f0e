/** Data as each application writes them: who is recognised, what each key is counted under, and that nobody else is claimed. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeSnapshot } from '../../src/lib/demo/rdb/snapshot.js';
import { allBuiltin } from '../../src/lib/profile/builtin/all.js';
import { recogniseSnapshots } from '../../src/lib/recognise/recognise-snapshots.js';
import { APPLICATIONS } from '../support/applications/index.js';
import { countsOf, type MadeKey } from '../support/applications/made-keys.js';
import { BASE } from '../support/clock.js';

let folder: string;
const files = new Map<string, string>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'applications-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fileOf(name: string, keys: readonly MadeKey[]): Promise<string> {
  const known = files.get(name);
  if (known !== undefined) return known;
  const path = join(folder, `${name}.rdb`);
  const size = { keys: keys.length, expiring: keys.filter(({ ttl }) => ttl !== null).length };
  await writeFile(path, Buffer.concat([...writeSnapshot(keys.values(), { now: BASE, size })]));
  files.set(name, path);
  return path;
}

const everything = allBuiltin;

const look = async (name: string, keys: readonly MadeKey[], profiles = everything) =>
  recogniseSnapshots([await fileOf(name, keys)], {
    profiles,
    asked: false,
    databases: 0,
    now: BASE,
    offset: { flag: null, env: null, noted: null },
    signal: new AbortController().signal,
  });

const made = APPLICATIONS.map(({ name, keys }) => [name, keys()] as const);

test.each(made)('%s: it alone is recognised, and each key is counted under its family', async (name, keys) => {
  const { profiles, presence } = await look(name, keys);
  expect(profiles.map(({ compiled }) => compiled.profile.name)).toEqual([name]);
  const counted: Record<string, number> = {};
  for (const { owner, claim } of presence.claims) {
    const id = owner?.family.id ?? '(unrecognised)';
    counted[id] = (counted[id] ?? 0) + claim.stats.keys;
  }
  expect(counted).toEqual(countsOf(keys));
});

test('several on one Redis are told apart, and each key is counted for its application and under its family', async () => {
  // Queues of Bull whose names nobody is known for are not told from those of BullMQ.
  const others = made.filter(([name]) => name !== 'bull');
  const expected: Record<string, number> = {};
  const all = new Map<string, MadeKey>();
  for (const [name, keys] of others)
    for (const key of keys) {
      expect(all.has(key.key), key.key).toBe(false);
      all.set(key.key, key);
      expected[`${name} ${key.family}`] = (expected[`${name} ${key.family}`] ?? 0) + 1;
    }
  const { profiles, presence } = await look('together', [...all.values()]);
  expect(profiles.map(({ compiled }) => compiled.profile.name).toSorted()).toEqual(others.map(([name]) => name).toSorted());
  const counted: Record<string, number> = {};
  for (const { owner, claim } of presence.claims) {
    const id = owner === null ? '(unrecognised)' : `${owner.profile.name} ${owner.family.id}`;
    counted[id] = (counted[id] ?? 0) + claim.stats.keys;
  }
  expect(counted).toEqual(expected);
});

const pairs = made.flatMap(([one], at) => made.slice(at + 1).map(([other]) => [one, other] as const));

test.each(pairs.filter(([one, other]) => !(one === 'bullmq' && other === 'bull')))(
  '%s beside %s: both are recognised, nobody else, and each keeps its keys',
  async (one, other) => {
    const keys = made.flatMap(([name, own]) => (name === one || name === other ? own : []));
    const { profiles } = await look(`${one}+${other}`, keys);
    const count = (name: string): number => made.find(([each]) => each === name)![1].length;
    expect(Object.fromEntries(profiles.map(({ compiled, keys: own }) => [compiled.profile.name, own]))).toEqual({
      [one]: count(one),
      [other]: count(other),
    });
  },
);

test('a queue of BullMQ with the name that n8n uses is not taken for n8n', async () => {
  const keys = made.find(([name]) => name === 'bullmq')![1];
  const renamed = keys.map((key) => ({ ...key, key: key.key.replace(/^bull:ingestion-queue:/, 'bull:jobs:') }));
  const { profiles } = await look('bullmq-jobs', renamed);
  expect(profiles.map(({ compiled, keys: own }) => [compiled.profile.name, own])).toEqual([['bullmq', keys.length]]);
});

/** The library that makes the queues of an application. */
const MADE_WITH: Readonly<Record<string, string>> = { n8n: 'bull', 'claude-code-hub': 'bull' };

test.each(made)('%s: no other profile claims its data, even if it is the only one asked', async (name, keys) => {
  const claimed: string[] = [];
  for (const profile of everything.filter((other) => other.name !== name && other.name !== MADE_WITH[name])) {
    const rivals = everything.filter((other) => profile.unless?.includes(other.name));
    const { profiles } = await look(name, keys, [...rivals, profile]);
    if (profiles.some(({ compiled }) => compiled.profile.name === profile.name)) claimed.push(profile.name);
  }
  expect(claimed).toEqual([]);
});

test.each(made)('%s: the types of the data are those of the families', async (name, keys) => {
  const profile = everything.find((one) => one.name === name)!;
  const wrong = keys.filter(({ family: id, value }) => {
    const family = profile.families.find((one) => one.id === id);
    return !family || (family.type !== value.type && family.alsoTypes?.includes(value.type) !== true);
  });
  expect(wrong.map(({ key }) => key)).toEqual([]);
});
