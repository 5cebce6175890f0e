import { expect, test } from 'vitest';
import { explain } from '../../src/lib/consistency/explain.js';
import type { Finding } from '../../src/lib/consistency/finding.js';
import { FindingTally } from '../../src/lib/consistency/finding-tally.js';
import { mergeFindings } from '../../src/lib/consistency/merge-findings.js';
import type { Relation } from '../../src/lib/consistency/relation.js';
import { loadProfile } from '../../src/lib/profile/load.js';

const relation = { index: 0 } as Relation;
const finding = (more: Partial<Finding>): Finding => ({
  relation,
  db: 0,
  key: 'list',
  plan: {} as Finding['plan'],
  class: 'index',
  drift: null,
  verdict: null,
  cause: 'a cause',
  fields: [],
  members: null,
  repair: { kind: 'none', why: 'a reason' },
  identity: 'one',
  ...more,
});

test('members of one list that are off for the same reason are one finding, with the repair of all', () => {
  const off = (member: string, side: 'add' | 'remove', drift: string | null): Finding => {
    const [add, remove] = [side === 'add' ? [member] : [], side === 'remove' ? [member] : []];
    const items = (members: string[]) => members.map((each) => ({ member: each, value: null }));
    return finding({
      drift,
      identity: `${side} ${member}`,
      members: { missing: add, ghosts: remove, altered: [] },
      repair: { kind: 'members', db: 0, key: 'list', type: 'set', add: items(add), remove: items(remove), seconds: null },
    });
  };
  const merged = mergeFindings([
    off('a', 'add', null),
    off('b', 'remove', null),
    off('c', 'remove', 'D12'),
    off('d', 'add', null),
  ]);
  expect(merged.map(({ members, drift }) => [drift, members])).toEqual([
    [null, { missing: ['a', 'd'], ghosts: ['b'], altered: [] }],
    ['D12', { missing: [], ghosts: ['c'], altered: [] }],
  ]);
  expect(merged[0]!.repair).toMatchObject({ add: [{ member: 'a' }, { member: 'd' }], remove: [{ member: 'b' }] });
});

test('findings are counted all, and kept while they are few; beyond that the first of each class', () => {
  const tally = new FindingTally([relation]);
  for (let order = 10_100; order > 0; order--)
    tally.take(relation, order, [
      finding({ identity: String(order), class: order % 10 === 0 ? 'orphan' : 'index', drift: order % 10 === 0 ? 'D4' : null }),
    ]);
  const { violations, byClass, leftOut, findings, byDrift, unrepaired } = tally.of(relation);
  expect({ violations, byClass, leftOut, unrepaired }).toEqual({
    violations: 10_100,
    byClass: { index: 9_090, orphan: 1_010 },
    leftOut: { index: 8_990, orphan: 910 },
    unrepaired: 10_100,
  });
  expect(byDrift).toEqual(new Map([['D4', 1_010]]));
  const places = findings.map(({ identity }) => Number(identity));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test.each(['claude-relay-service', 'aiecs', 'new-api', 'one-api'])(
  'every invariant of %s is explained in its families',
  async (name) => {
    const profile = await loadProfile(name);
    const families = new Set(profile.families.map(({ id }) => id));
    for (const invariant of profile.consistency!.invariants) {
      const { compares, families: concerned, cause, repair } = explain(profile, invariant);
      expect(compares.length).toBeGreaterThan(0);
      expect([...compares, cause, repair].every((text) => text.length > 5)).toBe(true);
      expect(concerned.filter((id) => !families.has(id))).toEqual([]);
    }
  },
);
