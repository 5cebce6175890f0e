import { readOnlyGuard, type CommandGuard } from '../../redis/guard.js';
import { openLedger, type Ledger } from '../../redis/ledger.js';
import type { Target } from '../../redis/target.js';
import { targetInfo, type TargetInfo } from '../../redis/target-info.js';
import { openSession, type Session } from '../../redis/topology.js';
import { checkWritable } from '../../redis/writable.js';

/** One run against one server. It is connected for reading; what is changed later goes over connections of its own. */
export interface Work {
  session: Session;
  ledger: Ledger;
  /** Reading commands only. */
  readOnly: CommandGuard;
  target: TargetInfo;
  db: number;
  signal: AbortSignal;
  /** Keys looked at or changed, and the number of all of them where it is known. */
  onProgress: (keys: number, total: number | null) => void;
}

export interface WorkOptions extends Pick<Work, 'signal' | 'onProgress'> {
  target: Target;
  maxCommands: number;
  /** Something is to be changed, unless it is not agreed to: replicas are refused. */
  writes: boolean;
}

/** Connects, lets `run` work, and closes the connection whatever becomes of it. */
export async function withWork<Result>(
  { target, maxCommands, writes, signal, onProgress }: WorkOptions,
  run: (work: Work) => Promise<Result>,
): Promise<Result> {
  const [readOnly, ledger] = [readOnlyGuard(), openLedger(maxCommands)];
  const session = await openSession(target, { guard: readOnly, ledger, signal });
  try {
    if (writes) checkWritable(session);
    const { db } = session.target;
    return await run({ session, ledger, readOnly, target: targetInfo(session, db), db, signal, onProgress });
  } finally {
    session.close();
  }
}

/** For what only reads. */
export const readingAccess = ({ readOnly, ledger }: Work): { guard: CommandGuard; ledger: Ledger } => ({
  guard: readOnly,
  ledger,
});

/** For a pass over the keys. */
export const passOf = ({ db, signal, onProgress }: Work): Pick<Work, 'db' | 'signal' | 'onProgress'> => ({
  db,
  signal,
  onProgress,
});
