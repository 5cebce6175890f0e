import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { changeFlags } from '../change/flags.js';

const WHAT = 'SELECTION';
const NARROW = 'FILTER';

export const pruneFlags = {
  hourly: Flags.boolean({ description: 'statistics by the hour', helpGroup: WHAT }),
  minute: Flags.boolean({ description: 'statistics by the minute', helpGroup: WHAT }),
  daily: Flags.boolean({ description: 'statistics by the day', helpGroup: WHAT }),
  monthly: Flags.boolean({ description: 'statistics by the month', helpGroup: WHAT }),
  model: Flags.boolean({ description: 'statistics by model, of all periods', helpGroup: WHAT }),
  records: Flags.boolean({
    description: 'lists and streams of single requests: their oldest elements (with --trim-to or --keep)',
    helpGroup: WHAT,
  }),
  family: Flags.string({
    helpValue: 'ID',
    description: 'this family, by its id or key pattern; may be given more than once',
    multiple: true,
    helpGroup: WHAT,
  }),
  orphans: Flags.boolean({ description: 'data of API keys, accounts and others that no longer exist', helpGroup: WHAT }),
  leaked: Flags.boolean({
    description: 'keys that lost their TTL: it is restored, and the keys are not removed',
    helpGroup: WHAT,
  }),
  legacy: Flags.boolean({ description: 'what only releases before yours write', helpGroup: WHAT }),
  'older-than': Flags.string({
    helpValue: 'TIME',
    description: 'only periods that ended so long ago, such as 7d',
    helpGroup: NARROW,
  }),
  keep: Flags.string({
    helpValue: 'TIME',
    description: 'keep the last TIME, such as 30d (the same as --older-than)',
    helpGroup: NARROW,
  }),
  'include-open': Flags.boolean({
    description: 'also periods that are not over, where nothing is enforced from them',
    helpGroup: NARROW,
  }),
  'trim-to': Flags.integer({
    helpValue: 'N',
    description: 'elements to keep in each list or stream',
    min: 0,
    helpGroup: NARROW,
  }),
  'set-ttl': Flags.string({
    helpValue: 'TIME',
    description: 'do not remove keys: let them expire so long after their period, such as 2d',
    helpGroup: NARROW,
  }),
  ...changeFlags,
  output: Flags.string({
    char: 'o',
    helpValue: 'FILE',
    description: 'write the plan to this file and stop, for meter apply',
    helpGroup: 'CHANGE',
  }),
  'list-keys': Flags.boolean({
    description: 'put every key name into the plan, so that exactly these are changed',
    helpGroup: 'CHANGE',
  }),
};

export type PruneFlags = InferredFlags<typeof pruneFlags>;
