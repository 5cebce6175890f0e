import { EXIT, MeterError } from '../format/errors.js';
import { commandStatsIn, errorsIn } from '../redis/command-stats.js';
import type { Bytes } from '../estimate/wire-bytes.js';
import { infoField, infoNumber, parseInfo, type Info } from '../redis/info.js';
import type { Reply } from '../redis/resp.js';

/** The server's counters since its start or the last reset. */
export interface Counted {
  /** Calls by command, including its subcommands; `null`: not reported. */
  calls: ReadonlyMap<string, number> | null;
  /**
   * `failed`: calls among these that returned an error. `rejected`: calls refused before they ran, not among these. `null`: not
   * reported.
   */
  failed: ReadonlyMap<string, number> | null;
  rejected: ReadonlyMap<string, number> | null;
  /** By the error's first word. */
  errors: ReadonlyMap<string, number>;
  /** All commands; `null`: not reported. */
  total: number | null;
  /** Bytes from and to clients, without replicas; `null`: not reported. */
  traffic: Bytes | null;
  /** Changes when the server restarts. */
  runId: string | null;
}

/** Parses the replies to INFO commandstats, INFO stats, INFO server and INFO errorstats. */
export function countedIn(replies: readonly Reply[]): Counted {
  const [commands, stats, server, errors] = replies.map((reply): Info =>
    typeof reply === 'string' ? parseInfo(reply) : new Map(),
  );
  const rows = [...(commands ? commandStatsIn(commands) : [])];
  const sums = (of: (stat: (typeof rows)[number][1]) => number | null): Map<string, number> | null => {
    const counts = new Map<string, number>();
    for (const [name, stat] of rows) {
      const [command = ''] = name.toUpperCase().split('|');
      const count = of(stat);
      if (count !== null) counts.set(command, (counts.get(command) ?? 0) + count);
    }
    return counts.size === 0 ? null : counts;
  };
  return {
    calls: sums(({ calls }) => calls),
    failed: sums(({ failed }) => failed),
    rejected: sums(({ rejected }) => rejected),
    errors: errors ? errorsIn(errors) : new Map(),
    total: stats ? infoNumber(stats, 'total_commands_processed') : null,
    traffic: stats ? trafficIn(stats) : null,
    runId: server ? infoField(server, 'run_id') : null,
  };
}

function trafficIn(stats: Info): Bytes | null {
  const [sent, received] = [infoNumber(stats, 'total_net_input_bytes'), infoNumber(stats, 'total_net_output_bytes')];
  if (sent === null || received === null) return null;
  // From Redis 7.0 the totals include replica traffic.
  const repl = (way: string): number => infoNumber(stats, `total_net_repl_${way}_bytes`) ?? 0;
  return { sent: sent - repl('input'), received: received - repl('output') };
}

/** The server's activity between two readings, without the tool's own commands. */
export interface Done {
  calls: ReadonlyMap<string, number> | null;
  failed: ReadonlyMap<string, number> | null;
  rejected: ReadonlyMap<string, number> | null;
  errors: ReadonlyMap<string, number>;
  total: number | null;
  traffic: Bytes | null;
}

/** The tool's own activity between two readings. */
export interface Own {
  /** Commands by name. */
  commands: ReadonlyMap<string, number>;
  traffic: Bytes;
}

/**
 * The difference of two readings, minus the tool's own activity. Throws a MeterError when the server was restarted, or its
 * statistics were reset.
 */
export function doneBetween(before: Counted, after: Counted, own: Own): Done {
  if (before.runId !== after.runId) throw notComparable('The server was restarted during the measurement.');
  const ownTotal = [...own.commands.values()].reduce((sum, count) => sum + count, 0);
  const total = before.total === null || after.total === null ? null : less(after.total - before.total, ownTotal);
  const between = (of: 'calls' | 'failed' | 'rejected', without?: ReadonlyMap<string, number>): Map<string, number> | null =>
    before[of] && after[of] && differences(before[of], after[of], without);
  return {
    calls: between('calls', own.commands),
    failed: between('failed'),
    rejected: between('rejected'),
    errors: differences(before.errors, after.errors),
    total,
    traffic:
      before.traffic && after.traffic
        ? {
            sent: less(after.traffic.sent - before.traffic.sent, own.traffic.sent),
            received: less(after.traffic.received - before.traffic.received, own.traffic.received),
          }
        : null,
  };
}

function differences(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  own: ReadonlyMap<string, number> = new Map(),
): Map<string, number> {
  const calls = new Map<string, number>();
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const count = less((after.get(name) ?? 0) - (before.get(name) ?? 0), own.get(name) ?? 0);
    if (count > 0) calls.set(name, count);
  }
  return calls;
}

/** A refused command of the tool was not counted. */
function less(count: number, own: number): number {
  if (count < 0) throw notComparable('The statistics of the server were reset during the measurement.');
  return Math.max(0, count - own);
}

const notComparable = (message: string): MeterError =>
  new MeterError('not-comparable', EXIT.failure, message, ['Run the command again.']);
