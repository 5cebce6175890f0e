import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { usageError } from '../format/errors.js';
import { changeFlags } from './change-flags.js';

const ROLLUP = 'ADD UP';

export const migrateFlags = {
  rollup: Flags.string({
    helpValue: 'FROM:TO',
    description:
      'raise coarse figures that lack something to the sum of the fine ones: hourly:daily, model:total, FAMILY:FAMILY …',
    helpGroup: ROLLUP,
  }),
  prune: Flags.boolean({ description: 'then remove the fine keys that were added up', default: false, helpGroup: ROLLUP }),
  ...changeFlags,
  output: Flags.string({
    char: 'o',
    helpValue: 'FILE',
    description: 'write the plan to this file and stop',
    helpGroup: 'CHANGE',
  }),
};

export type MigrateFlags = InferredFlags<typeof migrateFlags>;

/** What is to be added up. Throws a usage error where nothing says so. */
export function rollupFrom({ rollup }: MigrateFlags): string {
  if (rollup !== undefined) return rollup;
  throw usageError('Nothing says what to migrate.', 'For instance --rollup hourly:daily: see meter migrate --help');
}

/** What of the command line says what is to be done, for people and for the archive; no address and no credential. */
export function asTyped(flags: MigrateFlags): string {
  const quoted = (text: string): string => (/^[\w.:@/-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`);
  const values = (['rollup', 'now', 'utc-offset'] as const).flatMap((name) =>
    flags[name] === undefined ? [] : [`--${name} ${quoted(String(flags[name]))}`],
  );
  const profiles = flags.profile.filter((spec) => spec !== 'auto').map((spec) => `--profile ${quoted(spec)}`);
  return ['migrate', ...values, ...(flags.prune ? ['--prune'] : []), ...profiles].join(' ');
}
