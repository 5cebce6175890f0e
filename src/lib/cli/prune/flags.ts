import * as Flags from '@oclif/core/flags';
import type { InferredFlags } from '@oclif/core/interfaces';
import { usageError } from '../../format/errors.js';
import { largest } from '../../format/largest.js';
import { shellQuote } from '../../format/shell.js';
import type { Selection } from '../../change/plan/selection.js';
import type { Grain } from '../../profile/types.js';
import { changeFlags } from '../change/flags.js';
import { durationOf } from '../flags/duration.js';

const WHAT = 'SELECTION';
const NARROW = 'FILTER';

export const pruneFlags = {
  hourly: Flags.boolean({ description: 'statistics by the hour', helpGroup: WHAT }),
  minute: Flags.boolean({ description: 'statistics by the minute', helpGroup: WHAT }),
  daily: Flags.boolean({ description: 'statistics by the day', helpGroup: WHAT }),
  monthly: Flags.boolean({ description: 'statistics by the month', helpGroup: WHAT }),
  model: Flags.boolean({ description: 'statistics by model, of all periods', helpGroup: WHAT }),
  records: Flags.boolean({
    description: 'lists and streams of single requests: their oldest elements (with --trim-to or --keep)',
    helpGroup: WHAT,
  }),
  family: Flags.string({
    helpValue: 'ID',
    description: 'this family, by its id or key pattern; may be given more than once',
    multiple: true,
    helpGroup: WHAT,
  }),
  orphans: Flags.boolean({ description: 'data of API keys, accounts and others that no longer exist', helpGroup: WHAT }),
  leaked: Flags.boolean({
    description: 'keys that lost their TTL: it is restored, and the keys are not removed',
    helpGroup: WHAT,
  }),
  legacy: Flags.boolean({ description: 'what only releases before yours write', helpGroup: WHAT }),
  'older-than': Flags.string({
    helpValue: 'TIME',
    description: 'only periods that ended so long ago, such as 7d',
    helpGroup: NARROW,
  }),
  keep: Flags.string({
    helpValue: 'TIME',
    description: 'keep the last TIME, such as 30d (the same as --older-than)',
    helpGroup: NARROW,
  }),
  'include-open': Flags.boolean({
    description: 'also periods that are not over, where nothing is enforced from them',
    helpGroup: NARROW,
  }),
  'trim-to': Flags.integer({
    helpValue: 'N',
    description: 'elements to keep in each list or stream',
    min: 0,
    helpGroup: NARROW,
  }),
  'set-ttl': Flags.string({
    helpValue: 'TIME',
    description: 'do not remove keys: let them expire so long after their period, such as 2d',
    helpGroup: NARROW,
  }),
  ...changeFlags,
  output: Flags.string({
    char: 'o',
    helpValue: 'FILE',
    description: 'write the plan to this file and stop, for meter apply',
    helpGroup: 'CHANGE',
  }),
  'list-keys': Flags.boolean({
    description: 'put every key name into the plan, so that exactly these are changed',
    helpGroup: 'CHANGE',
  }),
};

export type PruneFlags = InferredFlags<typeof pruneFlags>;

/** Throws a usage error where nothing is selected, or what is selected contradicts itself. */
export function selectionFrom(flags: PruneFlags): Selection {
  const grains: Grain[] = (['minute', 'hourly', 'daily', 'monthly'] as const).flatMap((name) =>
    flags[name] ? [GRAINS[name]] : [],
  );
  // oclif leaves an absent switch undefined, contrary to its type.
  const [model, records, orphans, leaked, legacy, includeOpen] = SWITCHES.map((name) => Boolean(flags[name])) as Switches;
  const families = flags.family ?? [];
  if (grains.length === 0 && families.length === 0 && !(model || records || orphans || leaked || legacy)) {
    throw usageError(
      'Nothing says what to prune.',
      'For instance --hourly, --family ID, --orphans or --leaked: see meter prune --help',
    );
  }
  const times = (['older-than', 'keep'] as const).flatMap((name) =>
    flags[name] === undefined ? [] : durationOf(name, flags[name]),
  );
  const setTtl = flags['set-ttl'];
  return {
    grains,
    model,
    records,
    families,
    orphans,
    leaked,
    legacy,
    olderThanMs: times.length === 0 ? null : largest(times),
    includeOpen,
    setTtlMs: setTtl === undefined ? null : durationOf('set-ttl', setTtl),
    trimTo: flags['trim-to'] ?? null,
  };
}

const SWITCHES = ['model', 'records', 'orphans', 'leaked', 'legacy', 'include-open'] as const;
type Switches = [boolean, boolean, boolean, boolean, boolean, boolean];

const GRAINS = { minute: 'minute', hourly: 'hour', daily: 'day', monthly: 'month' } as const satisfies Record<string, Grain>;

/** What of the command line says what is to be done, for people and for the archive; no address and no credential. */
export function asTyped(flags: PruneFlags): string {
  const switches = (
    ['hourly', 'minute', 'daily', 'monthly', 'model', 'records', 'orphans', 'leaked', 'legacy', 'include-open'] as const
  )
    .filter((name) => flags[name])
    .map((name) => `--${name}`);
  const values = (['older-than', 'keep', 'trim-to', 'set-ttl'] as const).flatMap((name) =>
    flags[name] === undefined ? [] : [`--${name} ${flags[name]}`],
  );
  const judged = (['now', 'utc-offset'] as const).flatMap((name) =>
    flags[name] === undefined ? [] : [`--${name} ${flags[name]}`],
  );
  const profiles = flags.profile.filter((spec) => spec !== 'auto').map((spec) => `--profile ${shellQuote(spec)}`);
  const families = (flags.family ?? []).map((id) => `--family ${shellQuote(id)}`);
  return ['prune', ...switches, ...families, ...values, ...profiles, ...judged].join(' ');
}
