/** Cases in which the file is hostile, for every way to name one. */
import { gzipSync } from 'node:zlib';
import { TINY_CLOCK } from '../../support/tiny-relay.js';
import type { HostileCase, Surroundings } from './case.js';
import type { Chance } from './chance.js';
import { damagedArchive, damagedJson, damagedSnapshot, damagedText, type Damage } from './file-damage.js';

interface Kind {
  name: string;
  sound: (surroundings: Surroundings) => readonly Buffer[];
  damage: Damage;
  /** FILE stands for the file, URL for the server. */
  uses: readonly string[];
}

const KINDS: readonly Kind[] = [
  {
    name: 'a.rdb',
    sound: ({ sound }) => sound.snapshots,
    damage: damagedSnapshot,
    uses: [
      'audit --rdb FILE',
      'audit --rdb FILE --all --show-ids --db all',
      'audit --rdb FILE --format csv',
      'audit --rdb FILE FILE --format markdown',
      'fix-consistency --rdb FILE',
      'fix-consistency --rdb FILE --all --show-ids',
      'advise --rdb FILE',
      'estimate --rdb FILE',
    ],
  },
  {
    name: 'an.archive',
    sound: ({ sound }) => sound.archives,
    damage: damagedArchive,
    uses: [
      'restore FILE --list',
      'restore FILE --list --all --show-ids',
      'restore FILE --dry-run URL',
      'restore FILE --yes URL',
      'restore FILE --merge --yes URL',
      'restore FILE --replace --yes URL',
      'restore FILE FILE --list',
    ],
  },
  {
    name: 'plan.json',
    sound: ({ sound }) => sound.plans,
    damage: damagedJson,
    uses: ['apply FILE --dry-run URL', 'apply FILE --yes URL', 'apply FILE --yes --show-ids URL'],
  },
  {
    name: 'own.yaml',
    sound: ({ sound }) => [sound.profile],
    damage: damagedText,
    uses: [
      'profile check FILE',
      'profile show FILE',
      'estimate --profile FILE',
      'audit --profile FILE URL',
      'prune --family own --profile FILE --yes URL',
      'fix-consistency --profile FILE URL',
      'migrate --rollup hourly:daily --profile FILE --dry-run URL',
    ],
  },
  {
    name: 'price.yaml',
    sound: ({ sound }) => [sound.provider],
    damage: damagedText,
    uses: ['estimate --provider-file FILE', 'estimate --provider-file FILE --all', 'advise --provider-file FILE URL'],
  },
  {
    name: 'relay.env',
    sound: ({ sound }) => [sound.env],
    damage: damagedText,
    uses: [
      'audit --timeout 200ms --env-file FILE',
      'estimate --env-file FILE',
      'flags list --env-file FILE',
      'flags set ENABLE_HOURLY_STATS=false --yes --env-file FILE',
      'flags set ENABLE_HOURLY_STATS=false --dry-run --env-file FILE',
      'flags unset ENABLE_HOURLY_STATS --yes --env-file FILE',
    ],
  },
  {
    name: 'capture.txt',
    sound: ({ sound }) => [sound.capture],
    damage: damagedText,
    uses: ['measure --from-monitor FILE', 'measure --from-monitor FILE --show-ids --all'],
  },
];

/** Of the kinds by turns, so that a few cases see all of them. */
export function fileCase(turn: number, chance: Chance, surroundings: Surroundings): HostileCase {
  const kind = KINDS[turn % KINDS.length]!;
  const sound = chance.pick(kind.sound(surroundings));
  const use = chance.pick(kind.uses);
  const packed = kind.name === 'a.rdb' && chance.often(0.15);
  const damaged = kind.damage(sound, chance);
  const bytes = packed ? gzipSync(damaged) : damaged;
  const words = use.split(' ').map((word) => (word === 'FILE' ? `./${kind.name}` : word));
  const url = words.includes('URL') ? ['-u', `redis://127.0.0.1:${surroundings.proxy.port}`, '--timeout', '2s'] : [];
  const clock = /^(?:prune|fix-consistency|migrate|audit|advise)\b/.test(use) && chance.often(0.8) ? TINY_CLOCK : [];
  return {
    what: [kind.name, packed ? 'compressed' : 'plain'],
    args: [
      ...words.filter((word) => word !== 'URL'),
      ...url,
      ...clock,
      ...(chance.often(0.5) && !use.includes('--format') ? ['--json'] : []),
    ],
    files: new Map([[kind.name, bytes]]),
    tamper: null,
    names: [],
    needsServer: url.length > 0,
  };
}
