import { shellQuote } from '../../format/shell.js';
import type { ConsistencyFlags } from '../consistency/flags.js';

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
