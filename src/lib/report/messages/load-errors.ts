import type { ErrorTexts, Say } from '../../errors/sayings.js';
import type { Language } from './language.js';

const TEXTS: Readonly<Record<Language, () => Promise<ErrorTexts | null>>> = {
  // An error has its English sentence.
  en: async () => null,
  'zh-CN': async () => (await import('./zh-CN/errors.js')).errors,
};

/** Puts errors into this language. Loads only the sentences of errors. */
export async function loadSay(language: Language): Promise<Say> {
  const texts = await TEXTS[language]();
  const say: Say = ({ id, params, english }) => texts?.[id]?.(params as never, say) ?? english;
  return say;
}
