import { readOnlyGuard, type CommandGuard } from '../../redis/guard.js';
import { openLedger, type Ledger } from '../../redis/ledger.js';
import type { Target } from '../../redis/target.js';
import { targetInfo, type TargetInfo } from '../../redis/target-info.js';
import { openSession, type Session } from '../../redis/topology.js';
import { checkWritable } from '../../redis/writable.js';

/** One run against one server. Its connections only read. Changes use their own connections. */
export interface Work {
  session: Session;
  ledger: Ledger;
  /** Reading commands only. */
  readOnly: CommandGuard;
  target: TargetInfo;
  db: number;
  signal: AbortSignal;
  /** `keys`: number of keys that were read or changed. `total`: number of all keys; `null`: unknown. */
  onProgress: (keys: number, total: number | null) => void;
}

export interface WorkOptions extends Pick<Work, 'signal' | 'onProgress'> {
  target: Target;
  maxCommands: number;
  /** True: the run may change keys, so replicas are refused. */
  writes: boolean;
}

/** Connects, calls `run`, and always closes the connection. */
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

/** Access for code that only reads. */
export const readingAccess = ({ readOnly, ledger }: Work): { guard: CommandGuard; ledger: Ledger } => ({
  guard: readOnly,
  ledger,
});

/** Options for a pass over the keys. */
export const passOf = ({ db, signal, onProgress }: Work): Pick<Work, 'db' | 'signal' | 'onProgress'> => ({
  db,
  signal,
  onProgress,
});
