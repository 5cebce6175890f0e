import { asTyped } from '../../change/plan/as-typed.js';
import { checkSelected, type Selection } from '../../change/plan/selection.js';
import type { PruneRequest } from '../../change/prune/prepare.js';
import { largest } from '../../format/largest.js';
import type { Grain } from '../../profile/types.js';
import { carryOutRequest, type CarryOutRequest } from '../change/options.js';
import { parseNow } from '../flags/clock.js';
import { durationOf } from '../flags/duration.js';
import type { PruneFlags } from './flags.js';

/** Options of `meter prune`. */
export interface PruneVerbRequest {
  how: CarryOutRequest;
  what: Omit<PruneRequest, 'profiles' | 'profilesAsked' | 'offset'>;
  /** Hours; `null`: found in the data. */
  utcOffset: number | null;
  /** The file for the plan, which is then not carried out; `null`: none. */
  output: string | null;
}

/** Throws usage errors of one sentence. */
export function pruneRequest(flags: PruneFlags): PruneVerbRequest {
  const selection = selectionFrom(flags);
  const how = carryOutRequest(flags);
  return {
    how,
    what: {
      selection,
      profileSpecs: flags.profile,
      now: flags.now === undefined ? null : parseNow(flags.now),
      maxLatencyMs: how.terms.maxLatencyMs,
      asTyped: asTyped('prune', flags),
      listKeys: flags['list-keys'],
      showIds: flags['show-ids'],
    },
    utcOffset: flags['utc-offset'] ?? null,
    output: flags.output ?? null,
  };
}

/** Throws a usage error if nothing is selected, or if flags contradict each other. */
function selectionFrom(flags: PruneFlags): Selection {
  const grains: Grain[] = (['minute', 'hourly', 'daily', 'monthly'] as const).flatMap((name) =>
    flags[name] ? [GRAINS[name]] : [],
  );
  // oclif leaves an absent switch undefined, contrary to its type.
  const [model, records, orphans, leaked, legacy, includeOpen] = SWITCHES.map((name) => Boolean(flags[name])) as Switches;
  const families = flags.family ?? [];
  const times = (['older-than', 'keep'] as const).flatMap((name) =>
    flags[name] === undefined ? [] : durationOf(name, flags[name]),
  );
  const setTtl = flags['set-ttl'];
  const selection: Selection = {
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
  checkSelected(selection);
  return selection;
}

const SWITCHES = ['model', 'records', 'orphans', 'leaked', 'legacy', 'include-open'] as const;
type Switches = [boolean, boolean, boolean, boolean, boolean, boolean];

const GRAINS = { minute: 'minute', hourly: 'hour', daily: 'day', monthly: 'month' } as const satisfies Record<string, Grain>;
