import { asTyped } from '../../change/plan/as-typed.js';
import { usageError } from '../../format/errors.js';
import type { DifferenceClass } from '../../profile/invariants.js';
import { addressTyped, type TypedAddress } from '../../redis/typed-address.js';
import { parseNow } from '../flags/clock.js';
import { connectionOptions } from '../flags/connection-options.js';
import { rejectContradictions, type Rule } from '../flags/contradictions.js';
import { durationOf } from '../flags/duration.js';
import { checkSnapshotInput, liveOnly } from '../flags/snapshots.js';
import type { ConsistencyFlags } from './flags.js';
import { byteString } from '../../format/byte-string.js';

/** Options of a check. */
export interface CheckRequest {
  /** Files; `null`: reads the server. */
  snapshots: readonly string[] | null;
  address: TypedAddress;
  /** The flags for the same server in another command; `null`: there is no server. */
  targetTyped: string | null;
  /** The command that repairs what is checked, without its target. */
  repairTyped: string;
  /** Values of --profile. */
  profiles: string[];
  /** Ids of invariants; empty: all. */
  invariants: readonly string[];
  /** Ids or patterns; empty: all. */
  families: readonly string[];
  /** A byte string; `null`: all. */
  owner: string | null;
  since: Date | null;
  /** `null`: now. */
  now: Date | null;
  /** Hours; `null`: found in the data. */
  utcOffset: number | null;
  maxCommands: number;
  maxLatencyMs: number;
  allowLower: boolean;
  showIds: boolean;
  failOn: readonly DifferenceClass[];
  /** List every difference, of any number. */
  listsAll: boolean;
  /** ms from the end of a check to the next; `null`: checks once. */
  watchMs: number | null;
  quiet: boolean;
}

const WITH_APPLY: Readonly<Record<string, string>> = {
  rdb: 'A snapshot cannot be repaired: name the server.',
  replica: 'A replica takes no changes: leave --replica out.',
  watch: 'Repair once, then watch: leave one of them out.',
};

const RULES: readonly Rule[] = [
  {
    flags: ['dry-run', 'yes', 'confirm', 'archive', 'no-archive', 'max-ops'],
    without: ['apply'],
    message: (flag) => `--${flag} means nothing without --apply.`,
    advice: 'A check changes nothing: leave it out.',
  },
  { flags: ['apply'], with: Object.keys(WITH_APPLY), advice: (_, other) => WITH_APPLY[other]! },
  liveOnly(['max-commands', 'watch']),
];

/** Throws usage errors of one sentence. */
export function checkRequest(
  flags: ConsistencyFlags & { quiet: boolean; all: boolean; section?: string | undefined },
): CheckRequest {
  rejectContradictions(flags, RULES);
  if (flags.apply && flags.db === 'all') throw usageError('Repairs are made in one database at a time.', 'Name it: --db N');
  if (flags.rdb) checkSnapshotInput(flags.rdb);
  const address = connectionOptions(flags);
  return {
    snapshots: flags.rdb ?? null,
    address,
    targetTyped: flags.rdb ? null : addressTyped(address),
    repairTyped: asTyped('fix-consistency --apply', flags),
    profiles: flags.profile,
    invariants: flags.invariant ?? [],
    families: flags.family ?? [],
    owner: flags.owner === undefined ? null : byteString(flags.owner),
    since: flags.since === undefined ? null : parseNow(flags.since),
    now: flags.now === undefined ? null : parseNow(flags.now),
    utcOffset: flags['utc-offset'] ?? null,
    maxCommands: flags['max-commands'] ?? Infinity,
    maxLatencyMs: durationOf('max-latency', flags['max-latency']),
    // oclif leaves an absent switch undefined, contrary to its type.
    allowLower: Boolean(flags['allow-lower']),
    showIds: flags['show-ids'],
    failOn: flags['fail-on'] ?? [],
    listsAll: flags.all || flags.section === 'differences',
    watchMs: flags.watch === undefined ? null : durationOf('watch', flags.watch),
    quiet: flags.quiet,
  };
}
