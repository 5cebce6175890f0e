/** Repairs as work items, in waves. Repairs of one wave have different keys. */
import { chunks } from '../../format/chunks.js';
import { expiryTime } from '../../redis/remaining-ttl.js';
import { ReplyError } from '../../redis/resp.js';
import { ttlItem } from '../compare/ttl-item.js';
import { listItem } from '../compare/items.js';
import { raiseItem } from '../compare/raise.js';
import { readDumps, readTypedValues, type Sender } from '../engine/read-values.js';
import { writeRefused } from '../engine/write-refusals.js';
import type { WorkItem } from '../engine/work-item.js';
import type { KeyRepair } from './key-repairs.js';

/** Members per script: the server serves no other client meanwhile. */
const MEMBERS = 500;

/** Divides repairs into parts that are carried out separately. */
export function wavesOf(repairs: readonly KeyRepair[]): KeyRepair[][] {
  const waves: KeyRepair[][] = [];
  const next = new Map<string, number>();
  for (const repair of repairs) {
    for (const part of partsOf(repair)) {
      const wave = next.get(repair.name) ?? 0;
      next.set(repair.name, wave + 1);
      (waves[wave] ??= []).push(part);
    }
  }
  return waves;
}

const partsOf = (repair: KeyRepair): KeyRepair[] =>
  repair.kind === 'members' ? chunks(repair.items, MEMBERS).map((items) => ({ ...repair, items })) : [repair];

/** Items with the records for the undo, which are read first. `dump`: the server has DUMP. */
export async function repairItems(repairs: readonly KeyRepair[], connection: Sender, dump: boolean): Promise<WorkItem[]> {
  const now = Date.now();
  const lists = await ends(repairs, connection, now);
  const expiring = repairs.filter(changesTtl).map(({ name }) => name);
  const read = dump ? await readDumps(connection, expiring) : await readTypedValues(connection, expiring);
  const found = new Map(expiring.map((name, index) => [name, read[index]!.key]));
  return repairs.map((repair): WorkItem => {
    const { db, name } = repair;
    const family = repair.family.family.id;
    const about = { db, name, family };
    if ('raises' in repair) {
      const { exists, raises, seconds } = repair;
      const type = repair.family.family.type === 'string' ? 'string' : 'hash';
      return raiseItem({ ...about, type, exists, raises, expireAtMs: seconds === null ? null : now + seconds * 1000 });
    }
    if (repair.kind === 'members') {
      const { type, items, seconds } = repair;
      const ttlMs = seconds === null ? null : seconds * 1000;
      const list = lists.get(name);
      return listItem(
        { ...about, action: 'listing', type, items, ttlMs, expireAtMs: list?.expireAtMs ?? null },
        list?.isNew === true,
      );
    }
    const { value, expireAtMs } = found.get(name) ?? { value: { form: 'absent' as const }, expireAtMs: null };
    return ttlItem({
      record: { ...about, action: 'expire', value, expireAtMs },
      left: leftOf(repair.judgedTtlMs, repair.seconds),
      ttlMs: repair.seconds === null ? null : repair.seconds * 1000,
    });
  });
}

const changesTtl = ({ kind }: KeyRepair): boolean => kind === 'expire' || kind === 'persist';

/** Range of a TTL that is still wrong in the same way. A TTL that was set again is outside of it. */
function leftOf(judgedTtlMs: number, seconds: number | null): [number, number] {
  if (judgedTtlMs < 0) return [-1, -1];
  if (seconds !== null && judgedTtlMs > seconds * 1000) return [seconds * 1000 + 1, Number.MAX_SAFE_INTEGER];
  return [0, judgedTtlMs];
}

/** When lists expire, in ms since the epoch, and whether they do not exist yet. */
async function ends(
  repairs: readonly KeyRepair[],
  connection: Sender,
  now: number,
): Promise<Map<string, { expireAtMs: number | null; isNew: boolean }>> {
  const names = repairs.filter(({ kind }) => kind === 'members').map(({ name }) => name);
  const replies = await connection.send(names.map((name) => ['PTTL', name]));
  return new Map(
    names.map((name, index) => {
      const left = replies[index]!;
      if (left instanceof ReplyError) throw writeRefused(left.message);
      return [name, { expireAtMs: expiryTime(left, now), isNew: left === -2 }];
    }),
  );
}
