/** Types, TTLs and fields of a few keys of each inferred family. */
import { ReplyError, type Reply } from '../../redis/resp.js';
import type { Session } from '../../redis/topology.js';
import type { RedisType } from '../../profile/types.js';

/** Keys that are read of each family, and fields that are read of a hash. */
export const SAMPLES = 8;
const FIELDS = 200;
const TEXT_BYTES = 64;

export interface Sampled {
  types: RedisType[];
  /** ms; -1: none. */
  ttls: number[];
  /** Values by field, of hashes. */
  fields: Map<string, string[]>;
  /** In how many hashes the field is. */
  hashes: number;
  /** First bytes of strings. */
  texts: string[];
}

const TYPES: ReadonlySet<string> = new Set(['string', 'list', 'set', 'zset', 'hash', 'stream']);

export async function sampled(session: Session, names: readonly string[]): Promise<Sampled> {
  const found: Sampled = { types: [], ttls: [], fields: new Map(), hashes: 0, texts: [] };
  for (const name of names.slice(0, SAMPLES)) {
    const { control } = session.nodeForKey(name);
    const type = await control.ask('TYPE', name);
    if (typeof type !== 'string' || !TYPES.has(type)) continue;
    const ttl = await control.ask('PTTL', name);
    found.types.push(type as RedisType);
    if (typeof ttl === 'number' && ttl >= -1) found.ttls.push(ttl);
    if (type === 'hash') takeFields(found, await control.ask('HSCAN', name, '0', 'COUNT', String(FIELDS)));
    if (type === 'string') {
      const text = await control.ask('GETRANGE', name, '0', String(TEXT_BYTES - 1));
      if (typeof text === 'string') found.texts.push(text);
    }
  }
  return found;
}

function takeFields(found: Sampled, reply: Reply): void {
  const pairs = Array.isArray(reply) && !(reply instanceof ReplyError) ? reply[1] : null;
  if (!Array.isArray(pairs)) return;
  found.hashes++;
  for (let at = 0; at + 1 < pairs.length && at < FIELDS * 2; at += 2) {
    const [field, value] = [pairs[at], pairs[at + 1]];
    if (typeof field !== 'string' || typeof value !== 'string') continue;
    found.fields.set(field, [...(found.fields.get(field) ?? []), value]);
  }
}
