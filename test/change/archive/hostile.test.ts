import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KIND } from '../../../src/lib/change/archive/block.js';
import { openArchive } from '../../../src/lib/change/archive/reader.js';
import { createArchive } from '../../../src/lib/change/archive/writer.js';
import { MeterError } from '../../../src/lib/format/errors.js';
import { runMeterInside } from '../../support/meter-inside.js';
import { runMeasured } from '../../support/peak-memory.js';
import { craftedArchive, json, recordBlock, type CraftedBlock } from './support/crafted.js';
import { HEAD } from './support/records.js';

let folder = '';
let made = 0;
const fresh = () => join(folder, `${made++}.archive`);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-hostile-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function written(bytes: Buffer): Promise<string> {
  const path = fresh();
  await writeFile(path, bytes);
  return path;
}

/** The failure of reading all of it; `null`: there is none. Anything but a MeterError is thrown. */
async function failureOf(bytes: Buffer): Promise<MeterError | null> {
  const path = await written(bytes);
  try {
    await (await openArchive(path)).verify();
    return null;
  } catch (error) {
    if (error instanceof MeterError) return error;
    throw error;
  }
}

const head = json(KIND.head, HEAD);
const archiveOf = (...blocks: CraftedBlock[]) => craftedArchive([head, ...blocks]);
const RECORD = { db: 0, name: 'k', family: 'key.hourly', action: 'delete' as const, value: { form: 'absent' }, expireAtMs: null };
const valued = (type: string, value: unknown) => ({ ...RECORD, value: { form: 'typed', type, value } });
/** JSON that nests so deeply. */
const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

const ODD: readonly unknown[] = [undefined, null, [], {}, 'x'.repeat(100_000), 1e300, -1000];

describe('the head of a crafted archive', () => {
  const fields = Object.keys(HEAD) as (keyof typeof HEAD)[];

  test.each(fields)('with any odd %s is refused by its name', async (field) => {
    for (const odd of ODD) {
      const failure = await failureOf(craftedArchive([json(KIND.head, { ...HEAD, [field]: odd })]));
      expect(failure?.message).toContain(`its field ${field} is not what it has to be`);
    }
  });

  test.each([null, 7, 'text', [], [HEAD]])('of %j is refused', async (data) => {
    expect((await failureOf(craftedArchive([json(KIND.head, data)])))?.message).toContain('is damaged at byte');
  });

  test('that nests deeply is refused before it is parsed', async () => {
    const bytes = Buffer.from(`{"db":${deep(200_000)}}`);
    expect((await failureOf(craftedArchive([{ kind: KIND.head, bytes }])))?.message).toContain('it holds no JSON');
  });

  test('may hold fields that are not known', async () => {
    expect(await failureOf(craftedArchive([json(KIND.head, { ...HEAD, later: { than: ['this'] } })]))).toBeNull();
  });
});

describe('a record of a crafted archive', () => {
  test.each([
    ['database', { ...RECORD, db: 2 ** 40 }],
    ['family', { ...RECORD, family: 'f'.repeat(1000) }],
    ['action', { ...RECORD, action: 'a'.repeat(1000) }],
    ['expiry', { ...RECORD, expireAtMs: Infinity }],
    ['value', valued('hash', 'text')],
    ['value', valued('hash', [{ field: 'a', value: 7, expireAtMs: null }])],
    ['value', valued('list', [['a']])],
    ['value', valued('stream', { entries: [{ id: '-', pairs: [] }], lastId: '0-0', groups: [] })],
    ['value', valued('never', [])],
    ['fields', { ...RECORD, fields: [] }],
    ['fields', { ...RECORD, fields: { a: null } }],
    ['fields', { ...RECORD, fields: { a: { before: 1, after: null } } }],
    ['details', { ...RECORD, details: { type: 7 } }],
    ['details', { ...RECORD, details: 'text' }],
  ])('with an odd %s is refused: %#', async (part, record) => {
    const failure = await failureOf(archiveOf(recordBlock([RECORD, record])));
    expect(failure?.message).toContain(`the ${part} of a record is not what it has to be`);
    expect(failure?.exitCode).toBe(1);
  });

  test('keeps a field that is called __proto__, and nothing else by that name', async () => {
    const fields = JSON.parse('{"__proto__":{"before":"1","after":"2"}}') as object;
    const path = await written(archiveOf(recordBlock([{ ...RECORD, action: 'raise', fields }])));
    const found = [];
    for await (const record of (await openArchive(path)).records()) found.push(record);
    expect(Object.keys(found[0]!.fields!)).toEqual(['__proto__']);
    const own = '{"details":{},"__proto__":{"action":"delete"},"toString":1}';
    expect(await failureOf(archiveOf({ kind: KIND.records, bytes: withRest(own) }))).toBeNull();
  });

  /** A record whose last part is this text; it is in no batch. */
  const withRest = (text: string): Buffer => {
    const { bytes } = recordBlock([RECORD]);
    return Buffer.concat([bytes.subarray(0, -2), Buffer.from([text.length]), Buffer.from(text), Buffer.of(0)]);
  };

  test.each(['7', 'null', '[]', '{', deep(100)])('with %j behind it never ends in anything but a named failure', async (text) => {
    const failure = await failureOf(archiveOf({ kind: KIND.records, bytes: withRest(text) }));
    if (failure) expect(failure.message).toContain('its records cannot be read');
    else expect(text).toBe('[]');
  });
});

