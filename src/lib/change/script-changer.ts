/** Changes by scripts: the server compares and changes in one step, many keys in one pipeline. */
import type { ArchiveWriter } from './archive/writer.js';
import type { KnownScript } from '../redis/guard.js';
import { ReplyError, type Reply } from '../redis/resp.js';
import type { SteadyConnection } from '../redis/steady-connection.js';
import { ATTEMPTS, fateOf, recordOf, type KeyChange, type KeyChanger, type Outcome, type ReadKey } from './key-changer.js';
import { readDumps } from './read-values.js';
import { DONE, EXPIRE_IF_SAME, GONE, UNLINK_IF_SAME } from './scripts.js';
import { writeRefused } from './write-refusals.js';

export function scriptChanger(connection: SteadyConnection, archive: ArchiveWriter | null, db: number): KeyChanger {
  return {
    async apply(changes) {
      const outcomes = changes.map((): Outcome => 'altered');
      let open = changes.map((_, index) => index);
      for (let attempt = 0; attempt < ATTEMPTS && open.length > 0; attempt++) {
        const tried = await attemptOnce(
          connection,
          archive,
          open.map((index) => changes[index]!),
          db,
        );
        for (const [at, outcome] of tried.entries()) outcomes[open[at]!] = outcome;
        open = open.filter((_, at) => tried[at] === 'altered');
      }
      return outcomes;
    },
    close: () => connection.close(),
  };
}

async function attemptOnce(
  connection: SteadyConnection,
  archive: ArchiveWriter | null,
  changes: readonly KeyChange[],
  db: number,
): Promise<Outcome[]> {
  const read = await readDumps(
    connection,
    changes.map(({ name }) => name),
  );
  const outcomes = changes.map((change, index) => fateOf(change, read[index]!.key, read[index]!.type));
  const ready = changes.flatMap((change, index) =>
    outcomes[index] === null ? [{ change, index, key: read[index]!.key as ReadKey }] : [],
  );
  await archive?.append(ready.map((one) => recordOf(one.change, one.key, db)));
  const calls = ready.map(({ change, key }) => scriptCall(change, key));
  const answers = await runScripts(connection, calls);
  for (const [at, { index }] of ready.entries()) outcomes[index] = outcomeOf(answers[at]!);
  return outcomes.map((outcome) => outcome ?? 'altered');
}

export interface ScriptCall {
  script: KnownScript;
  key: string;
  args: readonly string[];
}

function scriptCall({ name, action }: KeyChange, found: ReadKey): ScriptCall {
  const payload = found.value.form === 'dump' ? found.value.payload : '';
  if (action.kind === 'delete') return { script: UNLINK_IF_SAME, key: name, args: [payload] };
  // A key without a life is left alone once it has one; any other keeps the shorter.
  const left = found.expireAtMs === null ? Number.MAX_SAFE_INTEGER : Math.max(0, action.atMs - Date.now());
  return { script: EXPIRE_IF_SAME, key: name, args: [payload, String(Math.round(action.atMs)), String(Math.round(left))] };
}

/** By their hashes; a server that does not know one yet gets the text of it. Rejects with a MeterError when a change is refused. */
export async function runScripts(connection: SteadyConnection, calls: readonly ScriptCall[]): Promise<Reply[]> {
  if (calls.length === 0) return [];
  const replies = await connection.send(calls.map(({ script, key, args }) => ['EVALSHA', script.sha, '1', key, ...args]));
  const unknown = replies.flatMap((reply, index) => (isUnknownScript(reply) ? [index] : []));
  if (unknown.length > 0) {
    const again = await connection.send(
      unknown.map((index) => {
        const { script, key, args } = calls[index]!;
        return ['EVAL', script.body, '1', key, ...args];
      }),
    );
    for (const [at, index] of unknown.entries()) replies[index] = again[at]!;
  }
  for (const reply of replies) if (reply instanceof ReplyError) throw writeRefused(innerRefusal(reply.message));
  return replies;
}

const isUnknownScript = (reply: Reply): boolean => reply instanceof ReplyError && reply.message.startsWith('NOSCRIPT');

/** Before Redis 7 the refusal of a command inside of a script comes wrapped: `ERR Error running script (…): …: -OOM …`. */
const innerRefusal = (message: string): string => /: -([A-Z]+ .*)$/.exec(message)?.[1] ?? message;

const outcomeOf = (reply: Reply): Outcome => (reply === DONE ? 'done' : reply === GONE ? 'gone' : 'altered');
