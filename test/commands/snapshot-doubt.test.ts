import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPCODE, TYPE } from '../../src/lib/snapshot/opcodes.js';
import { record, selectDb, snapshotFile, stringRecord } from '../snapshot/support/file.js';
import { lengthBytes } from '../snapshot/support/strings.js';
import { NOW } from '../support/audit.js';
import { runMeterInside } from '../support/meter-inside.js';
import { relayFile } from '../support/relay-snapshot.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-doubt-'));
});
afterAll(() => rm(folder, { recursive: true }));

const VERBS = [['audit'], ['fix-consistency']] as const;

async function run(verb: readonly string[], bytes: Buffer) {
  const file = join(folder, `${verb[0]}.rdb`);
  await writeFile(file, bytes);
  return runMeterInside([...verb, '--rdb', file, '--now', NOW, '--json']);
}

test.each(VERBS)('%s of a snapshot with one byte of a name changed exits with 6 and names the byte', async (...verb) => {
  const bytes = Buffer.from(relayFile());
  const at = bytes.indexOf('usage:daily:') + 'usage:daily:'.length;
  bytes[at]! ^= 1;
  const { code, stdout } = await run(verb, bytes);
  expect(code).toBe(6);
  expect(stdout).toContain(`the checksum at byte ${bytes.length - 8} does not match`);
});

test.each(VERBS)('%s of a snapshot of a newer format exits with 6 and says so', async (...verb) => {
  const { code, stdout } = await run(verb, snapshotFile([stringRecord('a', '1')], { start: 'REDIS0077' }));
  expect(code).toBe(6);
  expect(stdout).toContain('its format REDIS 77 is newer than this release of meter knows');
});

test.each(VERBS)('%s of what is no snapshot exits with 1', async (...verb) => {
  const { code, stdout } = await run(verb, Buffer.from('a letter to somebody'));
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'not-a-snapshot' } });
});

test('fix-consistency judges no sums of a snapshot that is damaged', async () => {
  const bytes = Buffer.from(relayFile());
  const at = bytes.indexOf('usage:daily:') + 'usage:daily:'.length;
  bytes[at]! ^= 1;
  const { stdout } = await run(['fix-consistency'], bytes);
  const { data } = JSON.parse(stdout) as { data: { source: { partial: string }; invariants: { unjudged: object }[] } };
  expect(data.source.partial).toBe('checksum');
  expect(data.invariants.some(({ unjudged }) => 'partial' in unjudged)).toBe(true);
});

describe('an audit of what no server would write', () => {
  const twice = [stringRecord('a', '1'), stringRecord('b', '1'), stringRecord('a', '2')];

  test('tells of names that are there twice', async () => {
    const { code, stdout } = await run(['audit'], snapshotFile(twice));
    const { data } = JSON.parse(stdout) as { data: { source: { countProven: boolean; countNote: string } } };
    expect(code).toBe(6);
    expect(data.source.countProven).toBe(false);
    expect(data.source.countNote).toContain('1 name is there twice: a server refuses to load such a file');
  });

  test.each(['a*', 'string'])('tells of them also where only %s is asked for', async (part) => {
    const { code } = await run(['audit', part.includes('*') ? '--pattern' : '--type', part], snapshotFile(twice));
    expect(code).toBe(6);
  });

  test('takes a name in two databases for two keys', async () => {
    const { code } = await run(
      ['audit', '--db', 'all'],
      snapshotFile([stringRecord('a', '1'), selectDb(1), stringRecord('a', '2')]),
    );
    expect(code).toBe(0);
  });

  test('tells of more keys than the file says that it holds', async () => {
    const sizes = Buffer.concat([Buffer.of(OPCODE.resizeDb), lengthBytes(1), lengthBytes(0)]);
    const { code, stdout } = await run(['audit'], snapshotFile([sizes, stringRecord('a', '1'), stringRecord('b', '1')]));
    expect(code).toBe(6);
    expect(stdout).toContain('2 keys were read, and the file says that it holds 1');
  });

  test('tells of empty collections and of records of Redis Enterprise', async () => {
    const slot = Buffer.concat([Buffer.of(OPCODE.enterpriseSlot), lengthBytes(7)]);
    const { code, stdout } = await run(
      ['audit'],
      snapshotFile([slot, stringRecord('a', '1'), record(TYPE.set, 'none', lengthBytes(0))]),
    );
    const { data, warnings } = JSON.parse(stdout) as { data: { keys: number }; warnings: string[] };
    expect({ code, keys: data.keys }).toEqual({ code: 0, keys: 1 });
    expect(warnings.join('\n')).toContain('1 key is without any element, and left out');
    expect(warnings.join('\n')).toContain('1 record of Redis Enterprise');
  });
});

describe('a small compressed file that expands to ten gigabytes', () => {
  const UNIT = 2 ** 24;
  const unit = deflateRawSync(Buffer.alloc(UNIT), { finishFlush: constants.Z_FULL_FLUSH });
  /** What comes first, then zeros. */
  const bomb = (first: Buffer): Buffer =>
    Buffer.concat([
      Buffer.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3),
      deflateRawSync(first, { finishFlush: constants.Z_FULL_FLUSH }),
      ...Array.from({ length: 640 }, () => unit),
    ]);

  test('of zeros is no snapshot, which its first bytes tell', async () => {
    const { code } = await run(['audit'], bomb(Buffer.alloc(1)));
    expect(code).toBe(1);
  });

  test('behind a snapshot is not looked at', async () => {
    const { code, stdout } = await run(['audit'], bomb(snapshotFile([stringRecord('a', '1')])));
    expect(code).toBe(0);
    expect(stdout).toContain('after the end of the snapshot were not looked at');
  });
});
