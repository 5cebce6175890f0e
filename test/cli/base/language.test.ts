import { expect, test } from 'vitest';
import { languageOf } from '../../../src/lib/cli/base/language.js';

const CHINA = { LANG: 'zh_CN.UTF-8' };

test.each([
  ['nothing set', [], {}, 'en'],
  ['the locale', [], CHINA, 'zh-CN'],
  ['a locale with a modifier', [], { LANG: 'zh_CN.utf8@pinyin' }, 'zh-CN'],
  ['another script', [], { LANG: 'zh_TW.UTF-8' }, 'en'],
  ['LC_MESSAGES before LANG', [], { ...CHINA, LC_MESSAGES: 'en_US.UTF-8' }, 'en'],
  ['LC_ALL before LC_MESSAGES', [], { LC_ALL: 'zh_CN.UTF-8', LC_MESSAGES: 'en_US.UTF-8' }, 'zh-CN'],
  ['an empty LC_ALL is not set', [], { ...CHINA, LC_ALL: '' }, 'zh-CN'],
  ['C', [], { ...CHINA, LC_ALL: 'C' }, 'en'],
  ['POSIX', [], { ...CHINA, LC_ALL: 'POSIX' }, 'en'],
  ['C with UTF-8', [], { ...CHINA, LC_ALL: 'C.UTF-8' }, 'en'],
  ['a locale in GBK', [], { LANG: 'zh_CN.GBK' }, 'en'],
  ['a locale without a charset, which is GB2312', [], { LANG: 'zh_CN' }, 'en'],
  ['METER_LANG before the locale', [], { METER_LANG: 'zh-CN', LC_ALL: 'C' }, 'zh-CN'],
  ['METER_LANG as a locale is written', [], { METER_LANG: 'zh_CN' }, 'zh-CN'],
  ['METER_LANG against the locale', [], { ...CHINA, METER_LANG: 'en' }, 'en'],
  ['the flag before METER_LANG', ['audit', '--lang', 'en'], { METER_LANG: 'zh-CN' }, 'en'],
  ['the flag with =', ['--lang=zh-CN', '--all'], { METER_LANG: 'en' }, 'zh-CN'],
  ['the last flag', ['--lang', 'en', '--lang', 'zh-CN'], {}, 'zh-CN'],
  ['a flag with another meaning', ['--lang', 'go'], CHINA, 'zh-CN'],
  ['what follows --', ['--', '--lang', 'zh-CN'], {}, 'en'],
])('%s', (_, argv, env, language) => {
  expect(languageOf(argv, env)).toBe(language);
});
