import { withTexts } from '../in-language.js';
import type { Profile } from '../types.js';

/** The profiles with their texts in a language. A profile from a file keeps those of its file. */
export async function profilesIn(language: 'en' | 'zh-CN', profiles: readonly Profile[]): Promise<Profile[]> {
  if (language === 'en') return [...profiles];
  const { signWords, texts } = await import('./zh-CN.js');
  return profiles.map((profile) => {
    const own = texts[profile.name];
    return own === undefined || profile.fromFile === true ? profile : withTexts(profile, own, signWords);
  });
}
