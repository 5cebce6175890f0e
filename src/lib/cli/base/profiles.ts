import { says } from '../../errors/command-line.js';
import { usageError } from '../../format/errors.js';
import type { Profile } from '../../profile/types.js';
import { profilesIn } from '../../profile/builtin/in-language.js';
import type { Language } from '../../report/messages/language.js';

/** The profiles that --profile names. `asked`: the user has named them, instead of leaving the choice to the data. */
export async function profilesFrom(
  specs: readonly string[],
  language: Language = 'en',
): Promise<{ profiles: Profile[]; asked: boolean }> {
  const { profiles, asked } = await found(specs);
  return { profiles: await profilesIn(language, profiles), asked };
}

async function found(specs: readonly string[]): Promise<{ profiles: Profile[]; asked: boolean }> {
  if (specs.includes('auto')) {
    if (specs.length > 1) throw usageError(says('auto-and-profiles'));
    const { builtinProfiles } = await import('../../profile/builtin/index.js');
    return { profiles: await builtinProfiles(), asked: false };
  }
  const { loadProfile } = await import('../../profile/load.js');
  return { profiles: await Promise.all(specs.map((spec) => loadProfile(spec))), asked: true };
}
