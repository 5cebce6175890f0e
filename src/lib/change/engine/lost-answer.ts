/** Tells whether a change whose answer was lost has been made. */
import type { KeyChange, ReadKey } from './key-changer.js';
import { contains, readable } from '../restore/same-value.js';

/** By what is there now. A value that holds at least the archived one was never taken: what begins anew begins with less. */
export function wasMade({ action }: KeyChange, archived: ReadKey, live: ReadKey | null): boolean {
  if (!live) return true;
  if (action.kind === 'expire') return live.expireAtMs !== null && live.expireAtMs <= action.atMs;
  const [before, now] = [readable(archived.value), readable(live.value)];
  return before === null || now === null || !contains(now, before);
}
