/** Decides only from a key's name whether it is renamed, and its new name. */
import { usageError } from '../../format/errors.js';
import { compileProfile, type CompiledFamily, type CompiledProfile } from '../../profile/classify.js';
import { capturesOf } from '../../profile/listing.js';
import { fillPattern, keySegments, parsePattern } from '../../profile/pattern.js';
import { periodStart } from '../../profile/period.js';
import { periodText } from '../../profile/period-text.js';
import { BuiltinClaims } from '../plan/builtin-claims.js';
import { protection, type Protection } from '../plan/protected.js';
import type { Family, Placeholder, PlaceholderKind, Role } from '../../profile/types.js';

export interface RenameAsk {
  from: string;
  to: string;
  /** If the new name exists, numbers are added up. */
  sum: boolean;
}

/** `null`: the pattern does not match. */
export type RenameJudgement = { compiled: CompiledFamily; to: string } | { family: string; spared: Protection } | null;

export interface RenameChoice {
  judge(name: string): RenameJudgement;
}

/** Period placeholders by the names of their kinds, even if no profile has them. */
const PERIODS: readonly PlaceholderKind[] = ['date', 'month', 'hour', 'date-hour', 'week', 'minute'];

/** The application finds these keys by their names. */
const NAMED_BY_OTHERS: readonly Role[] = ['entity', 'config', 'session', 'lock', 'queue', 'limiter', 'index'];

/** A member of an index gives the current name of a key. Under another name, readers of the index would not find the key. */
function whyNotRenamed({ family, profile }: CompiledFamily): Protection | null {
  const { valueClass, role } = family;
  if (valueClass === 'secret') return protection('class-secret');
  if (NAMED_BY_OTHERS.includes(role)) return { code: 'found-by-name', params: { role } };
  const index = profile.families.find(({ lists }) => lists?.family === family.id);
  return index ? { code: 'listed-by-name', params: { index: index.id } } : null;
}

/** Throws a usage error if the patterns do not match each other. */
export function chooseRenames({ from, to }: RenameAsk, profiles: readonly CompiledProfile[], utcOffset: number): RenameChoice {
  const placeholders = placeholdersOf(from, profiles);
  const source = compiledPattern(from, placeholders);
  const targetOf = renamer(from, to, placeholders, source, utcOffset);
  const claims = new BuiltinClaims(profiles);
  return {
    judge(name) {
      const segments = keySegments(name);
      if (source.match(segments) === null) return null;
      const owners = profiles.flatMap((profile) => profile.match(segments) ?? []);
      const [compiled] = owners;
      if (!compiled) return { family: 'unrecognised', spared: protection('unrecognised') };
      const { family } = compiled;
      if (owners.length > 1) return { family: family.id, spared: protection('two-applications') };
      const [reason] = [compiled, ...claims.on(compiled, segments)].flatMap((one) => whyNotRenamed(one) ?? []);
      if (reason !== undefined) return { family: family.id, spared: reason };
      const target = targetOf(name);
      if (target === name) return null;
      const owned = profiles.flatMap((profile) => profile.match(keySegments(target)) ?? []);
      const taken = [...owned, ...claims.on(compiled, keySegments(target))].find((one) => whyNotRenamed(one));
      if (taken) return { family: family.id, spared: { code: 'new-name-in-use', params: { family: taken.family.id } } };
      return { compiled, to: target };
    },
  };
}

/** Placeholders of the family with exactly this pattern, of the profiles, and periods by the names of their kinds. */
function placeholdersOf(from: string, profiles: readonly CompiledProfile[]): Record<string, Placeholder> {
  const own = profiles.flatMap(({ families }) => families).find(({ family }) => family.pattern === from);
  return Object.assign(
    Object.fromEntries(PERIODS.map((kind) => [kind, { kind }])),
    ...profiles.map(({ profile }) => profile.placeholders),
    own?.family.placeholders,
  ) as Record<string, Placeholder>;
}

function compiledPattern(from: string, placeholders: Record<string, Placeholder>): CompiledProfile {
  try {
    // Only its names are used.
    const family = { id: 'from', pattern: from, grain: 'none', type: 'hash' } as Family;
    return compileProfile({ name: 'from', title: '', readFrom: '', placeholders, families: [family] });
  } catch (error) {
    throw usageError(
      `--from: ${(error as Error).message}.`,
      'Placeholders are those of the profile: meter profile show lists them',
    );
  }
}

function renamer(
  from: string,
  to: string,
  placeholders: Readonly<Record<string, Placeholder>>,
  { families: [source] }: CompiledProfile,
  utcOffset: number,
): (name: string) => string {
  const names = placeholderNames(from, '--from');
  const wanted = placeholderNames(to, '--to');
  const strange = wanted.filter((name) => !names.includes(name));
  const unused = names.filter((name) => !wanted.includes(name));
  const [fresh, old] = [strange[0], unused[0]];
  if (fresh === undefined && old === undefined) return (name) => fillPattern(to, capturesOf(source!, name));
  const [kind, oldKind] = [placeholders[fresh ?? '']?.kind, placeholders[old ?? '']?.kind];
  const isPeriod =
    kind !== undefined && oldKind !== undefined && periodText(kind, 0, 0) !== null && periodText(oldKind, 0, 0) !== null;
  if (strange.length !== 1 || unused.length !== 1 || !isPeriod)
    throw usageError(
      fresh === undefined
        ? `--to has no {${old}}: several keys would have one name.`
        : `--to has {${fresh}}, which --from does not have.`,
      'Both take the same placeholders; only a period may be written as another, such as {week} as {date-hour}',
    );
  return (name) => {
    const values = capturesOf(source!, name);
    const start = periodStart(oldKind, values[old!] ?? '', utcOffset);
    return start === null ? name : fillPattern(to, { ...values, [fresh!]: periodText(kind, start, utcOffset)! });
  };
}

function placeholderNames(pattern: string, flag: string): string[] {
  try {
    return parsePattern(pattern).flatMap((part) => ('placeholder' in part ? [part.placeholder] : []));
  } catch (error) {
    throw usageError(`${flag}: ${(error as Error).message}.`);
  }
}
