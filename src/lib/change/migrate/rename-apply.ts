/** Carries out a renaming, key by key. If it is killed at any point, the same command again renames the rest. */
import { says } from '../../errors/changes.js';
import { EXIT, failure, type MeterError } from '../../format/errors.js';
import type { Access } from '../../redis/control.js';
import type { Session } from '../../redis/topology.js';
import { settleAll } from '../engine/settle-all.js';
import { countOutcomes, runChanges, type Applied, type ChangeOptions, type ChangeRun } from '../engine/run-changes.js';
import { renameKey, type RenameOptions } from './rename-key.js';
import type { RenameWork } from './rename-find.js';

export interface RenameApplyOptions extends ChangeOptions {
  todo: RenameWork;
}

/** Keys that are renamed at once: their waits for the disk and the server overlap. */
const TOGETHER = 64;

export const applyRename = (session: Session, access: Access, options: RenameApplyOptions): Promise<Applied> =>
  runChanges(session, access, options, async (run) => {
    if (!run.abilities.dump) throw needsDump();
    const { todo, signal } = options;
    const one: RenameOptions = { run, sum: todo.sum, additive: todo.additive };
    for (let node = 0; node < session.nodes.length; node++) {
      for (const names of todo.names.batches(node, TOGETHER)) {
        if (signal.aborted) return false;
        await run.throttle.turn(names.length);
        await renameAll(run, names, todo, one);
      }
    }
    return true;
  });

/** Two of them may have the same new name: the server handles one after the other. */
async function renameAll(
  run: ChangeRun,
  names: readonly string[],
  { choice }: RenameWork,
  options: RenameOptions,
): Promise<void> {
  const rename = async (name: string): Promise<void> => {
    const judged = choice.judge(name);
    const outcome =
      !judged || 'spared' in judged
        ? 'protected'
        : await renameKey({ name, to: judged.to, family: judged.compiled.family.id }, options);
    // Counted one by one, so that a failure does not hide the others.
    countOutcomes(run, [outcome]);
  };
  await settleAll([...new Set(names)].map(rename));
}

export const needsDump = (): MeterError => failure(says('rename-without-dump'), EXIT.refused, 'no-dump');
