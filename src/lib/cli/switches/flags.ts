import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { DEFAULT_PROFILE } from '../../switches/default-profile.js';
import { printForms } from '../../switches/print.js';

const envFile = Flags.string({ helpValue: 'FILE', description: "the relay's .env file" });

/** Flags for the application, and whether it reads a switch. */
const deployed = {
  profile: Flags.string({
    helpValue: 'PROFILE',
    description: 'NAME, NAME@VERSION or a YAML file',
    default: DEFAULT_PROFILE,
  }),
  'app-version': Flags.string({ helpValue: 'VERSION', description: 'the release that is deployed' }),
  'app-dir': Flags.string({ helpValue: 'DIR', description: "look for the variables in the application's source" }),
};

export const listFlags = {
  'env-file': envFile,
  ...deployed,
  requests: Flags.integer({ helpValue: 'N', description: 'requests a day that savings are told for', default: 3000, min: 0 }),
  keys: Flags.integer({ helpValue: 'N', description: 'keys in the database, which jobs walk over (asked for)', min: 0 }),
  'api-keys': Flags.integer({ helpValue: 'N', description: 'API keys in use (1)', min: 0 }),
  offline: Flags.boolean({ description: 'do not ask the Redis of --env-file or REDIS_URL for its keys and its release' }),
};

export const unsetFlags = {
  'env-file': envFile,
  ...deployed,
  'dry-run': Flags.boolean({ description: 'show the change and write nothing' }),
  yes: Flags.boolean({ char: 'y', description: 'do not ask' }),
  bak: Flags.boolean({ description: 'keep the old file as FILE.bak' }),
};

export const setFlags = {
  ...unsetFlags,
  offline: Flags.boolean({ description: 'do not ask the Redis of --env-file or REDIS_URL for its release' }),
  force: Flags.boolean({ description: 'set also what the application is known not to read' }),
  print: Flags.option({
    options: printForms,
    description: 'print the settings for those who have no file, instead of editing one',
  })(),
};

export type DeployedFlags = InferredFlags<typeof deployed>;
export type ListFlags = InferredFlags<typeof listFlags>;
export type EditFlags = InferredFlags<typeof unsetFlags> &
  Partial<Pick<InferredFlags<typeof setFlags>, 'force' | 'print' | 'offline'>>;
