import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { carryOutFlags, changeConnectionFlags } from '../change/flags.js';

const WHAT = 'SELECTION';
const { archive: _replaced, 'no-archive': noArchive, ...carrying } = carryOutFlags;
// Here --key names a key of Redis.
const { key: _tlsKey, ...connecting } = changeConnectionFlags;

export const restoreFlags = {
  list: Flags.boolean({ description: 'show what the archives hold, and stop; no server is needed', helpGroup: WHAT }),
  family: Flags.string({
    helpValue: 'ID',
    description: 'only this family; may be given more than once',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: WHAT,
  }),
  key: Flags.string({
    helpValue: 'NAME',
    description: 'only this key; may be given more than once',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: WHAT,
  }),
  merge: Flags.boolean({
    description: 'add to keys that exist again: counters are summed, sets united, lists joined',
    exclusive: ['replace'],
    helpGroup: WHAT,
  }),
  'out-of-order': Flags.boolean({
    description: 'restore keys that a later run has changed again, though that run has not been undone',
    helpGroup: WHAT,
  }),
  replace: Flags.boolean({ description: 'replace keys that exist again; they are archived first', helpGroup: WHAT }),
  ...connecting,
  'tls-key': Flags.string({
    helpValue: 'FILE',
    description: 'key of the client certificate (PEM file); other commands call it --key',
    helpGroup: 'CONNECTION',
  }),
  profile: Flags.string({
    helpValue: 'PROFILE',
    description: 'NAME, NAME@VERSION or a YAML file (the one that the archive names)',
    multiple: true,
    multipleNonGreedy: true,
  }),
  ...carrying,
  archive: Flags.string({
    helpValue: 'FILE',
    description: 'where to archive what --replace replaces (a new file in the current folder)',
    helpGroup: 'CHANGE',
  }),
  'no-archive': noArchive,
  'show-ids': Flags.boolean({ description: 'show identifiers in full (secrets stay hidden)' }),
};

export type RestoreFlags = InferredFlags<typeof restoreFlags>;
