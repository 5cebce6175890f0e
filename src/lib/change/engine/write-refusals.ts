/** Refusals of writing commands, explained. */
import { EXIT, MeterError } from '../../format/errors.js';
import { safeText } from '../../format/terminal.js';

type Rule = readonly [refusal: RegExp, code: string, cause: string, ...next: string[]];

const RULES: readonly Rule[] = [
  [
    /^OOM\b/,
    'out-of-memory',
    'The server is out of memory and refuses to store anything.',
    'Raise maxmemory for the time being, then run the command again.',
  ],
  [
    /^MISCONF\b/,
    'misconf',
    'The server refuses writes because it cannot save its snapshot (stop-writes-on-bgsave-error).',
    'Look at its log and its disk, then run the command again.',
  ],
  [
    /^READONLY\b/,
    'read-only-replica',
    'The server is a replica and takes no writes.',
    'Name the master; after a failover run the command again.',
  ],
  [
    /^(?:MOVED|ASK|CLUSTERDOWN|TRYAGAIN|CROSSSLOT)\b/,
    'cluster-moved',
    'A part of the cluster has moved to another node: after a failover, or because slots are being moved.',
    'Run the command again when it has settled.',
  ],
  [
    /^NOREPLICAS\b/,
    'no-replicas',
    'The server has too few replicas to take writes.',
    'Wait until they are back, then run the command again.',
  ],
  [
    /^(?:LOADING|MASTERDOWN)\b/,
    'not-serving',
    'The server is loading its data, or has lost its master.',
    'Run the command again when it serves again.',
  ],
  [/^NOPERM\b/, 'denied', 'The user may not read or change this data.', 'docs/redis-access.md has the ACL lines.'],
];

/** Why a change was refused, as an error that ends the run. What was done until then is in the archive. */
export function writeRefused(message: string): MeterError {
  const rule = RULES.find(([refusal]) => refusal.test(message));
  const shown = safeText(message.slice(0, 200));
  if (!rule) return new MeterError('refused-by-server', EXIT.partial, `The server refuses the change: ${shown}`);
  const [, code, cause, ...next] = rule;
  return new MeterError(code, EXIT.partial, cause, next);
}
