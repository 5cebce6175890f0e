import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { clockFlags } from '../flags/clock.js';
import { connectionFlags } from '../flags/connection.js';

/** Flags of every verb that reads figures. */
export const readingFlags = {
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
  scan: Flags.boolean({ description: 'read the names of all keys, even if index sets are enough' }),
  'max-commands': Flags.integer({ helpValue: 'N', description: 'never send more commands than this', min: 40 }),
  'max-latency': Flags.string({
    helpValue: 'TIME',
    description: 'keep the server from being held up for longer',
    default: '5ms',
  }),
  'show-ids': Flags.boolean({ description: 'show identifiers in full (secrets stay hidden)' }),
  ...clockFlags,
};

export type ReadingFlags = InferredFlags<typeof readingFlags>;

/** Where a report goes. */
export const reportFlags = {
  output: Flags.string({ char: 'o', helpValue: 'FILE', description: 'write the report to this file instead' }),
};
