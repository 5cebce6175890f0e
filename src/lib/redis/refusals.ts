import type { Explanation, Place } from './connect-errors.js';

type Rule = readonly [refusal: RegExp, code: string, cause: (place: Place) => string, ...next: string[]];

/** The server's own refusals, by the words that Redis, Valkey and the hosted services use. */
const RULES: readonly Rule[] = [
  [
    /^WRONGPASS|^ERR invalid password/,
    'wrong-password',
    ({ at, username }) => `${at} does not accept this ${username === null ? 'password' : 'user name and password'}.`,
    'Check the password; in a URL, special characters must be percent-encoded.',
    'Give a user name only where the server has ACL users: without one, the password is that of the user `default`.',
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
    ({ at }) => `${at} is older than Redis 6 and knows no user names.`,
    'Give the password alone.',
  ],
  [
    /^NOPERM/,
    'denied',
    ({ at }) => `The user of the connection to ${at} lacks a permission that meter needs.`,
    'Grant it the read-only permissions that the documentation lists (ACL SETUSER).',
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
    /max number of clients|max clients/,
    'too-many-clients',
    ({ at }) => `${at} has no connection left for another client.`,
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
  [
    /max (daily )?requests? limit exceeded/i,
    'quota',
    ({ at }) => `The command quota of ${at} is used up.`,
    'Wait for the next period, or raise the plan.',
  ],
  [
    /^CLUSTERDOWN/,
    'cluster-down',
    ({ at }) => `The cluster of ${at} is down.`,
    'Look at CLUSTER INFO and CLUSTER NODES: some slots have no master.',
  ],
  [/^BUSY/, 'busy', ({ at }) => `${at} is busy running a script.`, 'Wait until the script has ended.'],
];

/** Explains an error reply; `null` when its words are not known. */
export function explainRefusal(message: string, place: Place): Explanation | null {
  const rule = RULES.find(([refusal]) => refusal.test(message));
  if (!rule) return null;
  const [, code, cause, ...next] = rule;
  return { code, cause: cause(place), next };
}
