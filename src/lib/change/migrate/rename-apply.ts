/** Carries a renaming out, key by key. Killed at any point, the same command again renames the rest. */
import { EXIT, MeterError } from '../../format/errors.js';
import type { CommandGuard } from '../../redis/guard.js';
import type { Ledger } from '../../redis/ledger.js';
import type { Session } from '../../redis/topology.js';
import type { ArchiveWriter } from '../archive/writer.js';
import { abilitiesOf, wayOf } from '../changers.js';
import { keyedSender } from '../keyed-sender.js';
import type { Applied } from '../prune/apply.js';
import { openThrottle } from '../throttle.js';
import { renameKey, type RenameOptions } from './rename-key.js';
import type { RenameWork } from './rename-plan.js';

export interface RenameApplyOptions {
  db: number;
  todo: RenameWork;
  archive: ArchiveWriter | null;
  maxOps: number | null;
  maxLatencyMs: number;
  signal: AbortSignal;
  onProgress: (changed: number) => void;
}

/** Keys under way at once: their waits for the disk and the server overlap. */
const TOGETHER = 64;

export async function applyRename(
  session: Session,
  access: { guard: CommandGuard; ledger: Ledger },
  options: RenameApplyOptions,
): Promise<Applied> {
  const { db, archive, signal, todo } = options;
  const sender = keyedSender({ session, ...access, db });
  const throttle = openThrottle(
    session.nodes.map(({ control }) => control),
    options.maxOps,
    options.maxLatencyMs,
  );
  const result: Applied = {
    changed: 0,
    elements: 0,
    skipped: { gone: 0, changed: 0, protected: 0 },
    indexes: { removed: 0, members: 0 },
    way: 'scripts',
    complete: false,
    failure: null,
  };
  try {
    if (wayOf(await abilitiesOf(session, sender)) !== 'scripts') throw needsScripts();
    const one: RenameOptions = { session, sender, archive, db, sum: todo.sum, additive: todo.additive };
    for (let node = 0; node < session.nodes.length; node++) {
      for (const names of todo.names.batches(node, TOGETHER)) {
        if (signal.aborted) break;
        await throttle.turn(names.length);
        await renameAll(names, todo, one, result);
        options.onProgress(result.changed);
      }
    }
    result.complete = !signal.aborted;
  } catch (error) {
    if (!(error instanceof MeterError)) throw error;
    result.failure = error;
  } finally {
    throttle.close();
    sender.close();
  }
  return result;
}

/** Two of them may want the same new name: the server takes one after the other. */
async function renameAll(
  names: readonly string[],
  { choice }: RenameWork,
  options: RenameOptions,
  result: Applied,
): Promise<void> {
  const outcomes = await Promise.all(
    [...new Set(names)].map(async (name) => {
      const judged = choice.judge(name);
      if (!judged || 'spared' in judged) return 'taken';
      return renameKey({ name, to: judged.to, family: judged.compiled.family.id }, options);
    }),
  );
  for (const outcome of outcomes) {
    if (outcome === 'done') result.changed++;
    else if (outcome === 'gone') result.skipped.gone++;
    else if (outcome === 'altered') result.skipped.changed++;
    else result.skipped.protected++;
  }
}

const needsScripts = (): MeterError =>
  new MeterError(
    'no-eval',
    EXIT.refused,
    'Keys can only be renamed safely by scripts and DUMP, which this server or user does not allow.',
    ['Allow EVAL, EVALSHA, DUMP and RENAME to the user: docs/redis-access.md has the ACL lines.'],
  );
