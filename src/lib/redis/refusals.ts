import { says } from '../errors/connection.js';
import type { Saying } from '../format/errors.js';
import type { Explanation, Place } from './connect-errors.js';

/** What is known of a refusing server; `at` is `null` for one about which nothing is known except its reply. */
type RefusedAt = Pick<Place, 'db' | 'username'> & { at: string | null };

type Rule = readonly [refusal: RegExp, says: (place: RefusedAt, message: string) => Saying, code?: string];

/** The quota ends the service for this period: no further command is served. */
const QUOTA = /max (daily )?(requests?|bandwidth) limit exceeded/i;

/** All known refusals, of connections and commands, in the words of Redis, Valkey and the hosted services. */
const RULES: readonly Rule[] = [
  [/^WRONGPASS|^ERR invalid password/, ({ at, username }) => says('wrong-password', { at, named: username !== null })],
  [/^NOAUTH|^ERR operation not permitted/, ({ at }) => says('password-required', { at })],
  [/without any password configured|no password is set/, ({ at }) => says('password-not-needed', { at })],
  [/wrong number of arguments for 'auth'/i, ({ at }) => says('user-not-supported', { at })],
  [/^NOPERM/, ({ at }) => says('denied', { at })],
  [/^LOADING/, ({ at }) => says('loading', { at })],
  [/^MASTERDOWN/, ({ at }) => says('master-down', { at })],
  [/max number of clients|max clients|max concurrent connections/, ({ at }) => says('too-many-clients', { at })],
  [/DB index is out of range|invalid DB index/, ({ at, db }) => says('db-out-of-range', { at, db })],
  [/SELECT is not allowed in cluster mode/, ({ at }) => says('cluster-db', { at })],
  [/^DENIED/, ({ at }) => says('protected-mode', { at })],
  [QUOTA, ({ at }) => says('quota', { at })],
  [/^CLUSTERDOWN/, ({ at }) => says('cluster-down', { at })],
  [/^BUSY\b/, ({ at }) => says('busy', { at })],
  [/^OOM\b|capacity quota exceeded/, ({ at }) => says('out-of-memory', { at })],
  [/^MISCONF\b/, ({ at }) => says('misconf', { at })],
  [/^READONLY\b/, ({ at }) => says('takes-no-writes', { at }), 'read-only-replica'],
  [/^(?:MOVED|ASK|TRYAGAIN|CROSSSLOT)\b/, () => says('cluster-moved')],
  [/^NOREPLICAS\b/, ({ at }) => says('no-replicas', { at })],
  [/unknown (?:sub)?command/i, ({ at }, message) => says('unknown-command', { at, command: unknownCommand(message) })],
];

/** The command's name from the server's message; `null` if it is no plain word. */
const unknownCommand = (message: string): string | null =>
  /unknown (?:sub)?command:? [`'"]?([a-z]{2,20})\b/i.exec(message)?.[1]?.toUpperCase() ?? null;

/** True when no other command will be served for a long time. */
export const isQuota = (message: string): boolean => QUOTA.test(message);

/** Explains an error reply; `null`: unknown wording. */
export function explainRefusal(message: string, place: RefusedAt): Explanation | null {
  const rule = RULES.find(([refusal]) => refusal.test(message));
  if (!rule) return null;
  const [, saysOf, code] = rule;
  const saying = saysOf(place, message);
  return { code: code ?? saying.id, saying };
}
