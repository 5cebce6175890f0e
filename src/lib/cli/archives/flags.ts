import * as Flags from '@oclif/core/flags';

export const pruneArchivesFlags = {
  keep: Flags.string({ helpValue: 'TIME', description: 'keep archives that are not older, such as 30d', required: true }),
  'dry-run': Flags.boolean({ description: 'only show what would be removed' }),
  yes: Flags.boolean({ char: 'y', description: 'remove them without being asked' }),
  now: Flags.string({ helpValue: 'TIME', description: 'the time to judge by, as ISO 8601 (the present)', helpGroup: 'CLOCK' }),
};
