/** What the hours of a tiny relay look like before, between and after prunes. */
import type { Redis } from 'ioredis';
import { expect } from 'vitest';
import { typedOf } from '../../../../src/lib/change/compare/same-value.js';
import { decodeDump } from '../../../../src/lib/change/value/decode-dump.js';
import { isClosedHour, isClosedIndex } from '../../../support/tiny-relay.js';
import { changesIn } from './pruning.js';

/** Values by name, in a form that does not depend on the order in a payload. Without what meter itself leaves. */
export type Contents = Map<string, string>;

export async function valuesOf(client: Redis): Promise<Contents> {
  const names = (await client.keys('*')).filter((name) => !name.startsWith('meter:')).toSorted();
  const values = await Promise.all(names.map((name) => client.dumpBuffer(name)));
  return new Map(names.map((name, index) => [name, JSON.stringify(decodeDump(values[index]!.toString('latin1')))]));
}

/** What an undisturbed run leaves: of the closed hours nothing but a marker for each index. */
export function expectPruned(before: Contents, after: Contents): void {
  const names = [...before.keys()];
  const stays = names.filter((name) => !isClosedHour(name) && !isClosedIndex(name));
  const markers = names.filter((name) => isClosedIndex(name)).map((name) => `${name}:empty`);
  expect([...after.keys()].toSorted()).toEqual([...stays, ...markers].toSorted());
  for (const name of stays) expect(after.get(name), name).toBe(before.get(name));
}

/** Every key that is not there any more lies in one of the archives with the value that it had. */
export async function expectNothingLost(before: Contents, after: Contents, archives: readonly string[]): Promise<void> {
  const records = (await Promise.all(archives.map(changesIn))).flat();
  for (const [name, value] of before) {
    if (after.get(name) === value) continue;
    const kept = records.find((record) => record.name === name && record.action === 'delete');
    expect(kept && JSON.stringify(typedOf(kept.value)), `${name} is lost`).toBe(value);
  }
}

/** Each value stands in the archives once, less what was taken back. */
export async function expectNothingTwice(archives: readonly string[]): Promise<void> {
  const taken = (await Promise.all(archives.map(changesIn))).flat().map(({ name }) => name);
  expect(taken.filter((name, index) => isClosedHour(name) && taken.indexOf(name) !== index)).toEqual([]);
}
