import type { Migration, MigrationRequest } from '../../change/migrate/prepare.js';
import { asTyped } from '../../change/plan/as-typed.js';
import { usageError } from '../../format/errors.js';
import { carryOutRequest, type CarryOutRequest } from '../change/options.js';
import { statedLimit } from '../flags/stated-limit.js';
import { parseNow } from '../flags/clock.js';
import { rejectContradictions, type Rule } from '../flags/contradictions.js';
import type { MigrateFlags } from './flags.js';
import { refusedLimiters } from './refused-limiters.js';

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
    flags: ['limiters'],
    with: ['rollup', 'from', 'to'],
    message: (_flag, other) => `--limiters and --${other} are two migrations.`,
    advice: 'Run one after the other.',
  },
  {
    flags: ['seed', 'limit'],
    without: ['limiters'],
    message: (flag) => `--${flag} is for limiters.`,
    advice: 'Add --limiters list:window',
  },
  {
    flags: ['prune'],
    without: ['rollup'],
    message: () => '--prune removes what --rollup has added up.',
    advice: 'Add --rollup hourly:daily',
  },
];

const HOUR_MS = 3_600_000;

function limitersFrom({ seed = 'newest', limit = [], 'utc-offset': hours }: MigrateFlags, asked: string): Migration {
  if (asked !== 'list:window') throw refusedLimiters(asked);
  const settings = { stated: limit.map(statedLimit), env: null };
  return { kind: 'limiters', limiters: { seed, settings, offsetMs: hours === undefined ? null : hours * HOUR_MS } };
}

function migrationFrom(flags: MigrateFlags): Migration {
  rejectContradictions(flags, RULES);
  const { rollup, prune, from, to, 'on-collision': collision } = flags;
  if (flags.limiters !== undefined) return limitersFrom(flags, flags.limiters);
  if (rollup !== undefined) return { kind: 'rollup', rollup, prune };
  if (from !== undefined && to !== undefined) return { kind: 'rename', rename: { from, to, sum: collision === 'sum' } };
  throw usageError(
    from !== undefined || to !== undefined ? 'A renaming takes both --from and --to.' : 'Nothing says what to migrate.',
    'For instance --rollup hourly:daily: see meter migrate --help',
  );
}
