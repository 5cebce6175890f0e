/** Commands that end with an error: they cost as much as others, and their writes are missing. */
import { meter, type KnownError, type Remedy } from '../remedy.js';
import { ABOUT_SERVER, type ServerRule } from './context.js';

/** Minimum number of failed calls of a command, and minimum share of its calls, for a finding. */
const LEAST_CALLS = 20;
const LEAST_SHARE = 0.01;
const SHOWN = 3;

/**
 * Commands that meter tries on every server, as it tries those that its user may not send. Their rejections, before they ran, may
 * all be its own.
 */
const OURS: ReadonlySet<string> = new Set(['acl|whoami', 'discard', 'hotkeys', 'latency|latest', 'multi', 'ping', 'slowlog|get']);

/** Errors that lose writes. */
const LOSING: readonly string[] = ['OOM', 'MISCONF', 'READONLY', 'NOREPLICAS'] satisfies KnownError[];

/** Errors with a known remedy. */
const KNOWN: readonly KnownError[] = [
  'OOM',
  'MISCONF',
  'READONLY',
  'NOREPLICAS',
  'NOSCRIPT',
  'WRONGTYPE',
  'NOAUTH',
  'WRONGPASS',
  'NOPERM',
  'MOVED',
];

export const failedCalls: ServerRule = ({ server }) => {
  const failing = [...(server.commandStats ?? [])]
    .map(([command, { calls, failed, rejected: all }]) => {
      const rejected = OURS.has(command) || server.denied.has(command) ? 0 : all;
      const count = (failed ?? 0) + (rejected ?? 0);
      return { command: command.replace('|', ' ').toUpperCase(), count, of: calls + (rejected ?? 0) };
    })
    .filter(({ count, of }) => count >= LEAST_CALLS && count >= LEAST_SHARE * of)
    .toSorted((a, b) => b.count - a.count);
  if (failing.length === 0) return [];
  const count = failing.reduce((sum, one) => sum + one.count, 0);
  const errors = [...server.errors].filter(([, times]) => times >= LEAST_CALLS).toSorted(([, a], [, b]) => b - a);
  return [
    {
      ...ABOUT_SERVER,
      code: 'failed-calls',
      params: {
        commands: failing.slice(0, SHOWN).map((one) => ({ command: one.command, failed: one.count, calls: one.of })),
        others: Math.max(0, failing.length - SHOWN),
        errors: errors.slice(0, SHOWN).map(([name, times]) => ({ name, count: times })),
      },
      severity: errors.some(([name]) => LOSING.includes(name)) ? 'high' : 'medium',
      count,
      remedy: remedyFor(errors.map(([name]) => name)),
    },
  ];
};

/** The remedy for the most frequent error that has one. */
function remedyFor(errors: readonly string[]): Remedy {
  const error = errors.flatMap((name) => KNOWN.find((known) => known === name) ?? [])[0] ?? null;
  const commands =
    error === null ? [meter('measure', '--seconds', '60')] : error === 'WRONGTYPE' ? [meter('audit', '--all')] : [];
  return { code: 'handle-error', params: { error }, commands };
}
