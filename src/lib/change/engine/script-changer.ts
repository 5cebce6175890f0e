/** Changes by scripts: the server compares and changes in one step, many keys in one pipeline. */
import { chunks } from '../../format/chunks.js';
import { largest } from '../../format/largest.js';
import { keptRecord } from '../archive/record.js';
import type { ArchiveWriter } from '../archive/writer.js';
import { dumpType } from './dump-type.js';
import type { KnownScript } from '../../redis/guard.js';
import { ConnectionLost } from '../../redis/bulk-connection.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import type { SteadyConnection } from '../../redis/steady-connection.js';
import { ATTEMPTS, fateOf, recordOf, type KeyChange, type KeyChanger, type Outcome, type ReadKey } from './key-changer.js';
import { wasMade } from './lost-answer.js';
import { readDumps, type FoundKey } from './read-values.js';
import { DONE, EXPIRE_IF_SAME, GONE, UNLINK_IF_SAME } from './scripts.js';
import { writeRefused } from './write-refusals.js';

export interface ScriptOptions {
  connection: SteadyConnection;
  archive: ArchiveWriter | null;
  db: number;
  /** Keys of one script: in a cluster they would have to lie in one slot, so there it is 1. */
  together: number;
}

/** Keys of one script: enough to share its cost, few enough for other clients not to notice. */
export const KEYS_TOGETHER = 16;
/** Keys of the scripts that are sent at once: about a millisecond of a server's time, in which no other client is served. */
const KEYS_AT_ONCE = 64;

export function scriptChanger(options: ScriptOptions): KeyChanger {
  return {
    async apply(changes) {
      const outcomes = changes.map((): Outcome => 'altered');
      let open = changes.map((_, index) => index);
      for (let attempt = 0; attempt < ATTEMPTS && open.length > 0; attempt++) {
        const tried = await attemptOnce(
          options,
          open.map((index) => changes[index]!),
          attempt > 0,
        );
        for (const [at, outcome] of tried.entries()) outcomes[open[at]!] = outcome;
        open = open.filter((_, at) => tried[at] === 'altered');
      }
      return outcomes;
    },
    // Its connection is the sender's.
    close() {},
  };
}

async function attemptOnce(options: ScriptOptions, changes: readonly KeyChange[], again: boolean): Promise<Outcome[]> {
  const { connection, archive, db } = options;
  const read = await readKeys(connection, changes, again);
  const outcomes = changes.map((change, index) => fateOf(change, read[index]!.key, read[index]!.type));
  const ready = changes.flatMap((change, index) =>
    outcomes[index] === null ? [{ change, index, key: read[index]!.key as ReadKey }] : [],
  );
  await archive?.append(ready.map((one) => recordOf(one.change, one.key, db)));
  const decided = await carryOut(options, ready);
  for (const { change, index } of ready) outcomes[index] = decided.get(change) ?? 'altered';
  const kept = ready.filter(({ index }) => outcomes[index] !== 'done');
  await archive?.append(kept.map(({ change }) => keptRecord({ ...change, db })));
  return outcomes.map((outcome) => outcome ?? 'altered');
}

/** Of a change that was refused, what was read before is no longer so. */
async function readKeys(connection: SteadyConnection, changes: readonly KeyChange[], again: boolean): Promise<FoundKey[]> {
  const unread = changes.filter(({ read }) => again || !read);
  const found = await readDumps(
    connection,
    unread.map(({ name }) => name),
  );
  const fresh = found.values();
  return changes.map(({ read }) => (again || !read ? fresh.next().value! : { key: read, type: typeOf(read) }));
}

const typeOf = ({ value }: ReadKey): string | null => (value.form === 'dump' ? dumpType(value.payload) : null);

interface Ready {
  change: KeyChange;
  key: ReadKey;
}

