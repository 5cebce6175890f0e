/** What a server may do to a reply. */
import type { Socket } from 'node:net';
import { array, bulk, CLOSE, error, HANG, integer, simple, texts } from '../../support/hostile-server.js';
import type { Chance } from './chance.js';
import { absurdNumber, harmfulName, harmfulText } from './harmful.js';
import type { Act } from './hostile-proxy.js';

export interface Fault {
  what: string;
  act: Act;
}

const REFUSALS: readonly string[] = [
  'NOPERM this user has no permissions to run the command',
  'NOPERM No permissions to access a key',
  'NOAUTH Authentication required.',
  'WRONGPASS invalid username-password pair or user is disabled.',
  'LOADING Redis is loading the dataset in memory',
  'MASTERDOWN Link with MASTER is down',
  'MISCONF Redis is configured to save RDB snapshots, but it is currently unable to persist to disk.',
  "OOM command not allowed when used memory > 'maxmemory'.",
  'BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.',
  "READONLY You can't write against a read only replica.",
  'NOREPLICAS Not enough good replicas to write.',
  'CLUSTERDOWN The cluster is down',
  "CROSSSLOT Keys in request don't hash to the same slot",
  'TRYAGAIN Multiple keys request during rehashing of slot',
  'EXECABORT Transaction discarded because of previous errors.',
  'NOSCRIPT No matching script.',
  'WRONGTYPE Operation against a key holding the wrong kind of value',
  'UNKILLABLE',
  'ERR max requests limit exceeded. Limit: 500000, Usage: 500001.',
  'ERR max daily request limit exceeded',
  'ERR max number of clients reached',
  "ERR unknown command 'SCAN', with args beginning with: '0' ",
  "ERR unknown subcommand 'USAGE'. Try MEMORY HELP.",
  'ERR syntax error',
  'ERR',
  '',
];

/** The `k`-th place of the pattern in a text, another text in its stead. */
function replaceOne(text: string, pattern: RegExp, chance: Chance, make: (found: string) => string): string {
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return text;
  const { 0: whole, index } = chance.pick(found);
  return `${text.slice(0, index)}${make(whole)}${text.slice(index + whole.length)}`;
}

/** A bulk string whose text is other than it was. */
const rewritten = (reply: string, make: (text: string) => string): string => {
  const body = /^\$\d+\r\n([^]*)\r\n$/.exec(reply)?.[1];
  return body === undefined ? reply : bulk(make(body));
};

const alter = (make: (reply: string) => Act): Act => ({ alter: make });

/** Writes the same bytes until the client hangs up, or `most` bytes are written. */
const flood =
  (head: string, piece: string, most: number) =>
  (socket: Socket): void => {
    socket.write(head, 'latin1');
    let written = 0;
    const more = (): void => {
      while (written < most && !socket.destroyed) {
        written += piece.length;
        if (!socket.write(piece, 'latin1')) return;
      }
    };
    socket.removeAllListeners('drain').on('drain', more);
    more();
  };

const drip =
  (reply: string, pause: number, piece: number) =>
  (socket: Socket): void => {
    let at = 0;
    const timer = setInterval(() => {
      if (socket.destroyed || at >= reply.length) clearInterval(timer);
      else socket.write(reply.slice(at, (at += piece)), 'latin1');
    }, pause);
  };

function noise({ below, often }: Chance): string {
  const letters = often(0.5) ? 256 : 96;
  return Array.from({ length: 1 + below(60) }, () => String.fromCharCode(below(letters))).join('') + (often(0.7) ? '\r\n' : '');
}

/** A reply of any shape, of harmful texts and absurd numbers. */
export function anyReply(chance: Chance, depth = 0): string {
  const { pick, below, often } = chance;
  if (depth < 3 && often(0.4)) return array(Array.from({ length: below(5) }, () => anyReply(chance, depth + 1)));
  return pick<() => string>([
    () => bulk(harmfulText(chance)),
    () => bulk(null),
    () => bulk(absurdNumber(chance)),
    () => integer(absurdNumber(chance)),
    () => simple(pick(['OK', 'QUEUED', 'PONG', 'none', 'hash', ''])),
    () => simple(harmfulText(chance).replaceAll(/[\r\n]/g, '')),
    () => error(pick(REFUSALS)),
    () => '*-1\r\n',
    () => '_\r\n',
    () => '#t\r\n',
    () => ',1.5\r\n',
    () => '%1\r\n+a\r\n:1\r\n',
    () => '~1\r\n+a\r\n',
    () => '>2\r\n+invalidate\r\n+a\r\n',
  ])();
}

