import { LANGUAGES, type Language } from '../../report/messages/language.js';

/** Locales of Simplified Chinese, such as `zh_CN`, `zh-Hans` and `zh`. */
const CHINESE = /^zh(?:[_-](?:CN|SG|Hans(?:[_-][A-Z]{2})?))?$/i;
const UTF8 = /^utf-?8$/i;

/**
 * The language of the texts: --lang, else METER_LANG, else the locale (LC_ALL, LC_MESSAGES, LANG; the first that is set decides).
 * A locale without UTF-8 cannot show Chinese, so it means English.
 */
export function languageOf(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Language {
  const asked = flagOf(argv) ?? (env.METER_LANG || undefined);
  if (asked !== undefined) return CHINESE.test(asked.split('.')[0] ?? '') ? 'zh-CN' : 'en';
  const [name = '', charset = ''] = (env.LC_ALL || env.LC_MESSAGES || env.LANG || '').split('@')[0]!.split('.');
  return CHINESE.test(name) && UTF8.test(charset) ? 'zh-CN' : 'en';
}

/** The value of --lang, also on a command line that cannot be parsed. */
function flagOf(argv: readonly string[]): Language | undefined {
  const end = argv.indexOf('--');
  const words = end < 0 ? argv : argv.slice(0, end);
  const values = words.flatMap((word, index) => {
    if (word === '--lang') return words[index + 1] ?? [];
    return word.startsWith('--lang=') ? word.slice('--lang='.length) : [];
  });
  return LANGUAGES.find((language) => language === values.at(-1));
}
