import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { carryOutFlags } from '../change/flags.js';
import { clockFlags } from '../flags/clock.js';
import { connectionFlags } from '../flags/connection.js';

const WHAT = 'FILTER';
const REPAIR = 'REPAIR';

const { 'max-latency': _ofChanges, 'max-commands': _ofAll, ...agreement } = carryOutFlags;

export const consistencyFlags = {
  rdb: Flags.string({
    helpValue: 'FILE',
    description:
      'check this snapshot instead of a server, or - for standard input; several for the shards of a cluster; .gz as well',
    multiple: true,
  }),
  ...connectionFlags,
  profile: Flags.string({
    helpValue: 'PROFILE',
    description: 'auto, NAME or NAME@VERSION; may be given more than once',
    multiple: true,
    default: ['auto'],
  }),
  invariant: Flags.string({
    helpValue: 'ID',
    description: 'only this invariant, such as S1; may be given more than once',
    multiple: true,
    helpGroup: WHAT,
  }),
  family: Flags.string({
    helpValue: 'ID',
    description:
      'only invariants of this family, by its id or key pattern; repairs change this family alone; may be given more than once',
    multiple: true,
    helpGroup: WHAT,
  }),
  owner: Flags.string({ helpValue: 'ID', description: 'only what belongs to this API key, account or user', helpGroup: WHAT }),
  since: Flags.string({ helpValue: 'TIME', description: 'only periods that began then or later, as ISO 8601', helpGroup: WHAT }),
  explain: Flags.string({ helpValue: 'ID', description: 'say what an invariant compares, and check nothing' }),
  watch: Flags.string({
    helpValue: 'TIME',
    description: 'check again each time so long after the last check, and report what changes',
  }),
  apply: Flags.boolean({ description: 'repair what can be repaired for certain, once the plan is agreed to', helpGroup: REPAIR }),
  'allow-lower': Flags.boolean({
    description: 'with --apply: bring totals above their parts down to them as well',
    dependsOn: ['apply'],
    helpGroup: REPAIR,
  }),
  ...agreement,
  'max-commands': Flags.integer({ helpValue: 'N', description: 'never send more commands than this', min: 40 }),
  'max-latency': Flags.string({
    helpValue: 'TIME',
    description: 'keep the server from being held up for longer',
    default: '5ms',
  }),
  'fail-on': Flags.option({
    options: ['corruption', 'partial-write', 'leak', 'index', 'orphan', 'stale', 'known-drift'] as const,
    description: 'exit 3 when there is a difference of this class; may be given more than once',
    multiple: true,
  })(),
  output: Flags.string({ char: 'o', helpValue: 'FILE', description: 'write the report to this file instead' }),
  'show-ids': Flags.boolean({ description: 'show identifiers in full (secrets stay hidden)' }),
  ...clockFlags,
};

export type ConsistencyFlags = InferredFlags<typeof consistencyFlags>;