describe('totals of a crafted archive', () => {
  test.each([null, {}, { records: 'many', families: {} }, { records: 0, families: { a: 'b' } }, { records: 0, families: null }])(
    '%j are refused',
    async (data) => {
      expect((await failureOf(archiveOf(json(KIND.totals, data))))?.message).toContain('is damaged at byte');
    },
  );
});

describe('how much an archive may grow', () => {
  test('a block that is far larger than what it takes in the file is refused unread', async () => {
    const bomb = archiveOf({ kind: KIND.records, bytes: Buffer.alloc(2 ** 24 + 1) });
    expect(bomb.length).toBeLessThan(20_000);
    expect((await failureOf(bomb))?.message).toContain('a block says that it is larger than any that is written');
  });

  test('a block that inflates to more than it says is refused', async () => {
    const liar = archiveOf({ kind: KIND.records, bytes: Buffer.alloc(2 ** 20), length: 1000 });
    expect((await failureOf(liar))?.message).toContain('a block cannot be inflated');
  });

  test('a value of one byte over and over comes back, whatever its length', async () => {
    const path = fresh();
    const writer = await createArchive(path, HEAD);
    const value = { form: 'dump' as const, payload: 'a'.repeat(2 ** 24 + 5) };
    await writer.append([{ ...RECORD, value }]);
    await writer.close();
    const found = [];
    for await (const record of (await openArchive(path)).records())
      found.push(record.value.form === 'dump' && record.value.payload);
    expect(found[0] === value.payload).toBe(true);
  });

  test('too many families for any profile are refused', async () => {
    const records = Array.from({ length: 10_001 }, (_, number) => ({ ...RECORD, family: `f${number}` }));
    expect((await failureOf(archiveOf(recordBlock(records))))?.message).toContain('its records are of too many families');
  });

  test('a small file that inflates to far more takes little memory', async () => {
    const large = recordBlock([{ ...RECORD, value: { form: 'dump', payload: 'a'.repeat(2 ** 24 - 100) } }]);
    const path = await written(archiveOf(...Array.from({ length: 24 }, () => large)));
    const { code, stdout, peak } = await runMeasured(['restore', '--list', path]);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('24') as string });
    expect(peak).toBeLessThan(350);
  });
});

describe('any damage', () => {
  const sound = archiveOf(
    recordBlock([
      { ...RECORD, value: { form: 'dump', payload: '\0\u00ff\u0001' } },
      valued('hash', [{ field: 'f', value: 'v', expireAtMs: 17 }]),
      { ...RECORD, action: 'raise', fields: { f: { before: null, after: '7' } }, details: { type: 'hash', keys: ['a', 'b'] } },
    ]),
    json(KIND.totals, { records: 3, families: { 'key.hourly': 3 } }),
  );
  const RUNS = Number(process.env['METER_FUZZ_CASES'] ?? 150);

  test('to the inside of blocks, with right checksums, ends in a named failure or in records of the right shape', async () => {
    const { bytes } = recordBlock([
      { ...RECORD, value: { form: 'dump', payload: '\0\u00ff\u0001' } },
      valued('hash', [{ field: 'f', value: 'v', expireAtMs: 17 }]),
      { ...RECORD, action: 'raise', fields: { f: { before: null, after: '7' } } },
    ]);
    const damage = fc.record({ at: fc.nat(bytes.length - 1), cut: fc.nat(4), put: fc.uint8Array({ maxLength: 4 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
        let altered = bytes;
        for (const { at, cut, put } of damages)
          altered = Buffer.concat([altered.subarray(0, at), Buffer.from(put), altered.subarray(at + cut)]);
        await failureOf(archiveOf({ kind: KIND.records, bytes: altered }));
      }),
      { numRuns: RUNS },
    );
  });

  test('to the file ends in a named failure, or in what was whole before it', async () => {
    const damage = fc.record({ at: fc.nat(sound.length - 1), cut: fc.nat(8), put: fc.uint8Array({ maxLength: 8 }) });
    await fc.assert(
      fc.asyncProperty(damage, async ({ at, cut, put }) => {
        await failureOf(Buffer.concat([sound.subarray(0, at), Buffer.from(put), sound.subarray(at + cut)]));
      }),
      { numRuns: RUNS },
    );
  });
});

test('restore tells what is wrong with a crafted archive, and that as JSON too', async () => {
  const path = await written(craftedArchive([json(KIND.head, null)]));
  const { code, stdout } = await runMeterInside(['restore', path, '--list', '--json']);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'archive' } });
});
