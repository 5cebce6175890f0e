/** What our user may do with each verb. Nothing that writes is executed: the commands are queued in a transaction and discarded. */
import { changingVerbs } from '../../change/engine/verb-needs.js';
import { EXIT, MeterError } from '../../format/errors.js';
import { BulkConnection, ConnectionLost } from '../../redis/bulk-connection.js';
import { rightsGuard } from '../../redis/guard.js';
import { isReplica } from '../../redis/replica.js';
import { BUDGET_SPENT, type Ledger } from '../../redis/ledger.js';
import { askedRights, type AskedCommand } from '../../redis/rights.js';
import type { Session } from '../../redis/topology.js';
import type { VerbRights } from '../model.js';

interface Reading {
  verb: string;
  /** Without one of these there is no report. */
  must: readonly AskedCommand[];
  /** Without one of these the report has less. */
  better: readonly AskedCommand[];
}

const METADATA = ['TYPE', 'PTTL', 'MEMORY USAGE', 'STRLEN', 'HLEN', 'LLEN', 'SCARD', 'ZCARD', 'XLEN'] as const;
const PROBES = ['EXISTS', 'HEXISTS', 'SISMEMBER', 'LINDEX', 'GETRANGE'] as const;
const FIGURES = ['HMGET', 'GETRANGE', 'SSCAN'] as const;

const READING: readonly Reading[] = [
  { verb: 'audit', must: ['SCAN'], better: ['INFO', 'CONFIG GET', ...METADATA, ...PROBES] },
  { verb: 'usage', must: ['SCAN', ...FIGURES], better: ['XRANGE', 'LRANGE', 'EXISTS'] },
  { verb: 'limits', must: ['SCAN', ...FIGURES], better: ['ZCOUNT', 'PTTL'] },
  { verb: 'limiters', must: ['SCAN'], better: ['HMGET', 'GETRANGE', 'ZCOUNT', 'LRANGE', 'PTTL', 'TIME', 'INFO'] },
  { verb: 'alerts', must: ['SCAN', ...FIGURES], better: ['ZCOUNT', 'PTTL'] },
  { verb: 'advise', must: ['SCAN'], better: ['INFO', 'CONFIG GET', ...METADATA, ...PROBES] },
  { verb: 'measure', must: ['INFO'], better: [] },
  {
    verb: 'fix-consistency',
    must: ['SCAN', ...FIGURES],
    better: ['TYPE', 'PTTL', 'EXISTS', 'HEXISTS', 'SISMEMBER', 'SCARD', 'HSCAN', 'ZRANGE', 'LINDEX'],
  },
  { verb: 'export', must: ['SCAN', 'PTTL'], better: ['DUMP', 'TYPE'] },
];

/** Changing verbs: without a command of the run nothing is changed, without one of the undo only with `--no-archive`. */
const verbs = (): Reading[] => [
  ...READING,
  ...changingVerbs().map(({ verb, run, undo }) => ({ verb, must: run, better: undo.filter((name) => !run.includes(name)) })),
];

/** `null`: the server did not let us ask. */
export async function askRights(
  { target, nodes }: Session,
  { ledger, signal }: { ledger: Ledger; signal: AbortSignal },
): Promise<VerbRights[] | null> {
  const all = verbs();
  const asked = [...new Set(all.flatMap(({ must, better }) => [...must, ...better]))];
  const reading = new Set<AskedCommand>(READING.flatMap(({ must, better }) => [...must, ...better]));
  const denied = new Set<string>();
  const missing = new Set<string>();
  const unasked = new Set<string>();
  try {
    for (const { address, info } of nodes) {
      // A replica refuses to queue a command that writes, and counts that as an error.
      const names = isReplica(info) ? asked.filter((name) => reading.has(name)) : asked;
      const open = (): Promise<BulkConnection> =>
        BulkConnection.open({
          target,
          address,
          ledger,
          db: target.db,
          guard: rightsGuard(),
          readonly: false,
          noTouch: false,
          signal,
        });
      const told = await askedRights(open, names, (name) => reading.has(name));
      for (const { command, unknown } of told.missing) (unknown ? missing : denied).add(command);
      for (const command of told.unasked) unasked.add(command);
      for (const command of asked) if (!names.includes(command)) unasked.add(command);
    }
  } catch (error) {
    // A proxy may not queue commands as Redis does.
    if (
      error instanceof ConnectionLost ||
      (error instanceof MeterError && error.exitCode !== EXIT.failure && error.code !== BUDGET_SPENT)
    )
      return null;
    throw error;
  }
  return all.map(({ verb, must, better }): VerbRights => {
    const lacks = (names: readonly string[]): string[] => names.filter((name) => denied.has(name) || missing.has(name));
    const without = [...lacks(must), ...lacks(better)];
    const isUnknown = must.some((name) => unasked.has(name));
    return {
      verb,
      may: lacks(must).length > 0 ? 'no' : isUnknown ? 'unknown' : without.length > 0 ? 'partly' : 'yes',
      denied: without.filter((name) => denied.has(name)),
      missing: without.filter((name) => missing.has(name)),
    };
  });
}
