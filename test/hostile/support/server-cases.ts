/** Cases in which the server is hostile, for every verb that connects to one. */
import { TINY_CLOCK } from '../../support/tiny-relay.js';
import type { HostileCase, Surroundings } from './case.js';
import { chanceOf, type Chance } from './chance.js';
import { faultFor, type Fault } from './faults.js';
import { harmfulName } from './harmful.js';
import type { Tamper } from './hostile-proxy.js';

const HANDSHAKE = ['INFO', 'CLIENT', 'SELECT', 'CLUSTER', 'PING', 'AUTH', 'COMMAND', 'CONFIG', 'TIME'];
const SURVEY = [
  'SCAN',
  'TYPE',
  'PTTL',
  'MEMORY',
  'DBSIZE',
  'OBJECT',
  'STRLEN',
  'HLEN',
  'LLEN',
  'SCARD',
  'XLEN',
  'GET',
  'HMGET',
  'HGETALL',
  'SMEMBERS',
  'SISMEMBER',
  'LRANGE',
  'EXISTS',
];
const CHANGE = ['EVAL', 'EVALSHA', 'SCRIPT', 'DUMP', 'RESTORE', 'MULTI', 'EXEC', 'WATCH', 'PEXPIRETIME', 'UNLINK'];

interface Verb {
  words: string;
  /** Commands that it sends, besides those of the handshake. */
  sends: readonly string[];
  /** Whether it judges by the clock. */
  judges: boolean;
  share: number;
}

const verb = (words: string, sends: readonly string[], { judges = true, share = 1 } = {}): Verb => ({
  words,
  sends,
  judges,
  share,
});

const VERBS: readonly Verb[] = [
  verb('audit', SURVEY),
  verb('audit --exact --all --show-ids', SURVEY),
  verb('audit --db all --format csv', SURVEY),
  verb('audit --max-commands 60 --fail-on low', SURVEY),
  verb('audit --replica', [...SURVEY, 'ROLE']),
  verb('fix-consistency', SURVEY),
  verb('fix-consistency --all --show-ids', SURVEY),
  verb('fix-consistency --apply --yes', [...SURVEY, ...CHANGE]),
  verb('estimate', SURVEY, { judges: false }),
  verb('advise', [...SURVEY, 'HMGET']),
  verb('advise --all --provider upstash --max-commands 2000', [...SURVEY, 'HMGET']),
  verb('prune --hourly --dry-run', SURVEY),
  verb('prune --orphans --leaked --dry-run --show-ids', SURVEY),
  verb('prune --hourly --yes', [...SURVEY, ...CHANGE]),
  verb('prune --hourly --set-ttl 2d --yes', [...SURVEY, ...CHANGE]),
  verb('prune --model --daily --yes --max-commands 150', [...SURVEY, ...CHANGE]),
  verb('prune --hourly --yes --no-archive', [...SURVEY, ...CHANGE]),
  verb('migrate --rollup hourly:daily --yes', [...SURVEY, ...CHANGE]),
  verb('migrate --rollup hourly:daily --prune --yes', [...SURVEY, ...CHANGE]),
  verb('migrate --from usage:cost:daily:{keyId}:{date} --to gone:{keyId}:{date} --yes', [...SURVEY, ...CHANGE]),
  verb('restore ARCHIVE --dry-run', [...SURVEY, ...CHANGE], { judges: false }),
  verb('restore ARCHIVE --yes', CHANGE, { judges: false }),
  verb('restore ARCHIVE --merge --yes', CHANGE, { judges: false }),
  verb('restore ARCHIVE --replace --yes', CHANGE, { judges: false }),
  verb('export --all -o out.archive', [...SURVEY, 'DUMP'], { judges: false }),
  verb('apply PLAN --yes', [...SURVEY, ...CHANGE], { judges: false }),
  verb('apply PLAN --dry-run', SURVEY, { judges: false }),
  // These take a second at least.
  verb('measure --seconds 1', ['INFO', 'SCAN', 'HMGET', 'TYPE'], { judges: false, share: 0.15 }),
  verb('measure --seconds 1 --monitor --yes', ['MONITOR', 'INFO', 'SCAN'], { judges: false, share: 0.15 }),
];

/** Of the verbs by turns, so that a few cases see all of them. */
export function serverCase(turn: number, chance: Chance, { proxy, sound }: Surroundings): HostileCase {
  const turned = VERBS[turn % VERBS.length]!;
  const { words, sends, judges } = chance.often(turned.share) ? turned : VERBS[chance.below(VERBS.length - 2)]!;
  const files = new Map<string, Buffer>();
  if (words.includes('ARCHIVE')) files.set('ARCHIVE', chance.pick(sound.archives));
  if (words.includes('PLAN')) files.set('PLAN', chance.pick(sound.plans));
  const what: string[] = [];
  const names = chance.often(0.4) ? Array.from({ length: 1 + chance.below(12) }, () => harmfulName(chance)) : [];
  if (names.length > 0) what.push('harmful names');
  const json = !words.includes('--format') && chance.often(0.5);
  return {
    what,
    args: [
      ...words.split(' '),
      ...target(proxy.port, chance),
      '--timeout',
      '150ms',
      ...(judges ? TINY_CLOCK : []),
      ...(json ? ['--json'] : []),
    ],
    files,
    tamper: tamperOf(chance, sends, what),
    names,
    needsServer: true,
  };
}

function target(port: number, { below, often }: Chance): string[] {
  if (often(0.04)) return ['--sentinel', `127.0.0.1:${port}`, '--master-name', 'm'];
  if (often(0.04)) return ['--cluster', '-u', `redis://127.0.0.1:${port}`];
  return [
    '-u',
    often(0.3)
      ? `redis://default:hunter2pass@127.0.0.1:${port}`
      : `redis://127.0.0.1:${port}${often(0.1) ? `/${below(20)}` : ''}`,
  ];
}

interface Trouble {
  /** `null`: any command. */
  command: string | null;
  /** The first that it befalls. */
  from: number;
  /** Whether it befalls all that come later. */
  lasting: boolean;
  fault: (name: string) => Fault;
}

/** One to three troubles; what they were is put into `what` as it happens. */
function tamperOf(chance: Chance, sends: readonly string[], what: string[]): Tamper {
  const troubles = Array.from({ length: 1 + chance.below(3) }, () => troubleOf(chance, sends));
  return ([name = '', ...rest], nth, total) => {
    for (const { command, from, lasting, fault } of troubles) {
      if (command !== null && command !== name) continue;
      const at = command === null ? total : nth;
      if (lasting ? at < from : at !== from) continue;
      const { what: done, act } = fault(name);
      if (what.length < 12) what.push(`${name} ${rest[0]?.slice(0, 12) ?? ''} (${at}): ${done}`);
      return act;
    }
    return undefined;
  };
}

function troubleOf(chance: Chance, sends: readonly string[]): Trouble {
  const command = chance.often(0.3) ? null : chance.pick(chance.often(0.25) ? HANDSHAKE : sends);
  const own = chanceOf(chance.below(2 ** 31));
  const varied = chance.often(0.4);
  const known = new Map<string, Fault>();
  return {
    command,
    from: Math.floor(2 ** (chance.random() * (command === null ? 7 : 4))),
    lasting: chance.often(0.4),
    fault(name) {
      const fault = (varied ? undefined : known.get(name)) ?? faultFor(name, own);
      known.set(name, fault);
      return fault;
    },
  };
}
