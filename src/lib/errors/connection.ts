/** A connection that cannot be made, and what a server refuses. */
import type { Saying } from '../format/errors.js';
import { sayingsOf, type ErrorTexts } from './sayings.js';

/** The server as it is named in errors; `null`: nothing is known about it except its reply. */
interface At {
  at: string | null;
}

/** What stopped the attempt to connect: so many seconds. */
interface Within {
  at: string;
  seconds: number;
}

const server = (at: string | null): string => at ?? 'The server';

export const connectionErrors = {
  // What Redis, Valkey and the hosted services refuse.
  'wrong-password': ({ at, named }: At & { named: boolean }) => [
    `${server(at)} does not accept this ${named ? 'user name and password' : 'password'}.`,
    'Check the password; in a URL, special characters must be percent-encoded.',
    'Give a user name only if the server has ACL users: without one, the password is that of the user `default`.',
  ],
  'password-required': ({ at }: At) => [
    `${server(at)} asks for a password.`,
    'Put it into REDIS_URL (redis://:password@host:port), or use --ask-password or the relay’s --env-file.',
  ],
  'password-not-needed': ({ at }: At) => [
    `${server(at)} has no password, but one was given.`,
    'Leave the password out, and check that this is the server you mean.',
  ],
  'user-not-supported': ({ at }: At) => [
    `${server(at)} is older than Redis 6 and does not support user names.`,
    'Give the password alone.',
  ],
  denied: ({ at }: At) => [
    `${server(at)} does not give this user a permission that meter needs.`,
    'docs/redis-access.md has the ACL lines.',
  ],
  loading: ({ at }: At) => [
    `${server(at)} is still loading its data from disk.`,
    'Wait until it has finished, then run the command again.',
  ],
  'master-down': ({ at }: At) => [
    `${server(at)} is a replica that has lost its master and does not serve its old data.`,
    'Connect to the master, or wait until the link is up again.',
  ],
  'too-many-clients': ({ at }: At) => [
    `${server(at)} has reached its limit of client connections.`,
    'Close idle clients, or raise `maxclients`.',
  ],
  'db-out-of-range': ({ at, db }: At & { db: number }) => [
    `${server(at)} has no database ${db}.`,
    'Use database 0, or a number below the server’s `databases` setting.',
  ],
  'cluster-db': ({ at }: At) => [
    `${server(at)} is part of a cluster, which has database 0 only.`,
    'Leave the database number out.',
  ],
  'protected-mode': ({ at }: At) => [
    `${server(at)} is in protected mode: it has no password and answers local clients only.`,
    'Run meter on the server itself, or give the server a password.',
  ],
  quota: ({ at }: At) => [
    `${server(at)} has used up its quota of commands.`,
    'Wait for the next period, or choose a larger plan.',
  ],
  'cluster-down': ({ at }: At) => [
    `The cluster of ${server(at)} is down.`,
    'Look at CLUSTER INFO and CLUSTER NODES: some slots have no master.',
  ],
  busy: ({ at }: At) => [`${server(at)} is busy running a script.`, 'Wait until the script has ended.'],
  'out-of-memory': ({ at }: At) => [
    `${server(at)} is out of memory and refuses to store anything.`,
    'Raise maxmemory for now, then run the command again.',
  ],
  misconf: ({ at }: At) => [
    `${server(at)} refuses writes because it cannot save its snapshot (stop-writes-on-bgsave-error).`,
    'Look at its log and its disk, then run the command again.',
  ],
  'takes-no-writes': ({ at }: At) => [
    `${server(at)} is a replica and takes no writes.`,
    'Name the master; after a failover run the command again.',
  ],
  'cluster-moved': () => [
    'A part of the cluster has moved to another node: after a failover, or because slots are being moved.',
    'Run the command again when it has settled.',
  ],
  'no-replicas': ({ at }: At) => [
    `${server(at)} has too few replicas to take writes.`,
    'Wait until they are back, then run the command again.',
  ],
  'unknown-command': ({ at, command }: At & { command: string | null }) => [
    `${server(at)} does not know ${command === null ? 'a command that Redis has' : `the command ${command}`}.`,
    'It may be a proxy (such as Codis or twemproxy), or a service that lacks the command: connect to the Redis servers behind it.',
  ],
  'command-refused': ({ at, command }: At & { command: string }) => [
    `${server(at)} does not allow this user to send ${command}.`,
    `Allow it: ACL SETUSER <user> +${command.toLowerCase()} ~*`,
    'docs/redis-access.md has the ACL lines.',
  ],
  'refused-by-server': ({ at, command, words }: At & { command: string; words: string }) => [
    `${server(at)} refuses ${command === '' ? 'the change' : command}${words === '' ? '' : `: ${words}`}.`,
    'Look at the log of the server, and at the rights of its user (ACL LIST).',
  ],

  // The network, and TLS.
  'dns-unknown': ({ host }: { host: string }) => [
    `The host name ${host} could not be resolved.`,
    'Check its spelling, and that it is known outside of the container.',
  ],
  unreachable: ({ at }: { at: string }) => [`There is no network route to ${at}.`, 'Check the address, VPN and firewall.'],
  'tls-untrusted': ({ at }: { at: string }) => [
    `The TLS certificate of ${at} is not signed by an authority that this machine trusts.`,
    'Give the authority’s certificate with --cacert FILE.',
    'Only on a network that you trust: --insecure skips the check.',
  ],
  'tls-expired': ({ at }: { at: string }) => [
    `The TLS certificate of ${at} is not valid at this time.`,
    'Check this machine’s clock, or have the certificate renewed.',
  ],
  'tls-misnamed': ({ at }: { at: string }) => [
    `The TLS certificate of ${at} is for another name.`,
    'Connect by the name in the certificate, or give that name with --sni NAME.',
  ],
  'tls-not-spoken': ({ at }: { at: string }) => [
    `${at} does not speak TLS.`,
    'Use redis:// instead of rediss://, or leave --tls out.',
  ],
  'tls-client': ({ at }: { at: string }) => [
    `${at} did not accept the TLS client certificate, or asks for one.`,
    'Give a certificate that the server trusts with --cert FILE and --key FILE.',
  ],
  'tls-pem': () => [
    'The TLS certificate or key given cannot be used.',
    'Check that --cacert, --cert and --key are PEM files and belong together.',
  ],
  'tls-needed': ({ at }: { at: string }) => [`${at} expects TLS.`, 'Use rediss:// instead of redis://, or add --tls.'],
  refused: ({ at }: { at: string }) => [
    `Nothing accepts connections at ${at}.`,
    'Check host and port, and that Redis is running and listens on that address.',
  ],
  'socket-refused': ({ at }: { at: string }) => [
    `No server listens on the socket ${at}.`,
    'Check that Redis is running, and its `unixsocket` setting.',
  ],
  'socket-missing': ({ at }: { at: string }) => [
    `There is no socket ${at}.`,
    'Check the path and the server’s `unixsocket` setting.',
  ],
  'socket-denied': ({ at }: { at: string }) => [
    `This user may not open the socket ${at}.`,
    'Check its permissions (`unixsocketperm`), or run as a user of its group.',
  ],
  'timed-out': ({ at }: { at: string }) => [
    `${at} did not answer in time.`,
    'The server or the network may be overloaded: try again, or raise --timeout.',
  ],
  closed: ({ at, tls }: { at: string; tls: boolean }) => [
    `${at} closed the connection.`,
    tls
      ? 'The server may not speak TLS, or ask for a client certificate (--cert, --key).'
      : 'The server may expect TLS: try rediss:// or --tls.',
    'Check that the address is that of Redis, and the server’s log.',
  ],
  'not-redis': ({ at }: { at: string }) => [
    `What answers at ${at} is not Redis.`,
    'Check the port: 6379 is the usual one; HTTP dashboards and REST endpoints have others.',
  ],
  'connection-failed': ({ at, words }: { at: string; words: string }) => [
    words === '' ? `The connection to ${at} failed.` : `The connection to ${at} failed: ${words}.`,
    'Check that the address is that of a Redis server and that it is healthy.',
  ],

  // Steps of a connection that took too long.
  'lookup-timeout': ({ host, seconds }: { host: string; seconds: number }) => [
    `The host name ${host} was not resolved within ${seconds} s.`,
    'Check the name and the network.',
  ],
  'connect-timeout': ({ at, seconds }: Within) => [
    `${at} did not accept a connection within ${seconds} s.`,
    'Check the address, firewalls and security groups; many hosted services only answer inside their own network.',
  ],
  'tls-timeout': ({ at, seconds }: Within) => [
    `${at} accepted the connection but did not finish a TLS handshake within ${seconds} s.`,
    'The server may not speak TLS: try redis:// instead of rediss://, or leave --tls out.',
  ],
  'reply-timeout': ({ at, seconds }: Within) => [
    `${at} accepted the connection but did not answer within ${seconds} s.`,
    'The server may be busy or stopped, expect TLS (rediss:// or --tls), or not be Redis at all.',
  ],
  'interrupted-waiting': () => ['Interrupted before Redis had answered.'],

  // What is added to one of the others.
  'cut-value': ({ name, file, isUrl, failed }: { name: string; file: string; isUrl: boolean; failed: Saying }, say) => {
    const [cause, ...next] = say(failed);
    const advice = isUrl ? `write a # that belongs to it as %23.` : `put a value with a # in quotes, ${name}='…'`;
    return [cause, `${name} in ${file} ends at a #, where a comment begins: ${advice}`, ...next];
  },
  'announced-address': ({ failed }: { failed: Saying }, say) => [
    ...say(failed),
    'The server itself names this address: it must be reachable from here, or be announced otherwise (cluster-announce-ip, replica-announce-ip).',
  ],
  'sentinel-login': ({ at, required }: { at: string; required: boolean }) => [
    `The sentinel ${at} ${required ? 'asks for a password' : 'does not accept the user name or password'}.`,
    'Sentinels may have a password of their own: put it into METER_SENTINEL_PASSWORD, or give --sentinel-password.',
    'If they have ACL users: METER_SENTINEL_USER, or --sentinel-user',
  ],
  'monitor-refused-by': ({ failed }: { failed: Saying }, say) => {
    const [cause, ...next] = say(failed);
    return [cause, 'Leave --monitor out to measure with the statistics of the server, which does not affect clients.', ...next];
  },
  'monitor-refused': ({ seconds }: { seconds: number }) => [
    `The server did not answer MONITOR within ${seconds} s.`,
    'Leave --monitor out to measure with the statistics of the server.',
  ],
} satisfies ErrorTexts;

export const says = sayingsOf(connectionErrors);
