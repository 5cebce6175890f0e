import { usageError } from '../../format/errors.js';
import { nearest } from '../../format/nearest.js';
import { safeText, truncateMiddle } from '../../format/terminal.js';
import { elasticacheServerless } from './elasticache.js';
import { flatRate } from './flat-rate.js';
import type { Provider } from './provider.js';
import { upstash } from './upstash.js';

/** The first is the default. */
export const providers: readonly [Provider, ...Provider[]] = [upstash, elasticacheServerless, ...flatRate];

/** Alternative names of a provider. */
const ALSO: Readonly<Record<string, string>> = {
  // Closed in December 2024; its databases moved to Upstash.
  'vercel-kv': 'upstash',
};

/** The provider whose databases have such host names; `null`: not recognised. */
export const providerOfHost = (host: string): Provider | null => providers.find(({ hosts }) => hosts?.test(host)) ?? null;

/** Throws a usage error for an unknown name. */
export function providerNamed(name: string): Provider {
  const found = providers.find(({ id }) => id === (ALSO[name] ?? name));
  if (found) return found;
  const ids = providers.map(({ id }) => id);
  const near = nearest(name, [...ids, ...Object.keys(ALSO)]);
  const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Known: ${ids.join(', ')}.`;
  throw usageError(
    `There is no provider "${truncateMiddle(safeText(name), 40)}".`,
    hint,
    'For one of your own: --provider-file FILE',
  );
}
