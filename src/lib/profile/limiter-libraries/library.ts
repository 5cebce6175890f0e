import type { Limiter, LimiterCheck } from '../limiters.js';
import type { Operations, StatedFigure, Write } from '../operations.js';
import type { Family, Profile } from '../types.js';

/** The keys of a library's limiter. Their capacity is in the code that calls the library. */
type LibraryFamily = Pick<Family, 'id' | 'pattern' | 'type' | 'examples'> &
  Partial<
    Pick<
      Family,
      'ttl' | 'value' | 'fields' | 'alsoTypes' | 'generic' | 'evidenceFields' | 'role' | 'valueClass' | 'breaks' | 'growth'
    >
  >;

const libraryFamily = (family: LibraryFamily): Family => ({
  ttl: { expires: true, rearmed: 'never', note: 'the window, as the caller of the library sets it' },
  grain: 'none',
  valueClass: 'operational',
  role: 'limiter',
  breaks: 'Whoever is limited may use up the limit once more.',
  ...family,
});

type LibraryLimiter = Omit<Limiter, 'subject' | 'rules'> & { subject?: string; rule: string; title: string };

const limiterOf = ({ rule, title, subject = 'key', ...limiter }: LibraryLimiter): Limiter => ({
  ...limiter,
  subject,
  rules: [{ name: rule, title, setIn: 'the code that calls the library' }],
});

interface Library extends Pick<Profile, 'name' | 'title' | 'readFrom'> {
  placeholders?: Profile['placeholders'];
  families: readonly LibraryFamily[];
  limiters: readonly LibraryLimiter[];
}

/** Whoever is limited is often an address, a token or an e-mail address, so that it is shown shortened. */
export const LIMITED: Profile['placeholders'] = { key: { kind: 'greedy', redact: 'id' } };

export const libraryProfile = ({ placeholders = LIMITED, families, limiters, ...named }: Library): Profile => ({
  ...named,
  placeholders,
  copy: 'cache',
  usageElsewhere: 'A limiter counts the requests of a window, and keeps no usage.',
  families: families.map(libraryFamily),
  limiters: limiters.map(limiterOf),
  operations: operationsOf(named.readFrom, limiters),
});

/** Who calls a library uses one of its limiters: the first check of the first is the estimate, and the others are figures beside it. */
function operationsOf(from: string, limiters: readonly LibraryLimiter[]): Operations {
  const all = limiters.flatMap(({ id, title, family, checks }) => checks.map((check) => ({ id, title, family, check })));
  const [first, ...others] = all;
  return {
    load: { unit: 'checks', counts: [] },
    conditions: [],
    events:
      first === undefined
        ? []
        : [
            {
              id: 'check',
              source: 'check',
              title: `${first.title}: ${first.check.when}`,
              every: 'request',
              transport: first.check.roundTrips === 1 ? 'script' : 'sequence',
              writes: writesOf(first.check, first.family),
              evidence: 'read',
              from,
            },
          ],
    figures: others.map(({ id, title, check }, at): StatedFigure => ({
      id: `${id}-${at + 2}`,
      title: `${title}: ${check.when}`,
      commands: check.commands.length + (check.inScript?.length ?? 0),
      wire: check.commands.length,
      per: 'call',
      shares: null,
      evidence: 'read',
      from,
    })),
  };
}

function writesOf({ commands, inScript = [] }: LimiterCheck, family: string): Write[] {
  const many = (names: readonly string[], more: Partial<Write>): Write[] =>
    [...new Set(names)].map((command) => ({
      command,
      family,
      count: names.filter((name) => name === command).length,
      ...more,
    }));
  return [...many(commands, {}), ...many(inScript, { inScript: true })];
}

/** The library's profile where its caller has chosen the beginning of the names. `usual`: as the patterns of the profile begin. */
export function underPrefix(profile: Profile, usual: string, prefix: string): Profile {
  const pattern = prefix.replaceAll(/[{}]/g, (brace) => brace + brace);
  return {
    ...profile,
    families: profile.families.map((family) => ({
      ...family,
      pattern: pattern + family.pattern.slice(usual.length),
      examples: family.examples.map((example) => prefix + example.slice(usual.length)),
    })),
  };
}
