import { providerNamed, providers } from '../../estimate/billing/providers.js';
import type { Provider } from '../../estimate/billing/provider.js';

/** The provider, as the flags name it. */
export interface BillingGiven {
  provider: string | null;
  providerFile: string | null;
}

/** `provider`: the one that was named; `null`: none. `providers`: all whose plans are known. */
export interface Billing {
  provider: Provider | null;
  providers: readonly [Provider, ...Provider[]];
}

/** Throws usage errors for an unknown provider, and for an invalid price list. */
export async function billingFrom({ provider, providerFile }: BillingGiven): Promise<Billing> {
  if (providerFile === null) return { provider: provider === null ? null : providerNamed(provider), providers };
  const { readProviderFile } = await import('../../estimate/billing/provider-file.js');
  const own = await readProviderFile(providerFile);
  const others = providers.filter(({ id }) => id !== own.id);
  const named = provider === null || provider === own.id ? own : providerNamed(provider);
  return { provider: named, providers: [own, ...others] };
}
