import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openArchive, type NumberedRecord } from '../../../src/lib/change/archive/reader.js';
import type { ArchiveRecord } from '../../../src/lib/change/archive/record.js';
import { createArchive } from '../../../src/lib/change/archive/writer.js';
import { MeterError } from '../../../src/lib/format/errors.js';
import { batches, HEAD } from './support/records.js';

let folder = '';
let made = 0;
const fresh = () => join(folder, `${made++}.archive`);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-archive-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const record = (name: string): ArchiveRecord => ({
  db: 0,
  name,
  family: 'key.hourly',
  action: 'delete',
  value: { form: 'dump', payload: `payload of ${name}` },
  expireAtMs: null,
});

/** Writes the batches, all at once or each after the one before, and returns the path. */
async function write(groups: readonly (readonly ArchiveRecord[])[], { atOnce = true, close = true } = {}): Promise<string> {
  const path = fresh();
  const writer = await createArchive(path, HEAD);
  const appended: Promise<void>[] = [];
  for (const group of groups) {
    const append = writer.append(group);
    appended.push(append);
    if (!atOnce) await append;
  }
  await Promise.all(appended);
  if (close) await writer.close();
  return path;
}

async function read(path: string): Promise<ArchiveRecord[]> {
  const records: ArchiveRecord[] = [];
  for await (const each of (await openArchive(path)).records()) records.push(each);
  return records;
}

/** What a reader of these bytes finds: records and completeness, or the failure. */
async function outcome(bytes: Buffer): Promise<{ records: ArchiveRecord[]; complete: boolean } | MeterError> {
  const path = fresh();
  await writeFile(path, bytes);
  try {
    const { complete, records } = await (await openArchive(path)).verify();
    const found = await read(path);
    expect(found).toHaveLength(records);
    return { records: found, complete };
  } catch (error) {
    if (error instanceof MeterError) return error;
    throw error;
  } finally {
    await rm(path);
  }
}

