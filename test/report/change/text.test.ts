import { expect, test } from 'vitest';
import type { ChangeData, PlanData, Receipt, Skipped } from '../../../src/lib/change/plan/model.js';
import { renderChangeText } from '../../../src/lib/report/change/text.js';
import type { Envelope } from '../../../src/lib/report/envelope.js';

const RECEIPT: Receipt = {
  startedAt: '2026-11-21T02:03:04.000Z',
  endedAt: '2026-11-21T02:03:05.000Z',
  complete: true,
  indexes: { removed: 0, members: 0 },
  elements: 0,
  way: 'scripts',
  restore: null,
  resume: null,
  leaves: [],
};

const lines = async (command: string, skipped: Partial<Skipped>, given: Partial<Receipt> = {}): Promise<string[]> => {
  const plan = { command, asTyped: command, indexes: 4, keys: 10, notes: [], target: { name: 'here' } } as unknown as PlanData;
  const data: ChangeData = {
    plan,
    planned: 10,
    archived: 8,
    changed: 8,
    skipped: { gone: 0, changed: 0, protected: 0, ...skipped },
    archive: 'a.archive',
    receipt: { ...RECEIPT, ...given },
  };
  const envelope = { data, warnings: [], spent: null } as unknown as Envelope<ChangeData>;
  return (await renderChangeText(envelope, { color: false, width: 100, all: false })).split('\n').map((line) => line.trim());
};

test('a receipt has a line for each reason why keys were skipped', async () => {
  expect((await lines('prune', { gone: 1, changed: 2, protected: 3 })).filter((line) => line.startsWith('Skipped'))).toEqual([
    expect.stringMatching(/^Skipped +1 gone before$/),
    expect.stringMatching(/^Skipped +2 that somebody kept changing$/),
    expect.stringMatching(/^Skipped +3 that are not what their names say, or are in use$/),
  ]);
  const restored = await lines('restore', { protected: 1 });
  expect(restored).toContainEqual(expect.stringMatching(/^Skipped +1 that cannot be joined with what is there$/));
});

test('a run that ended when only indexes were left says so', async () => {
  const left = expect.stringMatching(/^Indexes +not all of 4 are kept true to what is left yet$/) as string;
  expect(await lines('prune', { gone: 2 }, { complete: false })).toContainEqual(left);
  expect(await lines('prune', { gone: 1 }, { complete: false })).not.toContainEqual(left);
  expect(await lines('prune', { gone: 2 })).not.toContainEqual(left);
});
