/** Families that the application does not write, because of its switches. */
import { isRead } from '../recognise/is-read.js';
import type { Removal, Write, WriteEvent } from '../profile/operations.js';
import type { Family, Profile } from '../profile/types.js';
import type { Releases } from '../profile/version.js';
import { placeholdersOf } from '../profile/placeholder-names.js';

/** `env`: switches with other values than their defaults. A switch that the release does not read turns nothing off. */
export function familiesOff(profile: Profile, env: Readonly<Record<string, string>>, releases: Releases): Set<string> {
  const off = (profile.switches ?? []).filter(
    (one) => one.kind === 'boolean' && env[one.env] === one.off && isRead(one, releases) !== false,
  );
  if (off.length === 0) return new Set();
  const writes = (profile.operations?.events ?? []).flatMap((event) => event.writes.map((write) => ({ event, write })));
  const isOff = ({ id }: Family): boolean => {
    const own = writes.filter(
      ({ write }) => write.family === id && write.fieldGroup === undefined && COUNTING.test(write.command),
    );
    return (
      own.length > 0 && own.every(({ event, write }) => off.some(({ removes }) => isRemoved(profile, removes, event, write)))
    );
  };
  return new Set(profile.families.filter(isOff).map(({ id }) => id));
}

/** Commands that count; others of the family's keys read or expire them. */
const COUNTING = /INCR/;

function isRemoved(
  profile: Profile,
  { sources, events, grains, dimension, fieldGroups }: Removal,
  event: WriteEvent,
  write: Write,
): boolean {
  if (sources && !sources.includes(event.source)) return false;
  if (!events && !grains && dimension === undefined && !fieldGroups) return sources !== undefined;
  const family = profile.families.find(({ id }) => id === write.family);
  const dimensions = family ? placeholdersOf(profile, family).map((placeholder) => placeholder.dimension) : [];
  return (
    (events?.includes(event.id) ?? false) ||
    (grains?.includes(write.grain ?? family?.grain ?? 'none') ?? false) ||
    (dimension !== undefined && (write.dimension === dimension || dimensions.includes(dimension)))
  );
}
