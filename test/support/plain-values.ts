/** Values of keys for comparisons in which the bytes may differ: a restored element may have a different position. */
import type { Redis } from 'ioredis';

export interface PlainValue {
  ends: boolean;
  /** Elements; fields and scores as `name=value`. */
  parts: string[];
}

/** Values of keys in any order, and whether the keys have a TTL. */
export async function valuesOf(client: Redis, names: readonly string[]): Promise<Map<string, PlainValue>> {
  const types = await Promise.all(names.map((name) => client.type(name)));
  const parts = async (name: string, type: string): Promise<string[]> => {
    if (type === 'hash') return pairs(Object.entries(await client.hgetall(name)).flat());
    if (type === 'set') return (await client.smembers(name)).toSorted();
    if (type === 'zset') return pairs(await client.zrange(name, '0', '-1', 'WITHSCORES'));
    return type === 'list' ? client.lrange(name, 0, -1) : [String(await client.get(name))];
  };
  const held = names.map(async (name, index): Promise<[string, PlainValue]> => {
    const ends = (await client.ttl(name)) >= 0;
    return [name, { ends, parts: await parts(name, types[index]!) }];
  });
  return new Map(await Promise.all(held));
}

const pairs = (texts: readonly string[]): string[] =>
  texts.flatMap((text, at) => (at % 2 === 0 ? [`${text}=${texts[at + 1]}`] : [])).toSorted();
