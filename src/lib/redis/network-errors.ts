import { says } from '../errors/connection.js';
import type { Saying } from '../format/errors.js';
import type { Explanation, Place } from './connect-errors.js';

type Explain = (place: Place) => Explanation;

const tls = (saying: Saying): Explanation => ({ code: 'tls', saying });

const unresolved: Explain = ({ address }) => ({ code: 'dns', saying: says('dns-unknown', { host: address.host }) });
const unreachable: Explain = ({ at }) => ({ code: 'unreachable', saying: says('unreachable', { at }) });
const untrusted: Explain = ({ at }) => tls(says('tls-untrusted', { at }));
const expired: Explain = ({ at }) => tls(says('tls-expired', { at }));
const misnamed: Explain = ({ at }) => tls(says('tls-misnamed', { at }));
const notTls: Explain = ({ at }) => tls(says('tls-not-spoken', { at }));
const clientCertificate: Explain = ({ at }) => tls(says('tls-client', { at }));
const badPem: Explain = () => tls(says('tls-pem'));
const needsTls: Explain = ({ at }) => tls(says('tls-needed', { at }));
const refused: Explain = ({ at, address }) => ({
  code: 'refused',
  saying: address.path === null ? says('refused', { at }) : says('socket-refused', { at }),
});
const timedOut: Explain = ({ at }) => ({ code: 'timeout', saying: says('timed-out', { at }) });
const dropped: Explain = ({ at, tls: isTls }) => ({ code: 'closed', saying: says('closed', { at, tls: isTls }) });
const noSocket: Explain = ({ at }) => ({ code: 'socket', saying: says('socket-missing', { at }) });
const socketDenied: Explain = ({ at }) => ({ code: 'socket', saying: says('socket-denied', { at }) });
const notRedis: Explain = ({ at }) => ({ code: 'not-redis', saying: says('not-redis', { at }) });

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
