/** Contents of two servers, for comparison key by key. */
import type { Redis } from 'ioredis';

export interface HeldValue {
  type: string;
  encoding: string;
  /** When it expires, in ms since the epoch; -1: never. */
  expires: number;
  /** The reply to DUMP, or the sorted contents if their order depends on the server's random hash seed. */
  contents: string;
}

const BATCH = 1000;

/** Every key of database 0, by its name as a byte string. */
export async function contentsOf(client: Redis): Promise<Map<string, HeldValue>> {
  const names = (await client.keysBuffer('*')).toSorted((a, b) => Buffer.compare(a, b));
  const held = new Map<string, HeldValue>();
  for (let at = 0; at < names.length; at += BATCH) {
    const batch = names.slice(at, at + BATCH);
    const pipeline = client.pipeline();
    for (const name of batch) pipeline.type(name).object('ENCODING', name).pexpiretime(name).dumpBuffer(name);
    const replies = ((await pipeline.exec()) ?? []).map(([error, reply]) => {
      if (error) throw error;
      return reply;
    });
    for (const [index, name] of batch.entries()) {
      const [type, encoding, expires, dump] = replies.slice(index * 4, index * 4 + 4) as [string, string, number, Buffer];
      const contents = encoding === 'hashtable' ? await unordered(client, name, type) : dump.toString('base64');
      held.set(name.toString('latin1'), { type, encoding, expires, contents });
    }
  }
  return held;
}

async function unordered(client: Redis, name: Buffer, type: string): Promise<string> {
  const texts = (parts: Buffer[]): string[] => parts.map((part) => part.toString('base64'));
  if (type === 'set')
    return texts(await client.smembersBuffer(name))
      .toSorted()
      .join(' ');
  const flat = texts((await client.callBuffer('HGETALL', name)) as Buffer[]);
  return flat
    .flatMap((field, index) => (index % 2 === 0 ? [`${field}=${flat[index + 1]}`] : []))
    .toSorted()
    .join(' ');
}
