import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { usageError } from '../../format/errors.js';
import { shellQuote } from '../../format/shell.js';
import type { RenameAsk } from '../../change/migrate/rename-choice.js';
import { changeFlags } from '../change/flags.js';

const ROLLUP = 'ROLLUP';
const RENAME = 'RENAME';

export const migrateFlags = {
  rollup: Flags.string({
    helpValue: 'FROM:TO',
    description:
      'raise coarse figures that lack something to the sum of the fine ones: hourly:daily, model:total, FAMILY:FAMILY …',
    helpGroup: ROLLUP,
  }),
  prune: Flags.boolean({ description: 'then remove the fine keys that were added up', default: false, helpGroup: ROLLUP }),
  from: Flags.string({
    helpValue: 'PATTERN',
    description: 'keys to be renamed, such as usage:opus:weekly:{keyId}:{week}',
    helpGroup: RENAME,
  }),
  to: Flags.string({ helpValue: 'PATTERN', description: 'their new names, with the same placeholders', helpGroup: RENAME }),
  'on-collision': Flags.string({
    description: 'where the new name is taken: leave both, or add the numbers up',
    options: ['refuse', 'sum'],
    default: 'refuse',
    helpGroup: RENAME,
  }),
  ...changeFlags,
  output: Flags.string({
    char: 'o',
    helpValue: 'FILE',
    description: 'write the plan to this file and stop, for meter apply',
    helpGroup: 'CHANGE',
  }),
};

export type MigrateFlags = InferredFlags<typeof migrateFlags>;

export type Migration = { kind: 'rollup'; rollup: string; prune: boolean } | { kind: 'rename'; rename: RenameAsk };

/** Throws a usage error where nothing is asked for, or two things. */
export function migrationFrom({ rollup, prune, from, to, 'on-collision': collision }: MigrateFlags): Migration {
  const renames = from !== undefined || to !== undefined;
  if (rollup !== undefined && renames) throw usageError('--rollup and --from are two migrations.', 'Run one after the other.');
  if (prune && rollup === undefined) throw usageError('--prune removes what --rollup has added up.', 'Add --rollup hourly:daily');
  if (rollup !== undefined) return { kind: 'rollup', rollup, prune };
  if (from !== undefined && to !== undefined) return { kind: 'rename', rename: { from, to, sum: collision === 'sum' } };
  throw usageError(
    renames ? 'A renaming takes both --from and --to.' : 'Nothing says what to migrate.',
    'For instance --rollup hourly:daily: see meter migrate --help',
  );
}

/** What of the command line says what is to be done, for people and for the archive; no address and no credential. */
export function asTyped(flags: MigrateFlags): string {
  const values = (['rollup', 'from', 'to', 'now', 'utc-offset'] as const).flatMap((name) =>
    flags[name] === undefined ? [] : [`--${name} ${shellQuote(String(flags[name]))}`],
  );
  const profiles = flags.profile.filter((spec) => spec !== 'auto').map((spec) => `--profile ${shellQuote(spec)}`);
  const collision = flags.from !== undefined && flags['on-collision'] === 'sum' ? ['--on-collision sum'] : [];
  return ['migrate', ...values, ...(flags.prune ? ['--prune'] : []), ...collision, ...profiles].join(' ');
}
