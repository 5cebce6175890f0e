/** Removes keys, or sets their TTL, if they are still as archived. */
import type { RedisType } from '../../profile/types.js';
import type { ArchivedValue } from '../archive/record.js';
import { dumpType } from './dump-type.js';
import type { Engine, Work } from './engine.js';
import type { Outcome } from './outcome.js';
import type { ReadKey } from './read-key.js';
import { readForChange, readTypedValues, type Connection, type FoundKey } from './read-values.js';
import type { SessionNode } from '../../redis/topology.js';
import type { Prepared } from './work-item.js';

/** Action on a key. */
export type KeyAction =
  | { kind: 'delete' }
  /** Makes the key expire at `atMs`, unless it expires sooner. `onlyLost`: only if it has no TTL. */
  | { kind: 'expire'; atMs: number; onlyLost: boolean };

export interface KeyChange {
  name: string;
  /** The family's id. */
  family: string;
  /** Keys of another type are not changed. */
  types: readonly RedisType[];
  action: KeyAction;
  /** True when the archived value is still the one that the change was decided on; absent: any value. */
  holds?: (value: ArchivedValue) => boolean;
  /** The key as DUMP has just returned it. Scripts use this instead of reading it again. */
  read?: ReadKey;
}

/** Number of attempts for a key that is changed while it is read. */
export const ATTEMPTS = 3;

/** One outcome for each change, in order. `dump`: the server has DUMP. */
export async function changeKeysOn(
  engine: Engine,
  node: SessionNode,
  changes: readonly KeyChange[],
  options: { db: number; dump: boolean },
): Promise<Outcome[]> {
  const outcomes = changes.map((): Outcome => 'altered');
  let open = changes.map((_, index) => index);
  // The engine itself repeats transactions.
  const attempts = engine.way === 'scripts' ? ATTEMPTS : 1;
  for (let attempt = 0; attempt < attempts && open.length > 0; attempt++) {
    let tried: Outcome[];
    try {
      tried = await engine.runOn(
        node,
        open.map((index) => changes[index]!),
        keyWork(options, attempt === 0 && engine.way === 'scripts'),
      );
    } catch (error) {
      // What the first attempt did is known. The engine throws its failure again at the next change.
      if (attempt > 0 && error === engine.failure) break;
      throw error;
    }
    for (const [at, outcome] of tried.entries()) outcomes[open[at]!] = outcome;
    open = open.filter((_, at) => tried[at] === 'altered');
  }
  return outcomes;
}

/** `known`: uses what was read before, at the first attempt. */
function keyWork({ db, dump }: { db: number; dump: boolean }, known: boolean): Work<KeyChange> {
  let isFirst = known;
  return {
    keysOf: ({ name }) => [name],
    async prepare(connection, changes) {
      const found = await read(connection, changes, { dump, known: isFirst });
      isFirst = false;
      return changes.map((change, at) => prepared(change, found[at]!, db));
    },
  };
}

async function read(
  connection: Connection,
  changes: readonly KeyChange[],
  { dump, known }: { dump: boolean; known: boolean },
): Promise<FoundKey[]> {
  const unread = changes.filter((change) => !known || !change.read).map(({ name }) => name);
  const fresh = (await (dump ? readForChange(connection, unread) : readTypedValues(connection, unread))).values();
  return changes.map((change) => (known && change.read ? { key: change.read, type: typeOf(change.read) } : fresh.next().value!));
}

const typeOf = ({ value }: ReadKey): string | null => (value.form === 'dump' ? dumpType(value.payload) : null);

function prepared(change: KeyChange, { key, type }: FoundKey, db: number): Prepared {
  const fate = fateOf(change, key, type);
  if (fate || !key) return fate ?? 'gone';
  const { name, family, action } = change;
  return {
    keys: [name],
    checks: [{ kind: 'same', key: name, read: key }],
    commands: [action.kind === 'delete' ? ['UNLINK', name] : ['PEXPIREAT', name, String(Math.round(action.atMs))]],
    records: [{ db, name, family, action: action.kind, value: key.value, expireAtMs: key.expireAtMs }],
  };
}

/** The outcome without a change; `null`: make the change. `type`: as it was read. */
function fateOf({ types, action, holds }: KeyChange, found: ReadKey | null, type: string | null): Outcome | null {
  if (!found || found.value.form === 'absent') return 'gone';
  if (!(types as readonly (string | null)[]).includes(type)) return 'protected';
  if (holds && !holds(found.value)) return 'altered';
  if (action.kind === 'delete' || found.expireAtMs === null) return null;
  return action.onlyLost || !expiresLater(found.expireAtMs, action.atMs) ? 'unneeded' : null;
}

/** Tolerance in ms for the delay of a reply with a remaining TTL, and for small differences of clocks. */
const TTL_SLACK_MS = 1_000;

/** Both in ms since the epoch. */
export const expiresLater = (expireAtMs: number, atMs: number): boolean => expireAtMs > atMs + TTL_SLACK_MS;
