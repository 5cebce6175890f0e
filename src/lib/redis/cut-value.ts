import type { CutValue } from './target.js';

/** What to do about a value that a `#` has cut short. Never shows the value. */
export const cutAdvice = ({ name, file, isUrl }: CutValue): string =>
  isUrl
    ? `${name} in ${file} ends at a #, where a comment begins: write a # that belongs to it as %23.`
    : `${name} in ${file} ends at a #, where a comment begins: put a value with a # in quotes, ${name}='…'`;

/** Whether a failure of this code may come from the value's missing end. */
export const mayComeFromCut = (code: string, { isUrl }: CutValue): boolean =>
  code === 'wrong-password' || code === 'password-required' || (isUrl && code === 'dns');
