/** Data as each application writes them: who is recognised, what each key is counted under, and that nobody else is claimed. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeSnapshot } from '../../src/lib/demo/rdb/snapshot.js';
import { allBuiltin } from '../../src/lib/profile/builtin/all.js';
import { limiterLibraries } from '../../src/lib/profile/limiter-libraries/index.js';
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

const everything = [...allBuiltin, ...limiterLibraries];

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

test('several on one Redis are told apart, each with its own keys', async () => {
  // Bull has the key names of BullMQ, and is not told from it on one server.
  const others = made.filter(([name]) => name !== 'bull');
  const all = others.flatMap(([, keys]) => keys);
  const { profiles, presence } = await look('together', [...new Map(all.map((key) => [key.key, key])).values()]);
  expect(profiles.map(({ compiled }) => compiled.profile.name).toSorted()).toEqual(others.map(([name]) => name).toSorted());
  expect(presence.claims.filter(({ owner }) => owner === null)).toEqual([]);
});

test.each(made)('%s: no other profile claims its data, even if it is the only one asked', async (name, keys) => {
  const claimed: string[] = [];
  for (const profile of everything.filter((other) => other.name !== name)) {
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
