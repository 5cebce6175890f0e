import type { Profile } from '../types.js';

/** Each application's data is loaded when it is asked for. */
const LOADERS: Readonly<Record<string, () => Promise<Profile>>> = {
  'claude-relay-service': async () => (await import('./claude-relay-service/index.js')).claudeRelayService,
  aiecs: async () => (await import('./aiecs/index.js')).aiecs,
  'new-api': async () => (await import('./new-api/index.js')).newApi,
  'one-api': async () => (await import('./one-api/index.js')).oneApi,
};

export const builtinNames: readonly string[] = Object.keys(LOADERS);

/** `null` when there is no profile of that name. */
export async function builtinProfile(name: string): Promise<Profile | null> {
  return Object.hasOwn(LOADERS, name) ? await LOADERS[name]!() : null;
}

export function builtinProfiles(): Promise<Profile[]> {
  return Promise.all(Object.values(LOADERS).map((load) => load()));
}
