import { providerNamed, providers } from '../../estimate/billing/providers.js';
import type { Provider } from '../../estimate/billing/provider.js';

/** Who charges for Redis, as it is given. */
export interface BillingGiven {
  provider: string | null;
  providerFile: string | null;
}

/** `provider`: the one that was named, `null` where none was; `providers`: all whose plans are known. */
export interface Billing {
  provider: Provider | null;
  providers: readonly [Provider, ...Provider[]];
}

/** Throws usage errors for a provider that is not known, and for a price list that is none. */
export async function billingFrom({ provider, providerFile }: BillingGiven): Promise<Billing> {
  if (providerFile === null) return { provider: provider === null ? null : providerNamed(provider), providers };
  const { readProviderFile } = await import('../../estimate/billing/provider-file.js');
  const own = await readProviderFile(providerFile);
  const others = providers.filter(({ id }) => id !== own.id);
  const named = provider === null || provider === own.id ? own : providerNamed(provider);
  return { provider: named, providers: [own, ...others] };
}
