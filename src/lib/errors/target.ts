/** Which Redis is meant: flags, addresses and `.env` files. No sentence has a value that was given, which may be a password. */
import { sayingsOf, type ErrorTexts } from './sayings.js';

const FORMS = 'Write redis://user:password@host:port/db, rediss://… for TLS, or unix:///path/to/redis.sock?db=0.';
const ENCODING =
  'Special characters in a user name or password must be percent-encoded: % as %25, / as %2F, ? as %3F, # as %23, @ as %40, : as %3A.';

export const targetErrors = {
  'no-target': () => [
    'No Redis was named.',
    'Set REDIS_URL=redis://user:password@host:port/db (rediss:// for TLS), or give it as --url.',
    'Or give --host and --port, and --ask-password if it has a password.',
    'Or read the relay’s own settings: --env-file /path/to/.env',
    'Or ask sentinels: --sentinel host:26379,host:26379 --master-name NAME',
    'Or name a Unix socket: --url unix:///path/to/redis.sock',
    'Or read a snapshot, where the command takes one: --rdb dump.rdb (meter demo makes one to try)',
  ],
  'two-places': ({ flags }: { flags: readonly [string, string] }) => [
    `${flags.join(' and ')} both say where Redis is.`,
    'Give one of them.',
  ],
  'sentinel-and-host': () => [
    '--sentinel and --host or --port both say where Redis is.',
    'Give the sentinels as --sentinel host:port,host:port.',
  ],
  'master-name-alone': () => ['--master-name needs --sentinel.'],
  'cert-without-key': () => ['--cert and --key belong together.', 'Give both or neither.'],
  'insecure-and-cacert': () => ['--insecure and --cacert contradict each other.', 'Give one of them.'],
  'cluster-and-sentinels': () => ['A Redis Cluster has no sentinels.', 'Leave --cluster or the sentinels out.'],
  'cluster-and-db': () => ['A Redis Cluster has database 0 only.', 'Leave the database number out.'],
  'socket-and-tls': () => ['TLS is not used on a Unix socket.', 'Leave the TLS flags out.'],
  'retry-no-span': () => ['METER_RETRY is not a span of time.', 'Write a number with a unit, such as 30s.'],
  'host-wrong': () => ['--host is not a host name or address.', 'A whole URL goes into --url.'],
  'port-wrong': () => ['--port is not a port number.', 'Give a number from 1 to 65535.'],
  'sentinel-flag-alone': ({ flag }: { flag: string }) => [
    `${flag} is for sentinels, and none are named.`,
    'Name them with --sentinel, or leave it out.',
  ],
  'sentinel-unreadable': () => ['--sentinel cannot be read.', 'Write it as host:port,host:port; the usual port is 26379.'],
  'sentinel-without-master': () => [
    '--sentinel needs the name of the master.',
    'Give it with --master-name NAME, as in `sentinel monitor NAME …`.',
  ],
  'not-pem': ({ flag }: { flag: string }) => [`The file given to ${flag} is not PEM.`, 'It should begin with -----BEGIN.'],

  'rest-url': () => [
    'This is an HTTP (REST) address, but meter needs the Redis protocol.',
    'Use the rediss:// endpoint that the provider shows next to it (Upstash: "Connect", "TCP").',
  ],
  'url-no-url': () => ['The Redis URL is not a URL.', FORMS],
  'url-not-encoded': () => ['The Redis URL has a character that must be percent-encoded.', ENCODING],
  'url-no-socket': () => ['The Redis URL must hold the absolute path of a socket after unix://.', FORMS],
  'url-scheme': () => ['The Redis URL has an unknown scheme.', FORMS],
  'url-no-master': () => ['The Redis URL names sentinels but no master.', 'Add master_name=NAME to it.'],
  'url-addr': () => ['The Redis URL has an addr that is not host:port.'],
  'url-socket-extras': () => ['The Redis URL speaks of sentinels or TLS, which a Unix socket has not.', FORMS],
  'url-two-logins': ({ part }: { part: 'username' | 'password' }) => [
    `The Redis URL gives two different ${part === 'username' ? 'user names' : 'passwords'}.`,
    FORMS,
  ],
  'url-no-host': () => ['The Redis URL names no host.', FORMS],
  'url-host': () => ['The Redis URL has a host or port that cannot be read.', FORMS, ENCODING],
  'url-sentinels': () => [
    'The Redis URL must name the sentinels and the master.',
    'Write redis+sentinel://host:26379,host:26379/master-name/db.',
  ],
  'url-percent': () => ['The Redis URL has a % that starts no percent-encoded character.', ENCODING],
  'url-database': () => ['The Redis URL has a database that is not a number.', FORMS, ENCODING],
  'url-two-databases': () => ['The Redis URL names two different databases.', FORMS],
  'url-parameter-twice': ({ name }: { name: string }) => [`The Redis URL gives ${name} twice.`],
  'url-parameter-value': ({ name }: { name: string }) => [`The Redis URL has a value of ${name} that is not known.`],
  'url-parameter': ({ name }: { name: string | null }) => [
    `The Redis URL has a parameter that meter does not know${name === null ? '' : `: ${name}`}.`,
    'Leave it out. Known parameters: db, username, password, master_name, addr, sentinel_username, sentinel_password and skip_verify.',
    'Client library parameters for timeouts, pools and retries are ignored.',
  ],

  'env-file-no-redis': ({ path }: { path: string }) => [
    `${path} does not say where Redis is.`,
    'It should set REDIS_HOST (and REDIS_PORT), REDIS_CONN_STRING or REDIS_URL.',
  ],
  'env-file-ways': ({ path, ways }: { path: string; ways: readonly string[] }) => [
    `${path} names Redis in more than one way (${ways.join(', ')}).`,
    'Say which one with --url, or leave --env-file out.',
  ],
  'env-file-sentinels': ({ path }: { path: string }) => [
    `REDIS_CONN_STRING in ${path} does not list sentinels, though REDIS_MASTER_NAME is set.`,
    'With REDIS_MASTER_NAME it is host:port,host:port; without it, an address such as redis://host:port.',
  ],
  'env-file-host': ({ path }: { path: string }) => [`REDIS_HOST in ${path} is not a host name or address.`],
  'env-file-port': ({ path }: { path: string }) => [`REDIS_PORT in ${path} is not a port number.`],
  'env-file-db': ({ path }: { path: string }) => [`REDIS_DB in ${path} is not a number.`],
} satisfies ErrorTexts;

export const says = sayingsOf(targetErrors);
