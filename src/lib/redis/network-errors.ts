import type { Explanation, Place } from './connect-errors.js';

type Explain = (place: Place) => Explanation;

const explanation = (code: string, cause: string, ...next: string[]): Explanation => ({ code, cause, next });

const unresolved: Explain = ({ address }) =>
  explanation(
    'dns',
    `The host name ${address.host} could not be resolved.`,
    'Check its spelling, and that it is known outside of the container.',
  );

const unreachable: Explain = ({ at }) =>
  explanation('unreachable', `There is no network route to ${at}.`, 'Check the address, VPN and firewall.');

const untrusted: Explain = ({ at }) =>
  explanation(
    'tls',
    `The TLS certificate of ${at} is not signed by an authority that this machine trusts.`,
    'Give the authority’s certificate with --cacert FILE.',
    'Only on a network that you trust: --insecure skips the check.',
  );

const expired: Explain = ({ at }) =>
  explanation(
    'tls',
    `The TLS certificate of ${at} is not valid at this time.`,
    'Check this machine’s clock, or have the certificate renewed.',
  );

const misnamed: Explain = ({ at }) =>
  explanation(
    'tls',
    `The TLS certificate of ${at} is for another name.`,
    'Connect by the name in the certificate, or give that name with --sni NAME.',
  );

const notTls: Explain = ({ at }) =>
  explanation('tls', `${at} does not speak TLS.`, 'Use redis:// instead of rediss://, or leave --tls out.');

const clientCertificate: Explain = ({ at }) =>
  explanation(
    'tls',
    `${at} did not accept the TLS client certificate, or asks for one.`,
    'Give a certificate that the server trusts with --cert FILE and --key FILE.',
  );

const badPem: Explain = () =>
  explanation(
    'tls',
    'The TLS certificate or key given cannot be used.',
    'Check that --cacert, --cert and --key are PEM files and belong together.',
  );

const refused: Explain = ({ at, address }) =>
  address.path === null
    ? explanation(
        'refused',
        `Nothing accepts connections at ${at}.`,
        'Check host and port, and that Redis is running and listens on that address.',
      )
    : explanation(
        'refused',
        `No server listens on the socket ${at}.`,
        'Check that Redis is running, and its `unixsocket` setting.',
      );

const timedOut: Explain = ({ at }) =>
  explanation(
    'timeout',
    `${at} did not answer in time.`,
    'The server or the network may be overloaded: try again, or raise --timeout.',
  );

const dropped: Explain = ({ at, tls }) =>
  explanation(
    'closed',
    `${at} closed the connection.`,
    tls
      ? 'The server may not speak TLS, or ask for a client certificate (--cert, --key).'
      : 'The server may expect TLS: try rediss:// or --tls.',
    'Check that the address is that of Redis, and the server’s log.',
  );

const noSocket: Explain = ({ at }) =>
  explanation('socket', `There is no socket ${at}.`, 'Check the path and the server’s `unixsocket` setting.');

const socketDenied: Explain = ({ at }) =>
  explanation(
    'socket',
    `This user may not open the socket ${at}.`,
    'Check its permissions (`unixsocketperm`), or run as a user of its group.',
  );

const notRedis: Explain = ({ at }) =>
  explanation(
    'not-redis',
    `What answers at ${at} is not Redis.`,
    'Check the port: 6379 is the usual one; HTTP dashboards and REST endpoints have others.',
  );

const needsTls: Explain = ({ at }) =>
  explanation('tls', `${at} expects TLS.`, 'Use rediss:// instead of redis://, or add --tls.');

const BY_CODE: Readonly<Record<string, Explain>> = {
  ECONNREFUSED: refused,
  ENOTFOUND: unresolved,
  EAI_AGAIN: unresolved,
  EAI_FAIL: unresolved,
  EAI_NODATA: unresolved,
  ETIMEDOUT: timedOut,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  EADDRNOTAVAIL: unreachable,
  ENOENT: noSocket,
  ENOTDIR: noSocket,
  ENOTSOCK: noSocket,
  EACCES: socketDenied,
  EPERM: socketDenied,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  CERT_HAS_EXPIRED: expired,
  CERT_NOT_YET_VALID: expired,
  ERR_TLS_CERT_ALTNAME_INVALID: misnamed,
  ECONNRESET: dropped,
  EPIPE: dropped,
};

// OpenSSL's messages change less between Node versions than its codes, and a lost connection keeps only its message.
const BY_MESSAGE: readonly (readonly [RegExp, Explain])[] = [
  [/wrong version number|packet length too long|http request|unknown protocol|record layer/i, notTls],
  [
    /certificate required|bad certificate|handshake failure|alert unknown ca|certificate unknown|did not return a certificate/i,
    clientCertificate,
  ],
  [
    /PEM|key values mismatch|no start line|bad decrypt|asn1|unsupported|DECODER|interrupted or cancelled|ee key too small/,
    badPem,
  ],
  // Byte 21 starts a TLS alert, which a TLS server sends to a plain client.
  [/not RESP: it begins with byte 21\b/, needsTls],
  [/not RESP/, notRedis],
  [/timed out|no reply within/i, timedOut],
  [/connection is closed|closed the connection|socket disconnected|socket hang up/i, dropped],
];

/** Explains an error from name look-up, TCP, TLS or the protocol; `null` for any other error. */
export function explainNetworkError(code: string, message: string, place: Place): Explanation | null {
  const explain = BY_CODE[code] ?? BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1];
  return explain?.(place) ?? null;
}
