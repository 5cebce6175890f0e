import { wasReadAsLatin1 } from '../format/encoding.js';
import { safeText } from '../format/terminal.js';
import type { EnvFile } from './file.js';
import type { SwitchNotice } from './notices.js';

/** What is wrong with the encoding of a `.env` file. */
export function encodingNotices({ name, text, encoding }: Pick<EnvFile, 'name' | 'text' | 'encoding'>): SwitchNotice[] {
  const file = safeText(name);
  if (encoding !== null) return [{ code: 'not-in-utf-8', params: { file, encoding } }];
  return wasReadAsLatin1(text) ? [{ code: 'read-as-latin-1', params: { file } }] : [];
}
