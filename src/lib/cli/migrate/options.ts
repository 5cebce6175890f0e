import type { Migration, MigrationRequest } from '../../change/migrate/prepare.js';
import { asTyped } from '../../change/plan/as-typed.js';
import { usageError } from '../../format/errors.js';
import { carryOutRequest, type CarryOutRequest } from '../change/options.js';
import { parseNow } from '../flags/clock.js';
import { rejectContradictions, type Rule } from '../flags/contradictions.js';
import type { MigrateFlags } from './flags.js';

/** Options of `meter migrate`. */
export interface MigrateVerbRequest {
  how: CarryOutRequest;
  what: Omit<MigrationRequest, 'profiles' | 'profilesAsked' | 'offset'>;
  /** Hours; `null`: found in the data. */
  utcOffset: number | null;
  /** The file for the plan, which is then not carried out; `null`: none. */
  output: string | null;
}

/** Throws usage errors of one sentence. */
export function migrateRequest(flags: MigrateFlags): MigrateVerbRequest {
  const migration = migrationFrom(flags);
  const how = carryOutRequest(flags);
  return {
    how,
    what: {
      migration,
      profileSpecs: flags.profile,
      now: flags.now === undefined ? null : parseNow(flags.now),
      maxLatencyMs: how.terms.maxLatencyMs,
      // Only a renaming can collide.
      asTyped: asTyped('migrate', {
        ...flags,
        'on-collision': migration.kind === 'rename' && migration.rename.sum ? 'sum' : null,
      }),
      showIds: flags['show-ids'],
    },
    utcOffset: flags['utc-offset'] ?? null,
    output: flags.output ?? null,
  };
}

const RULES: readonly Rule[] = [
  {
    flags: ['rollup'],
    with: ['from', 'to'],
    message: () => '--rollup and --from are two migrations.',
    advice: 'Run one after the other.',
  },
  {
    flags: ['prune'],
    without: ['rollup'],
    message: () => '--prune removes what --rollup has added up.',
    advice: 'Add --rollup hourly:daily',
  },
];

function migrationFrom(flags: MigrateFlags): Migration {
  rejectContradictions(flags, RULES);
  const { rollup, prune, from, to, 'on-collision': collision } = flags;
  if (rollup !== undefined) return { kind: 'rollup', rollup, prune };
  if (from !== undefined && to !== undefined) return { kind: 'rename', rename: { from, to, sum: collision === 'sum' } };
  throw usageError(
    from !== undefined || to !== undefined ? 'A renaming takes both --from and --to.' : 'Nothing says what to migrate.',
    'For instance --rollup hourly:daily: see meter migrate --help',
  );
}
