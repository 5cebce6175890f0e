import type { CutValue } from './target.js';

/** Suggestion for a value that a `#` has cut short. Never contains the value. */
export const cutAdvice = ({ name, file, isUrl }: CutValue): string =>
  isUrl
    ? `${name} in ${file} ends at a #, where a comment begins: write a # that belongs to it as %23.`
    : `${name} in ${file} ends at a #, where a comment begins: put a value with a # in quotes, ${name}='…'`;

/** True when a failure with this code may come from the missing end of the value. */
export const mayComeFromCut = (code: string, { isUrl }: CutValue): boolean =>
  code === 'wrong-password' || code === 'password-required' || (isUrl && code === 'dns');
