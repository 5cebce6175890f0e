import type { Profile } from '../types.js';

/** Loads the profile of an application only on request. */
const LOADERS: Readonly<Record<string, () => Promise<Profile>>> = {
  'claude-relay-service': async () => (await import('./claude-relay-service/index.js')).claudeRelayService,
  aiecs: async () => (await import('./aiecs/index.js')).aiecs,
  'new-api': async () => (await import('./new-api/index.js')).newApi,
  'one-api': async () => (await import('./one-api/index.js')).oneApi,
  litellm: async () => (await import('./litellm/index.js')).litellm,
  sub2api: async () => (await import('./sub2api/index.js')).sub2api,
  'claude-code-hub': async () => (await import('./claude-code-hub/index.js')).claudeCodeHub,
  bullmq: async () => (await import('./bullmq/index.js')).bullmq,
  bull: async () => (await import('./bull/index.js')).bull,
};

/** Profiles with other figures for the same application, named `NAME@VARIANT`. */
const VARIANTS: Readonly<Record<string, () => Promise<Profile>>> = {
  'claude-relay-service@documented': async () =>
    (await import('./claude-relay-service/documented.js')).claudeRelayServiceDocumented,
};

export const builtinNames: readonly string[] = Object.keys(LOADERS);

/** `null` when there is no profile of that name. */
export async function builtinProfile(name: string): Promise<Profile | null> {
  return Object.hasOwn(LOADERS, name) ? await LOADERS[name]!() : null;
}

export async function builtinProfiles(): Promise<Profile[]> {
  const { allBuiltin } = await import('./all.js');
  return [...allBuiltin];
}

/** `null` when the profile has no variant of that name. */
export async function builtinVariant(name: string, variant: string): Promise<Profile | null> {
  const key = `${name}@${variant}`;
  return Object.hasOwn(VARIANTS, key) ? await VARIANTS[key]!() : null;
}
