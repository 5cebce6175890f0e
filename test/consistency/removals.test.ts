import { expect, test } from 'vitest';
import { compileRelations } from '../../src/lib/consistency/compile-relations.js';
import { NO_PERIOD } from '../../src/lib/consistency/group-table.js';
import type { Relation } from '../../src/lib/consistency/relation.js';
import { Removals } from '../../src/lib/consistency/removals.js';
import { builtinProfiles } from '../../src/lib/profile/builtin/index.js';
import { compileProfile } from '../../src/lib/profile/classify.js';
import type { NotedFamily, StateNote } from '../../src/lib/recognise/state-note.js';

const profiles = (await builtinProfiles()).filter(({ name }) => name === 'claude-relay-service').map(compileProfile);
const { relations } = compileRelations(profiles, { invariants: [], families: [] });
const relationOf = (id: string): Relation => relations.find(({ invariant }) => invariant.id === id)!;

const row = (given: Partial<NotedFamily>): NotedFamily => ({
  profile: 'claude-relay-service',
  id: 'usage.hourly',
  action: 'delete',
  oldest: '2026-03-01:22',
  newest: '2026-03-02:05',
  ...given,
});

const noted = (...families: NotedFamily[]): Removals => {
  const run = { run: '0'.repeat(16), at: '', command: '', archive: null, previous: null, utcOffset: 8, families };
  const state: StateNote = { runs: [run], older: [] };
  return new Removals(state);
};

/** Hours since 1970 of a day as it reads. */
const hoursOf = (text: string): number => Date.parse(`${text}Z`) / 3_600_000;

test('a day is covered if any of its hours was removed', () => {
  const days = relationOf('S6');
  const removals = noted(row({}));
  const covered = ['2026-02-28', '2026-03-01', '2026-03-02', '2026-03-03'].map((day) =>
    removals.covers(days, hoursOf(`${day}T00:00`)),
  );
  expect(covered).toEqual([false, true, true, false]);
  const hours = relationOf('S3');
  const at = (hour: string): boolean => removals.covers(hours, hoursOf(hour));
  expect([at('2026-03-01T21:00'), at('2026-03-01T22:00'), at('2026-03-02T05:00'), at('2026-03-02T06:00')]).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test('other families, and what takes nothing away, cover nothing', () => {
  const day = hoursOf('2026-03-01T00:00');
  expect(noted(row({ id: 'cost.hourly' })).covers(relationOf('S6'), day)).toBe(false);
  expect(noted(row({ profile: 'other' })).covers(relationOf('S6'), day)).toBe(false);
  expect(noted(row({ action: 'raise' })).covers(relationOf('S6'), day)).toBe(false);
  expect(noted().covers(relationOf('S6'), NO_PERIOD)).toBe(false);
});

test('without periods, or with texts that are none, all is covered', () => {
  const day = hoursOf('2020-01-01T00:00');
  expect(noted(row({ oldest: null, newest: null })).covers(relationOf('S6'), day)).toBe(true);
  expect(noted(row({ oldest: 'x', newest: 'y' })).covers(relationOf('S6'), day)).toBe(true);
  expect(noted(row({})).covers(relationOf('S6'), NO_PERIOD)).toBe(true);
});

test('where only owners went that are gone, sums of one owner are judged, and sums over owners are not', () => {
  const orphans = noted(row({ onlyGoneOwners: true }), row({ id: 'key-model.hourly', onlyGoneOwners: true }));
  expect(orphans.covers(relationOf('S6'), hoursOf('2026-03-01T00:00'))).toBe(false);
  expect(orphans.covers(relationOf('S13'), hoursOf('2026-03-01T22:00'))).toBe(true);
});

test('what gone owners leave of a sum counts as its part', () => {
  // Their days are added up from their models.
  const orphans = noted(row({ id: 'key-model.daily', oldest: '2026-03-01', newest: '2026-03-01', onlyGoneOwners: true }));
  expect(orphans.covers(relationOf('S8'), hoursOf('2026-03-01T00:00'))).toBe(true);
  expect(orphans.covers(relationOf('S8'), hoursOf('2026-03-02T00:00'))).toBe(false);
});

test('the removals of a run touch only sums over the removed keys', () => {
  expect(noted(row({})).touches(relationOf('S6'))).toBe(true);
  expect(noted(row({ id: 'billing.events', action: 'trim' })).touches(relationOf('S6'))).toBe(false);
});
