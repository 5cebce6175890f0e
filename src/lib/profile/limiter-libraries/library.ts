import type { Limiter } from '../limiters.js';
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
  families: families.map(libraryFamily),
  limiters: limiters.map(limiterOf),
});
