import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { auditFlags, failOnSeverity } from '../audit/flags.js';
import { FACES, type faceFlags } from '../flags/face.js';

const MODE = 'MODE';
const RELAY = 'RELAY';
const { output, 'show-ids': showIds } = auditFlags;

export const snapshotFormats = ['rdb', 'resp'] as const;

export const demoFlags = {
  write: Flags.string({
    helpValue: 'FILE',
    description: 'write the relay to this file (- for stdout) instead of auditing it',
    helpGroup: MODE,
  }),
  force: Flags.boolean({ description: 'replace the file if there is one', helpGroup: MODE }),
  live: Flags.boolean({
    description: 'put the relay on a temporary Redis server until Ctrl-C, instead of auditing it',
    helpGroup: MODE,
  }),
  keys: Flags.integer({
    helpValue: 'N',
    description: 'a large relay of so many keys, for measuring; nothing is planted',
    min: 1,
    helpGroup: RELAY,
  }),
  seed: Flags.integer({
    helpValue: 'N',
    description: 'another relay; the same seed and time give the same bytes',
    default: 7,
    min: 0,
    max: 2 ** 31 - 1,
    helpGroup: RELAY,
  }),
  now: Flags.string({
    helpValue: 'TIME',
    description: 'the time of its last request, as ISO 8601 (the present)',
    helpGroup: RELAY,
  }),
  'utc-offset': Flags.integer({
    helpValue: 'HOURS',
    description: 'hours that its dates are ahead of UTC',
    default: 8,
    min: -12,
    max: 14,
    helpGroup: RELAY,
  }),
  format: Flags.option({
    options: [...FACES, ...snapshotFormats] as const,
    description: 'how to print the report; of the file: rdb, or resp as by its ending',
    helpGroup: 'OUTPUT',
  })(),
  output,
  'show-ids': showIds,
  'fail-on': failOnSeverity(),
};

/** Includes the report flags of every command. */
export type DemoFlags = InferredFlags<typeof demoFlags> &
  Pick<InferredFlags<typeof faceFlags>, 'all' | 'ascii' | 'json' | 'section'>;