const GENERAL: readonly ((chance: Chance) => Fault)[] = [
  () => ({ what: 'close', act: CLOSE }),
  () => ({ what: 'hang', act: HANG }),
  ({ below }) => ({
    what: 'close within the reply',
    act: alter((reply) => (socket) => socket.end(reply.slice(0, below(reply.length)), 'latin1')),
  }),
  ({ pick }) => ({ what: 'drip', act: alter((reply) => drip(reply, pick([5, 20, 90]), pick([1, 7, 200]))) }),
  (chance) => ({ what: 'garbage', act: noise(chance) }),
  (chance) => ({ what: 'garbage after the reply', act: alter((reply) => reply + noise(chance)) }),
  () => ({ what: 'the reply twice', act: alter((reply) => reply + reply) }),
  (chance) => ({ what: 'an alien reply', act: anyReply(chance) }),
  (chance) => ({ what: 'an alien reply', act: anyReply(chance) }),
  ({ pick }) => {
    const refusal = pick(REFUSALS);
    return { what: `-${refusal}`, act: error(refusal) };
  },
  ({ pick }) => {
    const refusal = pick(REFUSALS);
    return { what: `-${refusal}`, act: error(refusal) };
  },
  (chance) => ({ what: 'an error with harmful text', act: error(`ERR ${harmfulText(chance).replaceAll(/[\r\n]/g, ' ')}`) }),
  ({ pick, below }) => {
    const to = pick(['127.0.0.1:1', '127.0.0.1:99999', ':0', 'redis://user:hunter2pass@host:1', '', '0.0.0.0:1']);
    return { what: 'moved', act: error(`${pick(['MOVED', 'ASK'])} ${below(20_000)} ${to}`) };
  },
  ({ pick }) => ({
    what: 'a huge length',
    act: pick([
      '$4294967296\r\n',
      '$536870912\r\n',
      '*4294967296\r\n',
      '*1000000\r\n',
      '$99999999999999999999\r\n',
      '$-2\r\n',
      '*-9\r\n',
      '$1e9\r\n',
    ]),
  }),
  ({ pick }) => ({ what: 'deep nesting', act: pick(['*1\r\n', '*2\r\n:1\r\n', '%1\r\n+a\r\n']).repeat(20_000) }),
  (chance) => ({
    what: 'absurd numbers',
    act: alter((reply) => replaceOne(reply, /:-?\d+\r\n/g, chance, () => integer(absurdNumber(chance)))),
  }),
  (chance) => ({
    what: 'another length',
    act: alter((reply) =>
      replaceOne(
        reply,
        /[$*]\d+\r\n/g,
        chance,
        (found) => `${found[0]!}${chance.pick(['0', '1', '3', '9999', '-1', absurdNumber(chance)])}\r\n`,
      ),
    ),
  }),
  (chance) => ({
    what: 'another type',
    act: alter((reply) => replaceOne(reply, /^[$*:+]/gm, chance, () => chance.pick(['$', '*', ':', '+', '-', '%', '~', '_']))),
  }),
  (chance) => ({
    what: 'another text',
    act: alter((reply) => replaceOne(reply, /\$(\d+)\r\n[^\r]*\r\n/g, chance, () => bulk(harmfulText(chance)))),
  }),
  (chance) => ({
    what: 'a flipped bit',
    act: alter((reply) => {
      const at = chance.below(reply.length);
      return reply.slice(0, at) + String.fromCharCode(reply.charCodeAt(at) ^ (1 << chance.below(8))) + reply.slice(at + 1);
    }),
  }),
  () => ({ what: 'no reply at all', act: '' }),
];

const RARE: readonly ((chance: Chance) => Fault)[] = [
  () => ({ what: 'a line without end', act: flood('+', 'x'.repeat(65_536), 100 * 2 ** 20) }),
  () => ({ what: 'a list without end', act: flood('*1000000000\r\n', ':1\r\n'.repeat(16_384), 50 * 2 ** 20) }),
  () => ({ what: 'texts without end', act: flood('*1000000\r\n', `$65536\r\n${'x'.repeat(65_536)}\r\n`, 100 * 2 ** 20) }),
];

const info = (make: (text: string) => string): Act => alter((reply) => rewritten(reply, make));

