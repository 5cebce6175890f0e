/** What the flags of `meter fix-consistency --apply` say together. */
import { usageError } from '../../format/errors.js';
import { shellQuote } from '../../format/shell.js';
import type { ConsistencyFlags } from '../consistency/flags.js';

/** Flags of a repair that a check has no use for. */
const ONLY_REPAIR = ['dry-run', 'yes', 'confirm', 'archive', 'no-archive', 'max-ops'] as const;
/** Flags of a check that changes cannot go with. */
const ONLY_CHECK = ['rdb', 'replica', 'watch'] as const;

const WHY: Record<(typeof ONLY_CHECK)[number], string> = {
  rdb: 'A snapshot cannot be repaired: name the server.',
  replica: 'A replica takes no changes: leave --replica out.',
  watch: 'Repair once, then watch: leave one of them out.',
};

export function checkRepairFlags(flags: ConsistencyFlags): void {
  const given = (name: keyof ConsistencyFlags): boolean => flags[name] !== undefined && flags[name] !== false;
  const idle = flags.apply ? undefined : ONLY_REPAIR.find(given);
  if (idle !== undefined) throw usageError(`--${idle} means nothing without --apply.`, 'A check changes nothing: leave it out.');
  const contrary = flags.apply ? ONLY_CHECK.find(given) : undefined;
  if (contrary !== undefined) throw usageError(`--apply and --${contrary} contradict each other.`, WHY[contrary]);
  if (flags.apply && flags.db === 'all') throw usageError('Repairs are made in one database at a time.', 'Name it: --db N');
}

/** What of the command line says what is to be done, for people and for the archive; no address and no credential. */
export function repairAsTyped(flags: ConsistencyFlags): string {
  const many = (['invariant', 'family'] as const).flatMap((name) =>
    (flags[name] ?? []).map((id) => `--${name} ${shellQuote(id)}`),
  );
  const values = (['owner', 'since', 'now', 'utc-offset'] as const).flatMap((name) =>
    flags[name] === undefined ? [] : [`--${name} ${shellQuote(String(flags[name]))}`],
  );
  const profiles = flags.profile.filter((spec) => spec !== 'auto').map((spec) => `--profile ${shellQuote(spec)}`);
  const lower = flags['allow-lower'] ? ['--allow-lower'] : [];
  return ['fix-consistency --apply', ...lower, ...many, ...values, ...profiles].join(' ');
}
