import { consistencyOf } from './invariants-at-version.js';
import { figuresOf } from './figures-at-version.js';
import { placeholderNames, placeholdersOf } from './placeholder-names.js';
import { limitersOf } from './limiters-at-version.js';
import { limitsOf } from './limits-at-version.js';
import type { Operations, Removal, Switch, WriteEvent } from './operations.js';
import type { Family, OffsetSource, Owner, Profile, Rollup, Screen, Unit } from './types.js';
import { inRange } from './version.js';

/** The profile for one release: without the families that the release does not write, and without references to them. */
export function atVersion(profile: Profile, version: string): Profile {
  const written = profile.families.filter((family) => inRange(family.since, family.until, version));
  const known = new Set(written.map((family) => family.id));
  const families = written.map((family) => fieldsOf(listingOf(family, known), version));
  const owners = (profile.owners ?? []).flatMap((owner) => ownerOf(owner, profile, families));
  const { fingerprints = [], upgradeSigns = [] } = profile;
  const operations = profile.operations && operationsOf(profile.operations, version, known);
  const { releaseKey: _key, ...rest } = profile;
  return {
    ...rest,
    ...(profile.versions && { versions: { oldest: version, newest: version } }),
    placeholders: usedPlaceholders(profile.placeholders, [
      ...families.map(({ pattern }) => pattern),
      ...owners.flatMap(({ exists }) => exists),
    ]),
    families,
    fingerprints: fingerprints.filter((sign) => known.has(sign.family) && inRange(sign.since, undefined, version)),
    ...keptKey(profile.releaseKey, known),
    upgradeSigns: upgradeSigns.filter((sign) => known.has(sign.older) && known.has(sign.newer)),
    owners,
    ...(profile.offset && { offset: offsetOf(profile.offset, known) }),
    ...(profile.rollups && { rollups: profile.rollups.flatMap((rollup) => rollupOf(rollup, families)) }),
    ...(profile.consistency && {
      consistency: consistencyOf(
        profile,
        profile.consistency,
        version,
        owners.map(({ dimension }) => dimension),
      ),
    }),
    ...(operations && { operations }),
    ...(profile.switches && { switches: profile.switches.map((one) => switchOf(one, operations?.events ?? [])) }),
    ...(profile.figures && { figures: figuresOf(profile.figures, families) }),
    ...(profile.limits && { limits: limitsOf(profile.limits, families, version) }),
    ...(profile.limiters && { limiters: limitersOf(profile.limiters, families, version) }),
    ...(profile.screens && { screens: profile.screens.flatMap((screen) => screenOf(screen, known)) }),
  };
}

function usedPlaceholders(placeholders: Profile['placeholders'], patterns: readonly string[]): Profile['placeholders'] {
  const used = new Set(patterns.flatMap(placeholderNames));
  return Object.fromEntries(Object.entries(placeholders).filter(([name]) => used.has(name)));
}

/** Empty when the release lacks one of the two families. Drops fields that one of them lacks. */
function rollupOf({ fields, ...rollup }: Rollup, families: readonly Family[]): Rollup[] {
  const [fine, coarse] = [rollup.fine, rollup.coarse].map((id) => families.find((family) => family.id === id));
  if (!fine || !coarse) return [];
  const has = (family: Family, name: string): boolean => Object.hasOwn({ ...family.fields, ...family.optionalFields }, name);
  const kept = fields && Object.entries(fields).filter(([own, other]) => has(fine, own) && has(coarse, other));
  return [{ ...rollup, ...(kept && { fields: Object.fromEntries(kept) }) }];
}

/** Empty when no family of the release has such an owner. */
function ownerOf(owner: Owner, profile: Profile, families: readonly Family[]): Owner[] {
  const naming = families.filter((family) =>
    placeholdersOf(profile, family).some(({ dimension }) => dimension === owner.dimension),
  );
  if (!owner.usedIn) return naming.length > 0 ? [owner] : [];
  const usedIn = owner.usedIn.filter((id) => naming.some((family) => family.id === id));
  return usedIn.length > 0 ? [{ ...owner, usedIn }] : [];
}

/** Drops the listing of an index whose keys the release does not write. */
function listingOf({ lists, ...family }: Family, known: ReadonlySet<string>): Family {
  return lists && known.has(lists.family) ? { ...family, lists } : family;
}

const keptKey = (releaseKey: string | undefined, known: ReadonlySet<string>): Pick<Profile, 'releaseKey'> =>
  releaseKey !== undefined && known.has(releaseKey) ? { releaseKey } : {};

/** Drops the fields that only other releases write. */
function fieldsOf({ fieldReleases, ...family }: Family, version: string): Family {
  if (!fieldReleases) return family;
  const isWritten = (name: string): boolean => inRange(fieldReleases[name]?.since, fieldReleases[name]?.until, version);
  const kept = (fields: Record<string, Unit>): Record<string, Unit> =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => isWritten(name)));
  return {
    ...family,
    ...(family.fields && { fields: kept(family.fields) }),
    ...(family.optionalFields && { optionalFields: kept(family.optionalFields) }),
  };
}

/** The release's commands, and the conditions that they depend on. */
function operationsOf(
  { conditions, events, figures = [], contents, names }: Operations,
  version: string,
  families: ReadonlySet<string>,
): Operations {
  const sent = <Part extends { since?: string; until?: string }>(parts: readonly Part[]): Part[] =>
    parts.filter(({ since, until }) => inRange(since, until, version));
  const own = sent(events).map((event) => ({ ...event, writes: sent(event.writes) }));
  const sentFigures = sent(figures);
  const asked = new Set(
    [
      ...own.flatMap(({ when = [], writes }) => [...when, ...writes.flatMap((write) => write.when ?? [])]),
      ...sentFigures.flatMap(({ shares }) => Object.keys(shares ?? {})),
    ].map((name) => name.replace(/^!/, '')),
  );
  return {
    conditions: conditions.filter(({ id, note }) => asked.has(id) || note !== undefined),
    events: own,
    figures: sentFigures,
    ...(contents && { contents: Object.fromEntries(Object.entries(contents).filter(([family]) => families.has(family))) }),
    ...(names && { names }),
  };
}

/** Drops from the switch what it cannot remove in that release. */
function switchOf({ otherReading, ...one }: Switch, events: readonly WriteEvent[]): Switch {
  const reduced = ({ sources, events: ids, ...rest }: Removal): Removal => ({
    ...rest,
    ...(sources && { sources: sources.filter((id) => events.some(({ source }) => source === id)) }),
    ...(ids && { events: ids.filter((id) => events.some((event) => event.id === id)) }),
  });
  return {
    ...one,
    removes: reduced(one.removes),
    ...(otherReading && { otherReading: { ...otherReading, removes: reduced(otherReading.removes) } }),
  };
}

/** Empty when the release has none of the screen's families. */
function screenOf(screen: Screen, known: ReadonlySet<string>): Screen[] {
  const families = screen.families.filter((id) => known.has(id));
  return families.length > 0 ? [{ ...screen, families }] : [];
}

function offsetOf({ records, ...offset }: OffsetSource, known: ReadonlySet<string>): OffsetSource {
  return records && known.has(records.family) && known.has(records.hourly) ? { ...offset, records } : offset;
}
