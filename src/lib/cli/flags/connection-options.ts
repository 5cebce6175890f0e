import { usageError } from '../../format/errors.js';
import type { TypedAddress } from '../../redis/typed-address.js';
import type { ConnectionFlags } from './connection.js';
import { rejectContradictions } from './contradictions.js';
import { durationOf } from './duration.js';

/** Some verbs lack some of these flags. */
type Given = { [Name in keyof ConnectionFlags]?: ConnectionFlags[Name] | undefined };

/** The address of Redis in the flags. Throws usage errors for flags that contradict each other, and for invalid values. */
export function connectionOptions(flags: Given): TypedAddress {
  rejectContradictions(flags, [{ flags: ['password'], with: ['ask-password'] }]);
  return {
    target: flags.target,
    url: flags.url,
    host: flags.host,
    port: flags.port,
    user: flags.user,
    password: flags.password,
    askPassword: flags['ask-password'],
    database: databaseOf(flags.db),
    tls: flags.tls,
    cacert: flags.cacert,
    cert: flags.cert,
    key: flags.key,
    sni: flags.sni,
    insecure: flags.insecure,
    cluster: flags.cluster,
    replica: flags.replica,
    sentinel: flags.sentinel,
    masterName: flags['master-name'],
    sentinelUser: flags['sentinel-user'],
    sentinelPassword: flags['sentinel-password'],
    envFile: flags['env-file'],
    timeout: flags.timeout === undefined ? undefined : durationOf('timeout', flags.timeout),
  };
}

/** `undefined`: the database of the address. */
function databaseOf(text: string | undefined): number | 'all' | undefined {
  if (text === undefined || text === 'all') return text;
  if (!/^\d{1,5}$/.test(text)) throw usageError('--db takes the number of a database, or all.');
  return Number(text);
}
