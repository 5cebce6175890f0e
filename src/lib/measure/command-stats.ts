import { EXIT, MeterError } from '../format/errors.js';
import { infoField, infoNumber, parseInfo, parsePairs, type Info } from '../redis/info.js';
import type { Reply } from '../redis/resp.js';

/** What the server has counted since it started, or since somebody reset it. */
export interface Counted {
  /** Calls by command, subcommands under their command; `null` where the server does not tell. */
  calls: ReadonlyMap<string, number> | null;
  /** All commands together; `null` where the server does not tell. */
  total: number | null;
  /** Changes when the server starts again. */
  runId: string | null;
}

/** Reads the answers to INFO commandstats, INFO stats and INFO server. */
export function countedIn(replies: readonly Reply[]): Counted {
  const [commands, stats, server] = replies.map((reply): Info => (typeof reply === 'string' ? parseInfo(reply) : new Map()));
  const calls = new Map<string, number>();
  for (const [field, value] of commands?.get('commandstats') ?? []) {
    const name = /^cmdstat_([^|]+)/.exec(field)?.[1]?.toUpperCase();
    const count = Number(parsePairs(value).get('calls'));
    if (name !== undefined && Number.isFinite(count)) calls.set(name, (calls.get(name) ?? 0) + count);
  }
  return {
    calls: calls.size === 0 ? null : calls,
    total: stats ? infoNumber(stats, 'total_commands_processed') : null,
    runId: server ? infoField(server, 'run_id') : null,
  };
}

/** What a server did between two readings, without the commands of the tool itself. */
export interface Done {
  calls: Map<string, number> | null;
  total: number | null;
}

/**
 * The difference of two readings. `own`: commands that the tool itself sent in between, by name.
 * Throws a MeterError when the server was started again, or its statistics were reset.
 */
export function doneBetween(before: Counted, after: Counted, own: ReadonlyMap<string, number>): Done {
  if (before.runId !== after.runId) throw notComparable('The server was started again while it was measured.');
  const calls = before.calls && after.calls && differences(before.calls, after.calls, own);
  const ownTotal = [...own.values()].reduce((sum, count) => sum + count, 0);
  const total = before.total === null || after.total === null ? null : less(after.total - before.total, ownTotal);
  return { calls, total };
}

function differences(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  own: ReadonlyMap<string, number>,
): Map<string, number> {
  const calls = new Map<string, number>();
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const count = less((after.get(name) ?? 0) - (before.get(name) ?? 0), own.get(name) ?? 0);
    if (count > 0) calls.set(name, count);
  }
  return calls;
}

/** What the tool sent may have been refused, and then it was not counted. */
function less(count: number, own: number): number {
  if (count < 0) throw notComparable('The statistics of the server were reset while it was measured.');
  return Math.max(0, count - own);
}

const notComparable = (message: string): MeterError =>
  new MeterError('not-comparable', EXIT.failure, message, ['Run the command again.']);
