import type { Language } from './language.js';
import type { Messages } from './messages.js';

/** Loads only the texts of this language. */
export const loadMessages = async (language: Language): Promise<Messages> =>
  language === 'zh-CN' ? (await import('./zh-CN.js')).zhCN : (await import('./en.js')).en;