/** Faults that one command invites. */
const SPECIAL: Record<string, readonly ((chance: Chance) => Fault)[]> = {
  INFO: [
    (chance) => ({
      what: 'absurd numbers in INFO',
      act: info((text) => {
        let told = text;
        for (let n = 0; n < 6; n++)
          told = replaceOne(told, /[:=]\d+(?=[,\r])/g, chance, (found) => found[0]! + absurdNumber(chance));
        return told;
      }),
    }),
    (chance) => ({
      what: 'harmful text in INFO',
      act: info((text) => replaceOne(text, /:[^\r\n]*(?=\r)/g, chance, () => `:${harmfulText(chance)}`)),
    }),
    (chance) => ({ what: 'part of INFO', act: info((text) => text.slice(0, chance.below(text.length))) }),
    () => ({
      what: 'a cluster, says INFO',
      act: info((text) =>
        text.replace('cluster_enabled:0', 'cluster_enabled:1').replace('redis_mode:standalone', 'redis_mode:cluster'),
      ),
    }),
    () => ({ what: 'a sentinel, says INFO', act: info((text) => text.replace('redis_mode:standalone', 'redis_mode:sentinel')) }),
    () => ({
      what: 'a replica, says INFO',
      act: info((text) => text.replace('role:master', 'role:slave\r\nmaster_host:127.0.0.1\r\nmaster_port:1')),
    }),
    ({ pick }) => ({
      what: 'an old server',
      act: info((text) => text.replace(/redis_version:.*/, `redis_version:${pick(['2.4.0', '3.2.12', '99.99.99', 'v7', ''])}`)),
    }),
  ],
  CLUSTER: [
    ({ pick }) => ({
      what: 'alien slots',
      act: array([
        array([
          integer(0),
          integer(16383),
          array([bulk(pick(['', '127.0.0.1', 'h\x1b[2J'])), integer(pick([0, 1, 99_999])), bulk('n'.repeat(40))]),
        ]),
      ]),
    }),
    (chance) => ({
      what: 'any slots',
      act: array([array([integer(absurdNumber(chance)), integer(absurdNumber(chance)), anyReply(chance)])]),
    }),
  ],
  SCAN: [
    ({ pick }) => ({ what: 'a cursor that stays', act: array([bulk('7'), texts(pick([[], ['usage:k1'], ['a', 'a']]))]) }),
    (chance) => ({
      what: 'an alien cursor',
      act: array([bulk(chance.pick(['-1', 'abc', '1.5', '', '18446744073709551616', harmfulText(chance)])), texts([])]),
    }),
    (chance) => ({
      what: 'harmful names',
      act: alter((reply) =>
        reply.replace(/^\*2\r\n\$\d+\r\n(\d+)\r\n[^]*$/, (_, cursor: string) =>
          array([bulk(cursor), texts(Array.from({ length: 20 }, () => harmfulName(chance)))]),
        ),
      ),
    }),
    ({ below }) => ({
      what: 'cursors without end',
      act: alter(() => array([bulk(String(1 + below(1e9))), texts(['usage:k1'])])),
    }),
    ({ pick }) => ({
      what: 'several pairs',
      act: alter((reply) => pick([`*2\r\n${reply}${reply}`, reply.replace('*2', '*4') + reply.slice(4), `*1\r\n${reply}`])),
    }),
    () => ({
      what: 'the same keys again and again',
      act: alter((reply) =>
        reply.replace(
          /^(\*2\r\n\$\d+\r\n\d+\r\n)\*(\d+)\r\n([^]*)$/,
          (_, head: string, count: string, rest: string) => `${head}*${Number(count) * 50}\r\n${rest.repeat(50)}`,
        ),
      ),
    }),
  ],
};
for (const name of [
  'PTTL',
  'TTL',
  'PEXPIRETIME',
  'MEMORY',
  'DBSIZE',
  'STRLEN',
  'HLEN',
  'LLEN',
  'SCARD',
  'XLEN',
  'ZCARD',
  'EXISTS',
])
  SPECIAL[name] = [
    (chance) => ({ what: `absurd ${name}`, act: integer(absurdNumber(chance)) }),
    (chance) => ({ what: `alien ${name}`, act: anyReply(chance) }),
  ];
SPECIAL['TYPE'] = [
  (chance) => ({
    what: 'an alien type',
    act: simple(chance.pick(['none', 'vectorset', 'ReJSON-RL', 'MBbloom--', 'string', 'stream', '\x1b[2J', ''])),
  }),
];
SPECIAL['TIME'] = [(chance) => ({ what: 'an absurd time', act: texts([absurdNumber(chance), absurdNumber(chance)]) })];

export function faultFor(name: string, chance: Chance): Fault {
  const special = SPECIAL[name];
  if (special && chance.often(0.6)) return chance.pick(special)(chance);
  return chance.pick(chance.often(0.01) ? RARE : GENERAL)(chance);
}
