import { withTexts } from '../in-language.js';
import type { Profile } from '../types.js';

/** The profiles with their texts in a language. A profile from a file keeps those of its file. */
export const profilesIn = (language: 'en' | 'zh-CN', profiles: readonly Profile[]): Promise<Profile[]> =>
  Promise.all(profiles.map((profile) => profileIn(language, profile)));

export async function profileIn(language: 'en' | 'zh-CN', profile: Profile): Promise<Profile> {
  if (language === 'en' || profile.fromFile === true) return profile;
  const { readingWords, signWords, texts } = await import('./zh-CN.js');
  const own = texts[profile.name];
  return own === undefined ? profile : withTexts(profile, own, { signWords, readingWords });
}
