import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { clockFlags } from '../flags/clock.js';
import { connectionFlags } from '../flags/connection.js';

/** Flags of every verb about limits. */
const readingFlags = {
  cycle: Flags.string({ helpValue: 'NAME', description: 'a billing cycle, as the application names it (today)' }),
  rdb: Flags.string({
    helpValue: 'FILE',
    description:
      'read this snapshot instead of a server, or - for standard input; several for the shards of a cluster; .gz as well',
    multiple: true,
  }),
  ...connectionFlags,
  db: Flags.string({ char: 'n', helpValue: 'N', description: 'database number', helpGroup: 'CONNECTION' }),
  profile: Flags.string({
    helpValue: 'PROFILE',
    description: 'auto, NAME, NAME@VERSION or a YAML file; may be given more than once',
    multiple: true,
    default: ['auto'],
  }),
  scan: Flags.boolean({ description: 'look at the names of all keys, even if index sets would do' }),
  'max-commands': Flags.integer({ helpValue: 'N', description: 'never send more commands than this', min: 40 }),
  'max-latency': Flags.string({
    helpValue: 'TIME',
    description: 'keep the server from being held up for longer',
    default: '5ms',
  }),
  'show-ids': Flags.boolean({ description: 'show identifiers in full (secrets stay hidden)' }),
  ...clockFlags,
};

export const limitsFlags = {
  owner: Flags.string({
    helpValue: 'NAME',
    description: 'only limits of this API key, by its name or id; account:NAME, user:NAME; may be given more than once',
    multiple: true,
  }),
  near: Flags.string({ helpValue: 'PERCENT', description: 'only limits of which at least this much is used' }),
  output: Flags.string({ char: 'o', helpValue: 'FILE', description: 'write the report to this file instead' }),
  ...readingFlags,
};

export const checkFlags = {
  owner: Flags.string({
    helpValue: 'NAME',
    description: 'the API key, by its name or id; account:NAME, user:NAME',
    required: true,
  }),
  tokens: Flags.string({ helpValue: 'N', description: 'would so many tokens more reach a limit?' }),
  cost: Flags.string({ helpValue: 'USD', description: 'would this cost more reach a limit?' }),
  ...readingFlags,
};

type ReadingFlags = InferredFlags<typeof readingFlags>;
export type LimitsFlags = InferredFlags<typeof limitsFlags>;
export type CheckFlags = InferredFlags<typeof checkFlags>;
export type { ReadingFlags };
