/** The families of a prune, and the action on each. */
import { says } from '../../errors/changes.js';
import { EXIT, failure, usageError } from '../../format/errors.js';
import { familyIdNamed } from '../../profile/family-named.js';
import type { CompiledFamily, CompiledProfile } from '../../profile/classify.js';
import { canLeak } from '../../profile/lost-ttl.js';
import { neverText, whyNever, type Never } from '../../profile/never.js';
import type { Family, Grain } from '../../profile/types.js';
import { compareVersions } from '../../profile/version.js';

/**
 * The user's selection. The families add up, then the times narrow it. What is never pruned is excluded last, and cannot be
 * selected.
 */
export interface Selection {
  grains: readonly Grain[];
  /** Statistics by model. */
  model: boolean;
  /** Lists and streams of single requests. */
  records: boolean;
  families: readonly string[];
  /** Data of owners that no longer exist. */
  orphans: boolean;
  /** Keys that lost their TTL. */
  leaked: boolean;
  /** Families that only older releases write. */
  legacy: boolean;
  /** Only periods that ended at least this long ago. */
  olderThanMs: number | null;
  includeOpen: boolean;
  /** Shorten the TTL of keys to this, instead of removing them. */
  setTtlMs: number | null;
  /** Elements that stay in each list or stream. */
  trimTo: number | null;
}

/** Selects nothing. */
export const NO_SELECTION: Selection = {
  grains: [],
  model: false,
  records: false,
  families: [],
  orphans: false,
  leaked: false,
  legacy: false,
  olderThanMs: null,
  includeOpen: false,
  setTtlMs: null,
  trimTo: null,
};

/** Throws a usage error if nothing is selected. */
export function checkSelected({ grains, families, model, records, orphans, leaked, legacy }: Selection): void {
  if (grains.length > 0 || families.length > 0 || model || records || orphans || leaked || legacy) return;
  throw usageError(says('nothing-to-prune'));
}

/** `delete` removes keys, `expire` shortens TTLs, `trim` removes the oldest elements, `leak` restores a lost TTL. */
export type PruneAction = KeyFate | 'orphan';
/** The action on one key. */
export type KeyFate = 'delete' | 'expire' | 'trim' | 'leak';

export interface ChosenFamily {
  compiled: CompiledFamily;
  actions: readonly PruneAction[];
}

/** A selected family that stays, and why. */
export interface ProtectedFamily {
  id: string;
  never: Never;
}

export interface ChosenFamilies {
  chosen: ChosenFamily[];
  protected: ProtectedFamily[];
}

/** `versions`: the release that wrote the data of each profile, if known. Throws if a named family may not be pruned. */
export function chooseFamilies(
  profiles: readonly CompiledProfile[],
  selection: Selection,
  versions: ReadonlyMap<string, string | null>,
): ChosenFamilies {
  const all = profiles.flatMap((profile) => profile.families);
  for (const id of selection.families) rejectNamed(id, all, selection);
  const result: ChosenFamilies = { chosen: [], protected: [] };
  for (const compiled of all) {
    const asked = isAsked(compiled, selection, versions.get(compiled.profile.name) ?? null);
    const never = whyNever(compiled.family);
    const actions: PruneAction[] = [];
    if (asked && never === null) actions.push(actionOf(compiled.family, selection));
    else if (asked && never !== null && isStatistic(compiled.family)) result.protected.push({ id: compiled.family.id, never });
    if (selection.leaked && canLeak(compiled.family) && isNamed(compiled.family, selection)) actions.push('leak');
    if (selection.orphans && isUse(compiled) && isNamed(compiled.family, selection) && !actions.includes('delete'))
      actions.push('orphan');
    if (actions.length > 0) result.chosen.push({ compiled, actions });
  }
  return result;
}

/** Other families are not expected to be pruned by period. */
const isStatistic = ({ role }: Family): boolean => role === 'counter' || role === 'log';

/** True when the selection of a plan takes only data of owners that no longer exist. */
export function takesOnlyOrphans(selection: Readonly<Record<string, unknown>>): boolean {
  const { orphans, grains, model, records, legacy } = selection as Partial<Selection>;
  return orphans === true && grains?.length === 0 && !model && !records && !legacy;
}

/** Without names, every family is selected. */
const isNamed = ({ id }: Family, { families }: Selection): boolean => families.length === 0 || families.includes(id);

function isAsked({ family, dimensions }: CompiledFamily, selection: Selection, version: string | null): boolean {
  // An index is removed with the keys that it lists, never alone.
  if (family.role === 'index' || family.role === 'marker') return false;
  // With --leaked or --orphans, a name selects only leaks or orphans of that family.
  if (selection.families.includes(family.id) && !selection.leaked && !selection.orphans) return true;
  if (selection.grains.includes(family.grain)) return true;
  if (selection.model && dimensions.some(({ name }) => name === 'model')) return true;
  if (selection.records && isRecords(family)) return true;
  return selection.legacy && family.until !== undefined && version !== null && compareVersions(version, family.until) > 0;
}

const isRecords = ({ role, growth }: Family): boolean => role === 'log' && growth !== undefined;

const actionOf = (family: Family, { setTtlMs }: Selection): PruneAction => {
  if (setTtlMs !== null) return 'expire';
  return family.growth && (family.type === 'list' || family.type === 'stream') ? 'trim' : 'delete';
};

const isUse = ({ profile, family }: CompiledFamily): boolean =>
  (profile.owners ?? []).some(({ usedIn }) => usedIn?.includes(family.id) === true);

function rejectNamed(word: string, all: readonly CompiledFamily[], selection: Selection): void {
  const id = familyIdNamed(word, [...new Set(all.map(({ profile }) => profile))]);
  const named = all.find(({ family }) => family.id === id)!;
  if (selection.leaked || selection.orphans) return;
  const { family } = named;
  if (family.lists) throw failure(says('index-named', { id, listed: family.lists.family }), EXIT.refused, 'protected');
  const never = whyNever(family);
  if (never === null) return;
  const leaks = family.valueClass === 'operational' && family.ttl.expires;
  throw failure(says('never-pruned', { id, never: neverText(never), leaks }), EXIT.refused, 'protected');
}
