import { providerNamed, providers } from '../../estimate/billing/providers.js';
import type { Provider } from '../../estimate/billing/provider.js';

/** The flags that say who charges for Redis. */
export interface BillingFlags {
  provider: string | undefined;
  'provider-file': string | undefined;
}

/** `provider`: the one that the flags name, `null` where they name none; `providers`: all whose plans are known. */
export interface Billing {
  provider: Provider | null;
  providers: readonly [Provider, ...Provider[]];
}

/** Throws usage errors for a provider that is not known, and for a price list that is none. */
export async function billingFrom(flags: BillingFlags): Promise<Billing> {
  const file = flags['provider-file'];
  if (file === undefined) return { provider: flags.provider === undefined ? null : providerNamed(flags.provider), providers };
  const { readProviderFile } = await import('../../estimate/billing/provider-file.js');
  const own = await readProviderFile(file);
  const others = providers.filter(({ id }) => id !== own.id);
  const named = flags.provider === undefined || flags.provider === own.id ? own : providerNamed(flags.provider);
  return { provider: named, providers: [own, ...others] };
}
