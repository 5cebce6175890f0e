import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { clockFlags } from '../flags/clock.js';
import { connectionFlags } from '../flags/connection.js';

const { replica: _readsFromReplicas, db: _oneOrAll, ...masters } = connectionFlags;

const GROUP = 'CHANGE';

/** Connection flags for changes: one database of the masters. */
export const changeConnectionFlags = {
  ...masters,
  db: Flags.string({ char: 'n', helpValue: 'N', description: 'database number', helpGroup: 'CONNECTION' }),
};

/** Agreement, archive and pace of a change. The same for every changing verb. */
export const carryOutFlags = {
  'dry-run': Flags.boolean({ description: 'show the plan only; nothing that writes is sent', helpGroup: GROUP }),
  yes: Flags.boolean({
    char: 'y',
    description: 'agree to the plan without being asked; a remote or large Redis wants --confirm',
    helpGroup: GROUP,
  }),
  confirm: Flags.string({ helpValue: 'NAME', description: 'agree to the plan for the Redis of this name', helpGroup: GROUP }),
  archive: Flags.string({
    helpValue: 'FILE',
    description: 'where to archive what is changed (a new file in the current folder)',
    helpGroup: GROUP,
  }),
  'no-archive': Flags.boolean({ description: 'archive nothing: the change cannot be undone', helpGroup: GROUP }),
  'no-state': Flags.boolean({
    description: 'do not note in meter:state what is changed: other commands may then take what is missing for damage',
    helpGroup: GROUP,
  }),
  'max-ops': Flags.integer({ helpValue: 'N', description: 'change at most so many keys a second', min: 1, helpGroup: GROUP }),
  'max-latency': Flags.string({
    helpValue: 'TIME',
    description: 'hold back while the server takes longer than this to answer others',
    default: '5ms',
    helpGroup: GROUP,
  }),
  'max-commands': Flags.integer({ helpValue: 'N', description: 'never send more commands than this', min: 40, helpGroup: GROUP }),
};

export const changeFlags = {
  ...changeConnectionFlags,
  profile: Flags.string({
    helpValue: 'PROFILE',
    description: 'auto, NAME, NAME@VERSION or a YAML file; may be given more than once',
    multiple: true,
    default: ['auto'],
  }),
  ...carryOutFlags,
  'show-ids': Flags.boolean({ description: 'show identifiers in full (secrets stay hidden)' }),
  ...clockFlags,
};

export type CarryOutFlags = InferredFlags<typeof carryOutFlags>;