describe('an archive', () => {
  test('gives back every record in order, however the batches fall', async () => {
    await fc.assert(
      fc.asyncProperty(batches, fc.boolean(), async (groups, atOnce) => {
        const path = await write(groups, { atOnce });
        const archive = await openArchive(path);
        const records = groups.flat();
        const families = new Map<string, { keys: number }>();
        for (const { family } of records) families.set(family, { keys: (families.get(family)?.keys ?? 0) + 1 });
        expect(archive.head).toEqual(HEAD);
        expect(await read(path)).toEqual(records);
        const shown: ArchiveRecord[] = [];
        const contents = await archive.verify((record) => shown.push(record));
        expect(contents).toMatchObject({ complete: true, records: records.length, families });
        expect(shown).toEqual(records);
        const backwards: NumberedRecord[] = [];
        for await (const block of archive.backwards(contents)) for (const numbered of block) backwards.push(numbered);
        expect(backwards).toEqual(records.map((each, number) => ({ record: each, number })).toReversed());
        await rm(path);
      }),
      { numRuns: 30 },
    );
  });

  test('holds records larger than a block', async () => {
    const records = ['a', 'b', 'c'].map((name) => {
      return { ...record(name), value: { form: 'dump' as const, payload: `${name}\xff\0`.repeat(400_000) } };
    });
    const path = await write([records, [record('d')]]);
    expect(await read(path)).toEqual([...records, record('d')]);
  });

  test('is for its owner alone, and never written over', async () => {
    const path = await write([[record('a')]]);
    const before = await readFile(path);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await expect(createArchive(path, HEAD)).rejects.toThrow('exists already and is not written over; nothing was changed.');
    expect(await readFile(path)).toEqual(before);
  });

  test('takes the first path that is free', async () => {
    const taken = await write([[record('a')]]);
    const free = fresh();
    const writer = await createArchive([taken, free, fresh()], HEAD);
    await writer.close();
    expect(writer.path).toBe(free);
    expect(await read(taken)).toHaveLength(1);
    await expect(createArchive([taken, free], HEAD)).rejects.toThrow(`${free} exists already`);
  });

  test('holds what was appended as soon as the append resolves', async () => {
    const path = fresh();
    const writer = await createArchive(path, HEAD);
    for (let count = 1; count <= 3; count++) {
      await writer.append([record(`key ${count}`)]);
      expect(await read(path)).toHaveLength(count);
      expect(writer.records).toBe(count);
      expect(writer.bytes).toBe((await stat(path)).size);
    }
    expect(await (await openArchive(path)).verify()).toMatchObject({ complete: false, records: 3 });
    await writer.close();
    expect(await (await openArchive(path)).verify()).toMatchObject({ complete: true, records: 3 });
  });

  test('cut off anywhere, gives back the batches before, and says that it is not complete', async () => {
    const groups = [[record('a'), record('b')], [record('c')], [record('d')]];
    const bytes = await readFile(await write(groups, { atOnce: false }));
    const lengths = new Set<number>();
    for (let length = 0; length < bytes.length; length++) {
      const found = await outcome(bytes.subarray(0, length));
      if (found instanceof MeterError) {
        expect(found.message).toMatch(length < 9 ? /is not an archive/ : /ends before its first record/);
        expect(lengths.size).toBe(0);
        continue;
      }
      expect(found.complete).toBe(false);
      expect(found.records).toEqual(groups.flat().slice(0, found.records.length));
      lengths.add(found.records.length);
    }
    expect([...lengths]).toEqual([0, 2, 3, 4]);
  });

  test('with any byte changed, is found damaged at the block that holds it', async () => {
    const bytes = await readFile(await write([[record('a')], [record('b')]], { atOnce: false }));
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1 << (at % 8);
      const found = await outcome(changed);
      expect(found).toBeInstanceOf(MeterError);
      if (at < 9) continue;
      const offset = Number(/damaged at byte (\d+)/.exec((found as MeterError).message)?.[1]);
      expect(offset).toBeLessThanOrEqual(at);
    }
  });

  test('with a block missing, twice or in another place, or bytes after its end, is found damaged', async () => {
    const path = fresh();
    const writer = await createArchive(path, HEAD);
    const ends = [writer.bytes];
    for (const name of ['a', 'b']) {
      await writer.append([record(name)]);
      ends.push(writer.bytes);
    }
    await writer.close();
    const bytes = await readFile(path);
    const [head, first, second, totals] = [0, ...ends].map((start, index) =>
      bytes.subarray(start, [...ends, bytes.length][index]),
    );
    const others = [
      [head, second, totals],
      [head, first, first, second, totals],
      [head, second, first, totals],
      [bytes, totals],
    ];
    expect(await outcome(Buffer.concat([head!, first!, second!, totals!]))).toMatchObject({ complete: true });
    for (const pieces of others) {
      const found = await outcome(Buffer.concat(pieces as Buffer[]));
      expect(found).toBeInstanceOf(MeterError);
      expect((found as MeterError).message).toMatch(/damaged at byte \d+/);
    }
  });

  test('that cannot be created or written says so and what to do', async () => {
    await expect(createArchive(join(folder, 'missing', 'a.archive'), HEAD)).rejects.toThrow(
      /cannot be created: there is no such folder\. Nothing was changed\./,
    );
    await expect(openArchive(join(folder, 'missing'))).rejects.toThrow(/cannot be read: there is no such file/);
    await expect(openArchive(folder)).rejects.toThrow(/cannot be read: it is a directory/);
  });

  test('on a full disk keeps what it holds, and fails every append from then on', async () => {
    const path = fresh();
    const script = `
      import { createArchive } from './dist/lib/change/archive/writer.js';
      const writer = await createArchive(process.argv[1], ${JSON.stringify(HEAD)});
      const payload = Buffer.from(Array.from({ length: 3000 }, () => Math.random() * 256)).toString('latin1');
      const record = { ...${JSON.stringify(record('a'))}, value: { form: 'dump', payload } };
      const one = () => writer.append([record]).then(() => 'safe', (error) => error.message);
      const told = [];
      for (let batch = 0; batch < 4; batch++) told.push(await one());
      told.push(...(await Promise.all([one(), one(), one()])));
      await writer.close();
      console.log(JSON.stringify({ told, records: writer.records }));
    `;
    // The limit is in units of 512 or 1,024 bytes: both are passed within the batches.
    const limited = `ulimit -f 10 && exec "$0" --input-type=module -e "$1" "$2"`;
    const { stdout } = await promisify(execFile)('bash', ['-c', limited, process.execPath, script, path]);
    const { told, records } = JSON.parse(stdout) as { told: string[]; records: number };
    const safe = told.filter((each) => each === 'safe');
    expect(safe.length).toBeGreaterThan(0);
    expect(told.slice(0, safe.length)).toEqual(safe);
    expect(new Set(told.slice(safe.length))).toEqual(
      new Set([`The archive ${path} cannot be written: no file may be as large. Nothing of this batch was changed.`]),
    );
    expect(records).toBe(safe.length);
    expect(await (await openArchive(path)).verify()).toMatchObject({ complete: false, records });
  });
});
