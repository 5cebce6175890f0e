import { EXIT } from '../../format/errors.js';
import { EXIT_CODES } from './exit-codes.js';
import { VARIABLES } from './variables.js';

export type TopicSection = readonly [header: string, body: string | [string, string][]];

export interface Topic {
  /** The name in `meter help NAME`. */
  name: string;
  title: string;
  /** Made on request, because the root help shows only titles. */
  sections: () => Promise<TopicSection[]>;
}

const WAYS: [string, string][] = [
  ['REDIS_URL=rediss://user:password@host:6379/0 meter audit', 'an address in the environment, which no process list shows'],
  ['meter audit --env-file /opt/relay/.env', "the relay's own settings"],
  ['meter audit --target prod', 'a name from ~/.config/meter/config.yaml'],
  ['meter audit --host HOST --port 6380 --ask-password', 'single parts'],
  ['meter audit --url unix:///run/redis/redis.sock', 'a Unix socket'],
  ['meter audit --sentinel host1:26379,host2:26379 --master-name NAME', 'sentinels'],
  ['meter audit --rdb dump.rdb', 'a snapshot, without a server'],
];

async function flagsOfConnection(): Promise<[string, string][]> {
  const { connectionFlags } = await import('../flags/connection.js');
  return Object.entries(connectionFlags).map(([name, flag]) => {
    const char = 'char' in flag && flag.char !== undefined ? `-${flag.char}, ` : '';
    const value = 'helpValue' in flag && flag.helpValue !== undefined ? ` ${[flag.helpValue].flat().join(' ')}` : '';
    return [`${char}--${name}${value}`, flag.description ?? ''];
  });
}

/** `meter help json` */
export const ENVELOPE = `Every command prints one envelope with --json (or --format json):

{ "schemaVersion": 1, "command": "audit", "ok": true, "target": {}, "data": {}, "warnings": [], "notices": [], "spent": {} }

Results go to stdout, progress and messages to stderr. "ok" is false whenever the exit code is 1, 2, 4 or 5; "error" then holds code, message and suggestions. The schemas of all results are in schemas/ of the package. Counts are numbers, bytes are bytes, times are seconds, shares are 0 to 1, money is US dollars.`;

/** `meter help safety` */
export const SAFETY = `doctor, audit, usage, limits, limiters, alerts, advise, estimate, measure, growth and fix-consistency only read, and fix-consistency changes only with --apply. Reading commands pass one list: never KEYS, never FLUSHALL. SCAN adapts to the latency of the server (--max-latency), and --max-commands is a hard ceiling.

A changing command shows its plan and asks. Each key is archived on this machine first (value and TTL), and is changed only while it still is what was archived, in one atomic step. Keys that limits, bills or logins need are never removed, and periods that are still counted are never touched. A run that was killed is finished by running it again. meter restore undoes a run exactly, also when the application has gone on counting.

A Redis in production is agreed to by its name: type it, or give --confirm NAME.`;

/** Topics that apply to every command. */
export const TOPICS: readonly Topic[] = [
  {
    name: 'connecting',
    title: 'How to name a Redis',
    sections: async () => [
      ['WAYS', WAYS],
      ['FLAGS', await flagsOfConnection()],
      [
        'MORE',
        'Flags come before --env-file, and that before REDIS_URL. Rights that are needed, and targets by name: docs/redis-access.md',
      ],
    ],
  },
  {
    name: 'exit-codes',
    title: 'What exit codes say',
    sections: async () => [
      ['EXIT CODES', Object.entries(EXIT).map(([name, code]) => [String(code), EXIT_CODES[name as keyof typeof EXIT]])],
    ],
  },
  {
    name: 'environment',
    title: 'Variables that meter reads',
    sections: async () => [['ENVIRONMENT', VARIABLES.map(({ name, meaning }) => [name, meaning])]],
  },
  { name: 'json', title: 'Results for scripts', sections: async () => [['JSON', ENVELOPE]] },
  { name: 'safety', title: 'What meter does to a Redis, and what it never does', sections: async () => [['SAFETY', SAFETY]] },
];
