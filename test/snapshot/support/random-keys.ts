/** Commands that make keys of every type, around the sizes at which a server changes how it holds them. */
import type { Redis } from 'ioredis';
import { seededRandom } from '../../support/random.js';

type Command = [name: string, ...args: (string | Buffer | number)[]];
type Random = () => number;

const COUNTS = [1, 2, 5, 20, 127, 128, 129, 511, 512, 513, 700];
const LENGTHS = [0, 1, 8, 20, 44, 45, 63, 64, 65, 200];
const LONG = [2000, 8000, 16_378, 20_000];
const INTEGERS = [0, 127, 128, -1, 4095, -4096, 32_767, -32_769, 2 ** 23, -(2 ** 23) - 1, 2 ** 31, 1e15];
const SCORES = ['0', '-0', '1.5', 'inf', '-inf', '1e300', '0.1', '9007199254740993', '-3', '5e-324'];

const pick = <Item>(random: Random, items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;

function text(random: Random, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  // Repetitive, of letters, or of any bytes.
  const range = pick(random, [2, 26, 256]);
  for (let at = 0; at < length; at++) bytes[at] = range === 256 ? Math.floor(random() * 256) : 97 + Math.floor(random() * range);
  return bytes;
}

/** Elements of which no two are equal, as sets and hashes have them. */
function elements(random: Random): Buffer[] {
  const count = pick(random, COUNTS);
  const kind = pick(random, ['integers', 'texts', 'both']);
  const longest = pick(random, LENGTHS);
  const made = Array.from({ length: count }, (_, index) =>
    kind === 'integers' || (kind === 'both' && index % 2 === 0)
      ? Buffer.from(String(pick(random, INTEGERS) + index))
      : Buffer.concat([Buffer.from(`${index}:`), text(random, longest)]),
  );
  return [...new Map(made.map((element) => [element.toString('latin1'), element])).values()];
}

function valueCommands(random: Random, name: Buffer): Command[] {
  switch (pick(random, ['string', 'string', 'list', 'set', 'zset', 'hash', 'stream'])) {
    case 'list': {
      const long = random() < 0.3 ? [text(random, pick(random, LONG))] : [];
      return [['RPUSH', name, ...elements(random), ...long]];
    }
    case 'set':
      return [['SADD', name, ...elements(random)]];
    case 'zset':
      return [['ZADD', name, ...elements(random).flatMap((member) => [pick(random, SCORES), member])]];
    case 'hash':
      return [['HSET', name, ...elements(random).flatMap((field) => [field, text(random, pick(random, LENGTHS))])]];
    case 'stream':
      return streamCommands(random, name);
    default: {
      const value = random() < 0.4 ? String(pick(random, INTEGERS)) : text(random, pick(random, [...LENGTHS, ...LONG]));
      return [['SET', name, value]];
    }
  }
}

function streamCommands(random: Random, name: Buffer): Command[] {
  const count = pick(random, [1, 5, 99, 250]);
  const ids = Array.from({ length: count }, (_, index) => `${1_700_000_000_000 + index * 7}-${index % 3}`);
  const commands: Command[] = ids.map((id) => ['XADD', name, id, 'field', text(random, pick(random, LENGTHS))]);
  for (let group = Math.floor(random() * 3); group > 0; group--) {
    commands.push(['XGROUP', 'CREATE', name, `group${group}`, '0']);
    for (let consumer = Math.floor(random() * 3); consumer > 0; consumer--)
      commands.push([
        ...(['XREADGROUP', 'GROUP', `group${group}`, `consumer${consumer}`, 'COUNT', 20] as const),
        'STREAMS',
        name,
        '>',
      ]);
  }
  if (random() < 0.3) commands.push(['XDEL', name, ids[0]!]);
  return commands;
}

/** Fills the database that the client has selected. */
export async function fillRandomly(client: Redis, seed: number, keys: number): Promise<void> {
  const random = seededRandom(seed);
  const pipeline = client.pipeline();
  for (let index = 0; index < keys; index++) {
    const name = Buffer.concat([Buffer.from(`${index}`), text(random, pick(random, LENGTHS))]);
    for (const [command, ...args] of valueCommands(random, name)) pipeline.call(command, ...args);
    if (random() < 0.4) pipeline.call('PEXPIRE', name, 3_600_000 + Math.floor(random() * 1e9));
  }
  for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
}
