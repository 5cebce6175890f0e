import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { FLUSH_SECONDS } from '../../estimate/estimate-input.js';
import { clockFlags } from '../flags/clock.js';
import { CHANGE_CONDITIONS, compareTo } from '../flags/compare-to.js';
import { connectionFlags } from '../flags/connection.js';
import { shareFlags, WORKLOAD } from '../flags/share.js';

const SWITCHES = 'SWITCHES';
const BILLING = 'BILLING';

const count = (name: string, description: string) =>
  Flags.integer({ helpValue: 'N', description: `${description} (${name})`, min: 0, helpGroup: WORKLOAD });

/** Here the env file is for the switches that are set, not for the address of Redis. */
const { 'env-file': _envFile, url: _url, ...connection } = connectionFlags;

export const estimateFlags = {
  requests: Flags.integer({
    helpValue: 'N',
    description: 'requests in each period (see --per)',
    default: 3000,
    min: 0,
    max: 1e12,
    helpGroup: WORKLOAD,
  }),
  per: Flags.option({
    options: ['hour', 'day', 'month'] as const,
    description: 'the period of --requests; a month is 30 days',
    default: 'day' as const,
    helpGroup: WORKLOAD,
  })(),
  accounts: count('2', 'upstream accounts'),
  models: count('1', 'models in use'),
  'api-keys': count('1', 'API keys in use'),
  queues: count('1', 'queues of jobs, with --profile bullmq'),
  workers: count('one a queue', 'workers of all queues together'),
  keys: count('asked for', 'keys in the database, which background jobs walk over'),
  offline: Flags.boolean({
    description: 'do not ask the Redis of --env-file or REDIS_URL how many keys it has',
    helpGroup: WORKLOAD,
  }),
  ...shareFlags,
  rdb: Flags.string({
    helpValue: 'FILE',
    description: 'take keys, API keys, accounts, models and the size of the data from this snapshot',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: WORKLOAD,
  }),
  profile: Flags.string({
    helpValue: 'PROFILE',
    description: 'NAME, NAME@VERSION, NAME@documented or a YAML file',
    default: 'claude-relay-service',
    helpGroup: SWITCHES,
  }),
  'env-file': Flags.string({
    helpValue: 'FILE',
    description: "the relay's .env file: its switches as deployed, and the Redis whose keys are counted by DBSIZE",
    helpGroup: SWITCHES,
  }),
  set: Flags.string({
    helpValue: 'NAME=VALUE',
    description: 'try out a switch; may be given more than once',
    multiple: true,
    helpGroup: SWITCHES,
  }),
  'app-dir': Flags.string({
    helpValue: 'DIR',
    description: "look for the switches in the application's source",
    helpGroup: SWITCHES,
  }),
  'flush-interval': Flags.string({
    helpValue: 'TIME',
    description: 'for the remedy that buffers statistics: how long it keeps them',
    default: `${FLUSH_SECONDS}s`,
    helpGroup: SWITCHES,
  }),
  provider: Flags.string({
    helpValue: 'NAME',
    description: 'whose billing rules and prices apply, such as upstash or elasticache-serverless',
    helpGroup: BILLING,
  }),
  'provider-file': Flags.string({ helpValue: 'FILE', description: 'a price list of your own (YAML)', helpGroup: BILLING }),
  explain: Flags.string({ helpValue: 'NAME', description: 'list the commands behind a source or a family' }),
  'compare-to': compareTo('compare'),
  'fail-on': Flags.string({
    helpValue: 'CONDITION',
    description: CHANGE_CONDITIONS,
    multiple: true,
    multipleNonGreedy: true,
  }),
  output: Flags.string({ char: 'o', helpValue: 'FILE', description: 'write the report to this file instead' }),
  ...connection,
  url: Flags.string({
    char: 'u',
    helpValue: 'URL',
    description: 'take keys, API keys, accounts, models and the size of the data from this server',
    helpGroup: 'CONNECTION',
  }),
  now: clockFlags.now,
};

export type EstimateFlags = InferredFlags<typeof estimateFlags>;
