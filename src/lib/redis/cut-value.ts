import { says } from '../errors/connection.js';
import type { Saying } from '../format/errors.js';
import type { CutValue } from './target.js';

/** The failure with the advice about a value that a `#` has cut short. Never contains the value. */
export const cutShort = (cut: CutValue, failed: Saying): Saying => says('cut-value', { ...cut, failed });

/** True when a failure with this code may come from the missing end of the value. */
export const mayComeFromCut = (code: string, { isUrl }: CutValue): boolean =>
  code === 'wrong-password' || code === 'password-required' || (isUrl && code === 'dns');
