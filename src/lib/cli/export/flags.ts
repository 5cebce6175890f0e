import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { connectionFlags } from '../flags/connection.js';

export const exportFlags = {
  output: Flags.string({
    char: 'o',
    helpValue: 'FILE',
    description: 'the archive to write; a file that is there is refused',
    required: true,
  }),
  family: Flags.string({
    helpValue: 'ID',
    description: 'only this family, by its id or key pattern; may be given more than once (every key that the profiles know)',
    multiple: true,
    multipleNonGreedy: true,
  }),
  all: Flags.boolean({ description: 'every key, also those that no profile knows' }),
  ...connectionFlags,
  db: Flags.string({ char: 'n', helpValue: 'N', description: 'database number', helpGroup: 'CONNECTION' }),
  profile: Flags.string({
    helpValue: 'PROFILE',
    description: 'auto, NAME, NAME@VERSION or a YAML file; may be given more than once',
    multiple: true,
    default: ['auto'],
  }),
  'max-ops': Flags.integer({ helpValue: 'N', description: 'copy at most so many keys a second', min: 1 }),
  'max-latency': Flags.string({
    helpValue: 'TIME',
    description: 'hold back while the server takes longer than this to answer others',
    default: '5ms',
  }),
  'max-commands': Flags.integer({ helpValue: 'N', description: 'never send more commands than this', min: 40 }),
};

export type ExportFlags = InferredFlags<typeof exportFlags>;
