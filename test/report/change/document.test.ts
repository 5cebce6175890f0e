import { describe, expect, test } from 'vitest';
import { PLANNED } from '../../../src/lib/change/actions.js';
import type { PlanFamily, Receipt, Skipped } from '../../../src/lib/change/plan/model.js';
import type { ChangeReport, PlanReport } from '../../../src/lib/report/change/worded.js';
import { changeDocument, planDocument } from '../../../src/lib/report/change/document.js';
import { CHANGE_SECTIONS } from '../../../src/lib/report/change/sections.js';
import type { Document } from '../../../src/lib/report/document.js';
import type { Envelope } from '../../../src/lib/report/envelope.js';
import { renderCsv } from '../../../src/lib/report/render/csv.js';
import { renderText } from '../../../src/lib/report/render/text.js';

const RECEIPT: Receipt = {
  startedAt: '2026-11-21T02:03:04.000Z',
  endedAt: '2026-11-21T02:03:05.000Z',
  complete: true,
  indexes: { checked: 0, removed: 0, members: 0, sets: 0 },
  elements: 0,
  way: 'scripts',
  restore: null,
  resume: null,
  leaves: [],
};

const familyOf = (given: Partial<PlanFamily>): PlanFamily => ({
  id: 'usage.hourly',
  profile: 'crs',
  pattern: 'usage:hourly:{keyId}:{hour}',
  action: 'delete',
  keys: 10,
  elements: null,
  bytes: null,
  periods: null,
  breaks: 'Nothing.',
  harmless: true,
  samples: [],
  ...given,
});

const planOf = (given: Partial<PlanReport>): PlanReport =>
  ({
    command: 'prune',
    asTyped: 'prune --hourly',
    indexes: 4,
    keys: 10,
    bytes: null,
    commands: 20,
    cost: null,
    keyspace: 100,
    profiles: [],
    clock: { now: '2026-11-21T02:03:04.000Z', utcOffset: 8, offsetFrom: 'flag', evidence: '', marginHours: 0 },
    families: [familyOf({})],
    protected: [],
    leaves: [],
    dark: [],
    notes: [],
    target: { name: 'here' },
    ...given,
  }) as unknown as PlanReport;

interface Given {
  plan?: Partial<PlanReport>;
  data?: Partial<ChangeReport>;
  skipped?: Partial<Skipped>;
  receipt?: Partial<Receipt> | null;
}

function documentOf({ plan = {}, data = {}, skipped = {}, receipt = {} }: Given): Document {
  const made: ChangeReport = {
    plan: planOf(plan),
    planned: 10,
    archived: 8,
    changed: 8,
    archive: 'a.archive',
    ...data,
    skipped: { gone: 0, changed: 0, protected: 0, ...skipped },
    receipt: receipt && { ...RECEIPT, ...receipt },
  };
  return changeDocument({ data: made, warnings: [], spent: null } as unknown as Envelope<ChangeReport>);
}

async function lines(given: Given): Promise<string[]> {
  const text = await renderText(documentOf(given), { color: false, width: 100, all: false });
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.trim());
}

describe('a receipt', () => {
  test('has a line for each reason why keys were skipped', async () => {
    expect(
      (await lines({ skipped: { gone: 1, changed: 2, protected: 3 } })).filter((line) => line.startsWith('Skipped')),
    ).toEqual([
      expect.stringMatching(/^Skipped +1 key that did not exist any more$/),
      expect.stringMatching(/^Skipped +2 keys that others changed at each attempt$/),
      expect.stringMatching(/^Skipped +3 keys in use, or of another type than the name says$/),
    ]);
    const restored = await lines({ plan: { command: 'restore' }, skipped: { protected: 1 } });
    expect(restored).toContainEqual(expect.stringMatching(/^Skipped +1 key that could not be merged with the existing value$/));
  });

  test('of a run that ended when only indexes were left says so', async () => {
    const left = expect.stringMatching(/^Indexes +not all of 4 are checked yet$/) as string;
    expect(await lines({ skipped: { gone: 2 }, receipt: { complete: false } })).toContainEqual(left);
    expect(await lines({ skipped: { gone: 1 }, receipt: { complete: false } })).not.toContainEqual(left);
    expect(await lines({ skipped: { gone: 2 } })).not.toContainEqual(left);
  });

  test('ends with what was changed and where the archive is', async () => {
    expect((await lines({})).at(-1)).toBe('Removed 8 keys. Archive: a.archive');
    const two = [familyOf({}), familyOf({ action: 'leak' })];
    expect((await lines({ plan: { families: two } })).at(-1)).toBe('Changed 8 keys. Archive: a.archive');
    expect((await lines({ receipt: { complete: false } })).at(-1)).toBe('Not finished: 8 of 10 keys changed. Archive: a.archive');
  });

  test('without an archive says whether that matters', async () => {
    const archive = async (changed: number) =>
      (await lines({ data: { changed, archive: null } })).find((line) => line.startsWith('Archive'));
    expect(await archive(0)).toMatch(/none: nothing was changed$/);
    expect(await archive(8)).toMatch(/none: this cannot be undone$/);
  });

  test('as a table holds the keys by outcome', async () => {
    const csv = await renderCsv(documentOf({ skipped: { alive: 2 } }), { section: 'outcome', delimiter: ',' });
    expect(csv.split('\n')).toEqual(expect.arrayContaining(['planned,10', 'changed,8', 'skipped-alive,2', 'skipped-gone,0']));
  });
});

describe('a plan', () => {
  test.each(PLANNED)('that would %s ends with that in one line', async (action) => {
    const text = await lines({ plan: { families: [familyOf({ action })], indexes: 0 }, receipt: null });
    expect(text.at(-1)).toMatch(/^Plan: [a-z].* 10 keys\. Nothing was changed\.$/);
  });

  test('names what is kept, by section', async () => {
    const given: Given = {
      plan: {
        protected: [{ family: 'cost.daily', keys: null, code: 'in-use', params: {}, reason: 'limits or screens need it' }],
      },
      receipt: null,
    };
    const text = await lines(given);
    expect(text).toContain('Protected (matched but not removed)');
    expect(text).toContain('- cost.daily: limits or screens need it');
    expect(await renderCsv(documentOf(given), { section: 'protected', delimiter: ',' })).toBe(
      'family,keys,reason\ncost.daily,,limits or screens need it\n',
    );
  });

  test('that would do nothing says so', async () => {
    expect((await lines({ plan: { keys: 0, indexes: 0, families: [] }, receipt: null })).at(-1)).toBe('There is nothing to do.');
  });
});

test.each([
  ['a plan', documentOf({ receipt: null })],
  ['a receipt', documentOf({})],
  ['a plan that is asked about', planDocument(planOf({}))],
])('%s has each section that may be asked for', (what, { blocks }) => {
  const ids = new Set(blocks.flatMap((block) => ('id' in block && block.id !== undefined ? [block.id] : [])));
  const tables = new Set(blocks.flatMap((block) => (block.kind === 'table' ? [block.id] : [])));
  const asked = (names: readonly string[]) => names.filter((id) => what !== 'a plan that is asked about' || id !== 'outcome');
  expect([...ids].toSorted()).toEqual(asked(CHANGE_SECTIONS.all).toSorted());
  expect([...tables].toSorted()).toEqual(asked(CHANGE_SECTIONS.tables).toSorted());
});
