/** Damage to files: of their bytes, or of what they say while their frame stays right. */
import { inflateRawSync } from 'node:zlib';
import { BLOCK_HEAD, BLOCK_TAIL, MAGIC } from '../../../src/lib/change/archive/block.js';
import { Crc64 } from '../../../src/lib/snapshot/crc64.js';
import { craftedArchive, type CraftedBlock } from '../../change/archive/support/crafted.js';
import { damage } from '../../snapshot/support/damage.js';
import type { Chance } from './chance.js';
import { absurdNumber, harmfulText } from './harmful.js';

export type Damage = (bytes: Buffer, chance: Chance) => Buffer;

/** One to three wounds anywhere. */
export const damagedBytes: Damage = (bytes, { random, below }) => {
  let damaged = bytes;
  for (let count = 1 + below(3); count > 0 && damaged.length > 0; count--) damaged = damage(damaged, random).bytes;
  return damaged;
};

/** Bytes of the checksum at the end of a snapshot. */
const CHECKSUM = 8;

/** A snapshot whose checksum is right, whatever it holds; or without one. */
export const damagedSnapshot: Damage = (bytes, chance) => {
  if (chance.often(0.3)) return damagedBytes(bytes, chance);
  const body = damagedBytes(bytes.subarray(0, -CHECKSUM), chance);
  const tail = Buffer.alloc(CHECKSUM);
  if (chance.often(0.7)) {
    const crc = new Crc64();
    crc.update(body);
    tail.writeBigUInt64LE(crc.digest());
  }
  return Buffer.concat([body, tail]);
};

/** An archive whose checksums are right, with one block damaged, gone, doubled or alien. */
export const damagedArchive: Damage = (bytes, chance) => {
  if (chance.often(0.3)) return damagedBytes(bytes, chance);
  const blocks = blocksOf(bytes);
  const at = chance.below(blocks.length);
  const block = blocks[at]!;
  const isText = block.kind !== 2;
  const next: CraftedBlock[] = chance.pick<() => CraftedBlock[]>([
    () => [{ ...block, bytes: isText ? damagedJson(block.bytes, chance) : damagedBytes(block.bytes, chance) }],
    () => [{ ...block, bytes: isText ? damagedJson(block.bytes, chance) : damagedBytes(block.bytes, chance) }],
    () => [{ ...block, bytes: damagedBytes(block.bytes, chance) }],
    () => [],
    () => [block, block],
    () => [{ ...block, kind: chance.below(6) }],
    () => [{ ...block, length: chance.pick([0, 1, 2 ** 24, 2 ** 29, 2 ** 32 - 1]) }],
    () => [{ ...block, bytes: Buffer.alloc(chance.pick([0, 2 ** 22, 2 ** 25])) }],
  ])();
  return craftedArchive(blocks.toSpliced(at, 1, ...next));
};

function blocksOf(bytes: Buffer): CraftedBlock[] {
  const blocks: CraftedBlock[] = [];
  for (let at = MAGIC.length; at < bytes.length;) {
    const stored = bytes.readUInt32LE(at + 1);
    const start = at + BLOCK_HEAD;
    blocks.push({ kind: bytes.readUInt8(at), bytes: inflateRawSync(bytes.subarray(start, start + stored)) });
    at = start + stored + BLOCK_TAIL;
  }
  return blocks;
}

/** JSON with one to three values of another kind, doubled, gone or renamed; sometimes no JSON any more. */
export const damagedJson: Damage = (bytes, chance) => {
  if (chance.often(0.15)) return damagedText(bytes, chance);
  const data: unknown = JSON.parse(bytes.toString());
  for (let count = 1 + chance.below(3); count > 0; count--) wound(data, chance);
  return Buffer.from(JSON.stringify(data));
};

function wound(data: unknown, chance: Chance): void {
  const holders: (Record<string, unknown> | unknown[])[] = [];
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Object.keys(value).length > 0) holders.push(value as Record<string, unknown>);
    Object.values(value).forEach(collect);
  };
  collect(data);
  if (holders.length === 0) return;
  const holder = chance.pick(holders) as Record<string, unknown>;
  const name = chance.pick(Object.keys(holder));
  const text = Buffer.from(harmfulText(chance), 'latin1').toString();
  const value = chance.pick<unknown>([
    null,
    -1,
    0.5,
    1e308,
    '',
    text,
    text,
    [],
    {},
    true,
    [[[[]]]],
    'x'.repeat(70_000),
    Number(absurdNumber(chance)),
    holder[name],
    { [text]: text },
    '2099-01-01T00:00:00.000Z',
  ]);
  if (Array.isArray(holder) && chance.often(0.3)) holder.push(structuredClone(value));
  else if (chance.often(0.15)) Reflect.deleteProperty(holder, name);
  else if (!Array.isArray(holder) && chance.often(0.2)) holder[text] = holder[name];
  else holder[name] = structuredClone(value);
}

/** What a line may not be, or rather not be. */
const LINES: readonly string[] = [
  '['.repeat(30_000),
  '{a: '.repeat(5_000),
  'a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]',
  'a: *nothing',
  '<<: 1',
  '!!js/function x',
  '--- ---\n...',
  '\t- x',
  '"',
  "'",
  '"""',
  '%TAG ! x',
  'x'.repeat(900_000),
  '\0\0\0',
  '\xff\xfe\xfd',
  '\x1b[2J',
  '=',
  'REDIS_HOST=\x1b[2J',
  'REDIS_PORT=99999999999',
  'REDIS_CONN_STRING=redis://user:hunter2pass@[::1/0',
  'REDIS_MASTER_NAME=m',
  'families: 7',
  'plans: {}',
  'name: __proto__',
  'pattern: "{a}{b}{c}{d}{e}{f}{g}{h}{i}{j}"',
  '1763654400.1 [0 127.0.0.1:5] "SET" "a',
  '1763654400.1 [99999999999 ] "\\x" "\\',
  '99999999999999999999.9 [0 1:1] ""',
];

/** Text of lines with a line gone, doubled, moved, alien, or with another value. */
export const damagedText: Damage = (bytes, chance) => {
  if (chance.often(0.2)) return damagedBytes(bytes, chance);
  const lines = bytes.toString('latin1').split('\n');
  for (let count = 1 + chance.below(3); count > 0; count--) {
    const at = chance.below(lines.length);
    const line = lines[at] ?? '';
    const next = chance.pick<() => string[]>([
      () => [],
      () => [line, line],
      () => [line, chance.pick(LINES)],
      () => [`${' '.repeat(chance.below(5))}${line.trimStart()}`],
      () => [line.replace(/([:=]\s*)\S.*$/, (_, mark: string) => mark + harmfulText(chance))],
      () => [line.replace(/([:=]\s*)\S.*$/, (_, mark: string) => mark + absurdNumber(chance))],
      () => [
        line.replace(
          /([:=]\s*)\S.*$/,
          (_, mark: string) => mark + chance.pick(['[]', '{}', 'null', 'true', '[[x]]', '{ a: { b: c } }', '~']),
        ),
      ],
      () => [line.replace(/"[^"]*"/, () => JSON.stringify(harmfulText(chance)))],
      () => [line.slice(0, chance.below(line.length + 1))],
    ])();
    lines.splice(at, 1, ...next);
  }
  return Buffer.from(lines.join(chance.often(0.1) ? '\r\n' : '\n'), 'latin1');
};