async function carryOut({ connection, together }: ScriptOptions, ready: readonly Ready[]): Promise<Map<KeyChange, Outcome>> {
  const deletions = ready.filter(({ change }) => change.action.kind === 'delete');
  const groups = [
    ...chunks(deletions, together),
    ...ready.filter(({ change }) => change.action.kind === 'expire').map((one) => [one]),
  ];
  const calls = groups.map((group) => scriptCall(group));
  const answers = await runScripts(connection, calls).catch((error: unknown) => {
    if (error instanceof ConnectionLost) return null;
    throw error;
  });
  if (!answers) return lookAgain(connection, ready);
  const decided = new Map<KeyChange, Outcome>();
  for (const [at, group] of groups.entries()) {
    const results = answers[at];
    for (const [position, { change }] of group.entries())
      decided.set(change, outcomeOf(Array.isArray(results) ? results[position] : null));
  }
  return decided;
}

/** The answer was lost, so what is there has to tell what was done. */
async function lookAgain(connection: SteadyConnection, ready: readonly Ready[]): Promise<Map<KeyChange, Outcome>> {
  const live = await readDumps(
    connection,
    ready.map(({ change }) => change.name),
  );
  return new Map(
    ready.map(({ change, key }, index) => [change, wasMade(change, key, live[index]!.key) ? 'done' : 'altered'] as const),
  );
}

export interface ScriptCall {
  script: KnownScript;
  keys: readonly string[];
  args: readonly string[];
}

function scriptCall(group: readonly { change: KeyChange; key: ReadKey }[]): ScriptCall {
  const keys = group.map(({ change }) => change.name);
  const args = group.flatMap(({ key }) => signOf(key));
  const [{ change, key }] = group as [{ change: KeyChange; key: ReadKey }];
  if (change.action.kind === 'delete') return { script: UNLINK_IF_SAME, keys, args };
  // A key without a life is left alone once it has one; any other keeps the shorter.
  const left = key.expireAtMs === null ? Number.MAX_SAFE_INTEGER : Math.max(0, change.action.atMs - Date.now());
  return { script: EXPIRE_IF_SAME, keys, args: [...args, String(Math.round(change.action.atMs)), String(Math.round(left))] };
}

/** Bytes of the CRC-64 at the end of a DUMP: any change within 64 bits alters it for certain, any other but for one in 2^64. */
const CHECKSUM = 8;
/** What a server writes there that does not compute it. */
const NO_CHECKSUM = '\0'.repeat(CHECKSUM);

/** By what a value is known again: the end of its DUMP, and its length. */
export function signOf({ value }: ReadKey): [end: string, length: string] {
  const payload = value.form === 'dump' ? value.payload : '';
  const end = payload.slice(-CHECKSUM);
  return [end === NO_CHECKSUM ? payload : end, String(payload.length)];
}

/**
 * By their hashes; a server that does not know one yet gets the text of it. Rejects with a MeterError when a change is refused, with ConnectionLost
 * where it is not known which of them were done.
 */
export async function runScripts(connection: SteadyConnection, calls: readonly ScriptCall[]): Promise<Reply[]> {
  if (calls.length === 0) return [];
  const atOnce = Math.ceil(KEYS_AT_ONCE / largest(calls.map(({ keys }) => keys.length)));
  const replies = await connection.sendOnce(
    calls.map((call) => command('EVALSHA', call.script.sha, call)),
    atOnce,
  );
  const unknown = replies.flatMap((reply, index) => (isUnknownScript(reply) ? [index] : []));
  if (unknown.length > 0) {
    const again = await connection.sendOnce(
      unknown.map((index) => command('EVAL', calls[index]!.script.body, calls[index]!)),
      atOnce,
    );
    for (const [at, index] of unknown.entries()) replies[index] = again[at]!;
  }
  for (const reply of replies) if (reply instanceof ReplyError) throw writeRefused(innerRefusal(reply.message));
  return replies;
}

const command = (name: 'EVAL' | 'EVALSHA', script: string, { keys, args }: ScriptCall): string[] => [
  name,
  script,
  String(keys.length),
  ...keys,
  ...args,
];

const isUnknownScript = (reply: Reply): boolean => reply instanceof ReplyError && reply.message.startsWith('NOSCRIPT');

/** Before Redis 7 the refusal of a command inside of a script comes wrapped: `ERR Error running script (…): …: -OOM …`. */
const innerRefusal = (message: string): string => /: -([A-Z]+ .*)$/.exec(message)?.[1] ?? message;

const outcomeOf = (reply: Reply | undefined): Outcome => (reply === DONE ? 'done' : reply === GONE ? 'gone' : 'altered');
