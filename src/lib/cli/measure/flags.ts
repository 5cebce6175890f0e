import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { connectionFlags } from '../flags/connection.js';
import { shareFlags, WORKLOAD } from '../flags/share.js';

const count = (description: string) => Flags.integer({ helpValue: 'N', description, min: 0, helpGroup: WORKLOAD });

export const measureFlags = {
  seconds: Flags.integer({
    helpValue: 'N',
    description: 'how long to measure (60; a capture is read to its end)',
    min: 1,
    max: 86_400,
  }),
  monitor: Flags.boolean({ description: 'look at the commands themselves by MONITOR, which costs the server time; asks first' }),
  yes: Flags.boolean({ char: 'y', description: 'do not ask before MONITOR' }),
  'max-commands': Flags.integer({ helpValue: 'N', description: 'end a sample after N commands (100,000)', min: 1 }),
  'from-monitor': Flags.string({
    helpValue: 'FILE',
    description: 'read a capture of redis-cli monitor instead of a server, or - for standard input',
  }),
  profile: Flags.string({
    helpValue: 'PROFILE',
    description: 'auto, NAME, NAME@VERSION, NAME@documented or a YAML file',
    default: 'auto',
  }),
  'show-ids': Flags.boolean({ description: 'show identifiers in full (secrets and values stay hidden)' }),
  output: Flags.string({ char: 'o', helpValue: 'FILE', description: 'write the report to this file instead' }),
  requests: count('requests in the interval, where the application does not count them'),
  accounts: count('upstream accounts (2)'),
  'api-keys': count('API keys in use (1)'),
  keys: count('keys in the database, for a capture'),
  ...shareFlags,
  ...connectionFlags,
};

export type MeasureFlags = InferredFlags<typeof measureFlags>;
