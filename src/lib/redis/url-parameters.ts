/** Parses the query of a Redis URL. Tuning options of client libraries are ignored; unknown parameters are rejected. */
import { says } from '../errors/target.js';
import { usageError, type MeterError } from '../format/errors.js';

/** `null`: not given. */
export interface UrlParameters {
  db: string | null;
  username: string | null;
  password: string | null;
  /** The master's name on the sentinels. If set, the hosts are sentinels. */
  masterName: string | null;
  /** More sentinels, as `host:port`. */
  nodes: string[];
  sentinelUsername: string | null;
  sentinelPassword: string | null;
  /** True: the certificate is not checked. */
  insecure: boolean;
}

/** Parameter names of client libraries, in lower case and without `_` and `-`. */
const MEANT: Readonly<Record<string, keyof UrlParameters>> = {
  db: 'db',
  user: 'username',
  username: 'username',
  password: 'password',
  mastername: 'masterName',
  addr: 'nodes',
  sentinelusername: 'sentinelUsername',
  sentinelpassword: 'sentinelPassword',
  skipverify: 'insecure',
  sslcertreqs: 'insecure',
};

/**
 * Options that tune a client library's connections: go-redis (options.go, sentinel.go), ioredis (RedisOptions) and redis-py
 * (ConnectionPool.from_url), written as in `MEANT`. None of them selects the Redis or the login.
 */
const TUNING = new Set(
  `autoresendunfulfilledcommands autoresubscribe clientname commandtimeout connectionname connecttimeout connmaxidletime connmaxlifetime
  contexttimeoutenabled decoderesponses dialerretries dialerretrytimeout dialtimeout disableidentity disableindentity enableautopipelining
  enableofflinequeue enablereadycheck encoding encodingerrors failingtimeoutseconds family healthcheckinterval identitysuffix
  idlecheckfrequency idletimeout keepalive lazyconnect maxactiveconns maxconnage maxconnections maxidleconns maxloadingretrytime maxretries
  maxretriesperrequest maxretrybackoff minidleconns minretrybackoff nodelay poolfifo poolsize pooltimeout protocol readbuffersize
  readtimeout retryontimeout routebylatency routerandomly showfriendlyerrorstack socketconnecttimeout socketkeepalive sockettimeout
  sslcheckhostname stringnumbers timeout unstableresp3 usedisconnectedreplicas writebuffersize writetimeout`.split(/\s+/),
);

const ON: Readonly<Record<string, boolean>> = { true: true, 1: true, none: true, certnone: true };
const OFF = new Set(['', 'false', '0', 'required', 'optional', 'certrequired', 'certoptional']);

/** Throws a usage error for a parameter that is unknown, repeated, or has an invalid value. */
export function urlParameters(query: string): UrlParameters {
  const found: UrlParameters = {
    db: null,
    username: null,
    password: null,
    masterName: null,
    nodes: [],
    sentinelUsername: null,
    sentinelPassword: null,
    insecure: false,
  };
  for (const [name, value] of new URLSearchParams(query)) {
    const plain = plainWord(name);
    const meaning = MEANT[plain];
    if (meaning === undefined && !TUNING.has(plain)) throw unknown(name, value);
    if (meaning === undefined || (value === '' && meaning !== 'nodes')) continue;
    if (meaning === 'nodes') found.nodes.push(value);
    else if (meaning === 'insecure') found.insecure = isOn(name, value);
    else if (found[meaning] !== null && found[meaning] !== value)
      throw usageError(says('url-parameter-twice', { name: shown(name) }));
    else found[meaning] = value;
  }
  return found;
}

const plainWord = (text: string): string => text.toLowerCase().replace(/[_-]/g, '');

function isOn(name: string, value: string): boolean {
  const word = plainWord(value);
  if (ON[word]) return true;
  if (OFF.has(word)) return false;
  throw usageError(says('url-parameter-value', { name: shown(name) }));
}

/** A parameter without a value may be the end of a password that contains `?`, so its name is not shown. */
const unknown = (name: string, value: string): MeterError =>
  usageError(says('url-parameter', { name: value !== '' && /^[a-z][\w-]{0,40}$/i.test(name) ? name : null }));

/** Only known names reach this function. */
const shown = (name: string): string => name.toLowerCase();
