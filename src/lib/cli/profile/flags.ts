import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { connectionFlags } from '../flags/connection.js';

export const newProfileFlags = {
  'from-redis': Flags.boolean({ description: 'from the keys of a server', required: true }),
  name: Flags.string({ helpValue: 'NAME', description: 'name of the profile, in kebab-case', default: 'my-application' }),
  title: Flags.string({ helpValue: 'TEXT', description: 'name of the application, for people', default: 'My application' }),
  'max-commands': Flags.integer({ helpValue: 'N', description: 'send at most so many commands', min: 1 }),
  output: Flags.string({ char: 'o', helpValue: 'FILE', description: 'write the profile to this file instead' }),
  ...connectionFlags,
};

const { url: _url, ...reached } = connectionFlags;

/** `--against` takes the place of `--url`. */
export const againstFlags = {
  against: Flags.string({ helpValue: 'URL', description: 'also compare the profile with the keys of this server' }),
  rdb: Flags.string({
    helpValue: 'FILE',
    description: 'also compare the profile with the keys of this snapshot; may be given more than once',
    multiple: true,
    multipleNonGreedy: true,
    exclusive: ['against'],
  }),
  db: reached.db,
};

export type AgainstFlags = InferredFlags<typeof againstFlags>;
