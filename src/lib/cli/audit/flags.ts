import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { clockFlags } from '../flags/clock.js';
import { compareTo } from '../flags/compare-to.js';
import { connectionFlags } from '../flags/connection.js';
import { metricFlags } from '../flags/metrics.js';

/** The finding that ends a run with exit code 3. */
export const failOnSeverity = Flags.option({
  options: ['low', 'medium', 'high'] as const,
  description: 'exit 3 when there is a finding as severe',
});

export const auditFlags = {
  rdb: Flags.string({
    helpValue: 'FILE',
    description:
      'read this snapshot instead of a server, or - for standard input; several for the shards of a cluster; .gz as well',
    multiple: true,
  }),
  ...connectionFlags,
  profile: Flags.string({
    helpValue: 'PROFILE',
    description: 'auto, NAME, NAME@VERSION or a YAML file; may be given more than once',
    multiple: true,
    default: ['auto'],
  }),
  exact: Flags.boolean({ description: 'read the metadata of every key, not of a sample' }),
  'max-commands': Flags.integer({ helpValue: 'N', description: 'never send more commands than this', min: 40 }),
  'max-latency': Flags.string({
    helpValue: 'TIME',
    description: 'keep the server from being held up for longer',
    default: '5ms',
  }),
  pattern: Flags.string({ helpValue: 'GLOB', description: 'only keys that match this Redis glob' }),
  type: Flags.option({
    options: ['string', 'list', 'set', 'zset', 'hash', 'stream'] as const,
    description: 'only keys of this type',
  })(),
  limit: Flags.integer({ helpValue: 'N', description: 'stop after so many keys', min: 1 }),
  lengths: Flags.boolean({ description: 'read lengths even where that resets idle times that the eviction policy goes by' }),
  'compare-to': compareTo('compare'),
  'fail-on': Flags.string({
    helpValue: 'low|medium|high',
    description:
      'exit 3 when there is a finding as severe; with --compare-to growth=10%, new-findings=high and others of meter diff',
    multiple: true,
    multipleNonGreedy: true,
  }),
  output: Flags.string({ char: 'o', helpValue: 'FILE', description: 'write the report to this file instead' }),
  history: Flags.string({
    helpValue: 'FILE',
    description: 'add this audit to a history, a few KB each time, for meter growth',
  }),
  'show-ids': Flags.boolean({ description: 'show identifiers in full (secrets stay hidden)' }),
  ...metricFlags,
  ...clockFlags,
};

export type AuditFlags = InferredFlags<typeof auditFlags>;
