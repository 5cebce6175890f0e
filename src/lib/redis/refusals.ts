import type { Explanation, Place } from './connect-errors.js';

type Rule = readonly [refusal: RegExp, code: string, cause: (place: Place, message: string) => string, ...next: string[]];

/** The quota ends the service for this period: no further command is served. */
const QUOTA = /max (daily )?(requests?|bandwidth) limit exceeded/i;

/** All known refusals, of connections and commands, in the words of Redis, Valkey and the hosted services. */
const RULES: readonly Rule[] = [
  [
    /^WRONGPASS|^ERR invalid password/,
    'wrong-password',
    ({ at, username }) => `${at} does not accept this ${username === null ? 'password' : 'user name and password'}.`,
    'Check the password; in a URL, special characters must be percent-encoded.',
    'Give a user name only if the server has ACL users: without one, the password is that of the user `default`.',
  ],
  [
    /^NOAUTH|^ERR operation not permitted/,
    'password-required',
    ({ at }) => `${at} asks for a password.`,
    'Put it into REDIS_URL (redis://:password@host:port), or use --ask-password or the relay’s --env-file.',
  ],
  [
    /without any password configured|no password is set/,
    'password-not-needed',
    ({ at }) => `${at} has no password, but one was given.`,
    'Leave the password out, and check that this is the server you mean.',
  ],
  [
    /wrong number of arguments for 'auth'/i,
    'user-not-supported',
    ({ at }) => `${at} is older than Redis 6 and does not support user names.`,
    'Give the password alone.',
  ],
  [
    /^NOPERM/,
    'denied',
    ({ at }) => `${at} does not give this user a permission that meter needs.`,
    'docs/redis-access.md has the ACL lines.',
  ],
  [
    /^LOADING/,
    'loading',
    ({ at }) => `${at} is still loading its data from disk.`,
    'Wait until it has finished, then run the command again.',
  ],
  [
    /^MASTERDOWN/,
    'master-down',
    ({ at }) => `${at} is a replica that has lost its master and does not serve its old data.`,
    'Connect to the master, or wait until the link is up again.',
  ],
  [
    /max number of clients|max clients|max concurrent connections/,
    'too-many-clients',
    ({ at }) => `${at} has reached its limit of client connections.`,
    'Close idle clients, or raise `maxclients`.',
  ],
  [
    /DB index is out of range|invalid DB index/,
    'db-out-of-range',
    ({ at, db }) => `${at} has no database ${db}.`,
    'Use database 0, or a number below the server’s `databases` setting.',
  ],
  [
    /SELECT is not allowed in cluster mode/,
    'cluster-db',
    ({ at }) => `${at} is part of a cluster, which has database 0 only.`,
    'Leave the database number out.',
  ],
  [
    /^DENIED/,
    'protected-mode',
    ({ at }) => `${at} is in protected mode: it has no password and answers local clients only.`,
    'Run meter on the server itself, or give the server a password.',
  ],
  [QUOTA, 'quota', ({ at }) => `${at} has used up its quota of commands.`, 'Wait for the next period, or choose a larger plan.'],
  [
    /^CLUSTERDOWN/,
    'cluster-down',
    ({ at }) => `The cluster of ${at} is down.`,
    'Look at CLUSTER INFO and CLUSTER NODES: some slots have no master.',
  ],
  [/^BUSY\b/, 'busy', ({ at }) => `${at} is busy running a script.`, 'Wait until the script has ended.'],
  [
    /^OOM\b|capacity quota exceeded/,
    'out-of-memory',
    ({ at }) => `${at} is out of memory and refuses to store anything.`,
    'Raise maxmemory for now, then run the command again.',
  ],
  [
    /^MISCONF\b/,
    'misconf',
    ({ at }) => `${at} refuses writes because it cannot save its snapshot (stop-writes-on-bgsave-error).`,
    'Look at its log and its disk, then run the command again.',
  ],
  [
    /^READONLY\b/,
    'read-only-replica',
    ({ at }) => `${at} is a replica and takes no writes.`,
    'Name the master; after a failover run the command again.',
  ],
  [
    /^(?:MOVED|ASK|TRYAGAIN|CROSSSLOT)\b/,
    'cluster-moved',
    () => 'A part of the cluster has moved to another node: after a failover, or because slots are being moved.',
    'Run the command again when it has settled.',
  ],
  [
    /^NOREPLICAS\b/,
    'no-replicas',
    ({ at }) => `${at} has too few replicas to take writes.`,
    'Wait until they are back, then run the command again.',
  ],
  [
    /unknown (?:sub)?command/i,
    'unknown-command',
    ({ at }, message) => `${at} does not know ${unknownCommand(message)}.`,
    'It may be a proxy (such as Codis or twemproxy), or a service that lacks the command: connect to the Redis servers behind it.',
  ],
];

/** The command's name from the server's message, if it is a plain word. */
function unknownCommand(message: string): string {
  const [, word] = /unknown (?:sub)?command:? [`'"]?([a-z]{2,20})\b/i.exec(message) ?? [];
  return word === undefined ? 'a command that Redis has' : `the command ${word.toUpperCase()}`;
}

/** True when no other command will be served for a long time. */
export const isQuota = (message: string): boolean => QUOTA.test(message);

/** Explains an error reply; `null`: unknown wording. */
export function explainRefusal(message: string, place: Place): Explanation | null {
  const rule = RULES.find(([refusal]) => refusal.test(message));
  if (!rule) return null;
  const [, code, cause, ...next] = rule;
  return { code, cause: cause(place, message), next };
}
