import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { clockFlags } from '../flags/clock.js';
import { connectionFlags } from '../flags/connection.js';

const WORKLOAD = 'WORKLOAD';
const BILLING = 'BILLING';

export const adviseFlags = {
  rdb: Flags.string({
    helpValue: 'FILE',
    description:
      'read this snapshot instead of a server, or - for standard input; several for the shards of a cluster; .gz as well',
    multiple: true,
  }),
  requests: Flags.integer({
    helpValue: 'N',
    description: "requests a day (the application's own count of the last days)",
    min: 0,
    max: 1e12,
    helpGroup: WORKLOAD,
  }),
  provider: Flags.string({
    helpValue: 'NAME',
    description: 'whose Redis it is, such as upstash or elasticache-serverless (the host name may tell)',
    helpGroup: BILLING,
  }),
  'provider-file': Flags.string({ helpValue: 'FILE', description: 'a price list of your own (YAML)', helpGroup: BILLING }),
  profile: Flags.string({
    helpValue: 'PROFILE',
    description: 'auto, NAME, NAME@VERSION or a YAML file; may be given more than once',
    multiple: true,
    default: ['auto'],
  }),
  'app-dir': Flags.string({ helpValue: 'DIR', description: "look for the switches in the application's source" }),
  'max-commands': Flags.integer({ helpValue: 'N', description: 'never send more commands than this', min: 40 }),
  'max-latency': Flags.string({
    helpValue: 'TIME',
    description: 'hold back while the server takes longer than this to answer others',
    default: '5ms',
  }),
  output: Flags.string({ char: 'o', helpValue: 'FILE', description: 'write the advice to this file instead' }),
  ...connectionFlags,
  db: Flags.string({ char: 'n', helpValue: 'N', description: 'database number', helpGroup: 'CONNECTION' }),
  ...clockFlags,
};

export type AdviseFlags = InferredFlags<typeof adviseFlags>;
