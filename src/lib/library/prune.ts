import { preparePrune } from '../change/prune/prepare.js';
import { asTyped, type FlagsOf } from '../change/plan/as-typed.js';
import { checkSelected, NO_SELECTION, type Selection } from '../change/plan/selection.js';
import { changed, resultOf, type ChangeOptions, type ChangeResult } from './change.js';
import { MAX_LATENCY_MS, offsetOf, profilesOf, specsOf, type RedisAddress } from './look.js';

export interface PruneOptions extends ChangeOptions, Partial<Omit<Selection, 'grains'>> {
  /** Statistics of these grains. */
  grains?: readonly ('minute' | 'hour' | 'day' | 'month')[];
  /** Include every key name in the plan, so that exactly these keys are changed when it is applied. */
  listKeys?: boolean;
}

/**
 * Removes the selected statistics and data of owners that no longer exist, only of periods that are over, and gives leaked keys
 * their TTL back. Throws a `MeterError` only if nothing is changed.
 */
export async function pruneKeys(redis: RedisAddress, options: PruneOptions): Promise<ChangeResult> {
  const selection = selectionOf(options);
  checkSelected(selection);
  const { profiles, asked } = await profilesOf(options);
  const { now = null, listKeys = false, showIds = false, maxLatencyMs = MAX_LATENCY_MS } = options;
  const request = {
    selection,
    profiles,
    profilesAsked: asked,
    profileSpecs: specsOf(options),
    now,
    offset: offsetOf(options),
    maxLatencyMs,
    listKeys,
    showIds,
    asTyped: asTyped('prune', flagsOf(selection, options)),
  };
  return resultOf(await changed(redis, options, (work) => preparePrune(work, request)));
}

const selectionOf = (options: PruneOptions): Selection => ({
  ...NO_SELECTION,
  ...Object.fromEntries(
    Object.keys(NO_SELECTION).flatMap((name) => {
      const value = options[name as keyof Selection];
      return value === undefined ? [] : [[name, value]];
    }),
  ),
});

const GRAINS = { minute: 'minute', hour: 'hourly', day: 'daily', month: 'monthly' };

const flagsOf = (selection: Selection, options: PruneOptions): FlagsOf<'prune'> => ({
  ...Object.fromEntries((options.grains ?? []).map((grain) => [GRAINS[grain], true])),
  model: selection.model,
  records: selection.records,
  orphans: selection.orphans,
  leaked: selection.leaked,
  legacy: selection.legacy,
  'include-open': selection.includeOpen,
  family: selection.families,
  'older-than': inMs(selection.olderThanMs),
  'trim-to': selection.trimTo,
  'set-ttl': inMs(selection.setTtlMs),
  profile: specsOf(options),
  now: options.now?.toISOString(),
  'utc-offset': options.utcOffset,
});

const inMs = (milliseconds: number | null): string | null => (milliseconds === null ? null : `${milliseconds}ms`);
