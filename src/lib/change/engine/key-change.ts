/** Removes keys, or sets their TTL, while they still are what was archived. */
import type { RedisType } from '../../profile/types.js';
import type { ArchivedValue } from '../archive/record.js';
import { dumpType } from './dump-type.js';
import type { Engine, Work } from './engine.js';
import type { Outcome } from './outcome.js';
import type { ReadKey } from './read-key.js';
import { readForChange, readTypedValues, type FoundKey, type Sender } from './read-values.js';
import type { SessionNode } from '../../redis/topology.js';
import type { Prepared } from './work-item.js';

/** What is to be done with a key. */
export type KeyAction =
  | { kind: 'delete' }
  /** A life that ends at `atMs`, unless it ends sooner anyway; with `onlyLost`, only where it never ends. */
  | { kind: 'expire'; atMs: number; onlyLost: boolean };

export interface KeyChange {
  name: string;
  /** The family's id. */
  family: string;
  /** Keys of another type are nobody's to take. */
  types: readonly RedisType[];
  action: KeyAction;
  /** Whether the value, as it is archived, is still what the change was decided on; absent: any value will do. */
  holds?: (value: ArchivedValue) => boolean;
  /** What DUMP has just told of it: scripts go by that, instead of reading it again. */
  read?: ReadKey;
}

/** A key that is altered while it is looked at is looked at again, so often. */
export const ATTEMPTS = 3;

/** One outcome for each change, in order. `dump`: the server has it. */
export async function changeKeysOn(
  engine: Engine,
  node: SessionNode,
  changes: readonly KeyChange[],
  options: { db: number; dump: boolean },
): Promise<Outcome[]> {
  const outcomes = changes.map((): Outcome => 'altered');
  let open = changes.map((_, index) => index);
  // Transactions try again by themselves.
  const attempts = engine.way === 'scripts' ? ATTEMPTS : 1;
  for (let attempt = 0; attempt < attempts && open.length > 0; attempt++) {
    const tried = await engine.runOn(
      node,
      open.map((index) => changes[index]!),
      keyWork(options, attempt === 0 && engine.way === 'scripts'),
    );
    for (const [at, outcome] of tried.entries()) outcomes[open[at]!] = outcome;
    open = open.filter((_, at) => tried[at] === 'altered');
  }
  return outcomes;
}

/** `known`: what has been read before is used, the first time. */
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
  connection: Sender,
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

/** What is decided before anything is changed; `null`: the change is to be made. `type`: as it was read. */
function fateOf({ types, action, holds }: KeyChange, found: ReadKey | null, type: string | null): Outcome | null {
  if (!found || found.value.form === 'absent') return 'gone';
  if (!(types as readonly (string | null)[]).includes(type)) return 'protected';
  if (holds && !holds(found.value)) return 'altered';
  if (action.kind === 'delete' || found.expireAtMs === null) return null;
  return action.onlyLost || !livesLonger(found.expireAtMs, action.atMs) ? 'unneeded' : null;
}

/** What the way of an answer, and clocks that differ a little, add to a life that is told as what is left of it, in ms. */
const LIFE_SLACK_MS = 1_000;

/** Both in ms since the epoch. */
export const livesLonger = (expireAtMs: number, atMs: number): boolean => expireAtMs > atMs + LIFE_SLACK_MS;
