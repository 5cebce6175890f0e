/** Words for the actions on keys. */
import { formatCounted } from '../../../../format/number.js';
import type { PlannedAction, RecordedAction } from '../../../../change/actions.js';

interface Words {
  /** In a table. */
  short: string;
  /** Before the number of keys: `set` `the TTL of` 8 keys. */
  verb: string;
  done: string;
  of?: string;
}

export const ACTIONS: Readonly<Record<PlannedAction, Words>> = {
  delete: { short: 'remove', verb: 'remove', done: 'removed' },
  expire: { short: 'set TTL', verb: 'set', done: 'set', of: 'the TTL of' },
  trim: { short: 'trim', verb: 'trim', done: 'trimmed' },
  leak: { short: 'restore TTL', verb: 'restore', done: 'restored', of: 'the TTL of' },
  raise: { short: 'raise', verb: 'raise', done: 'raised', of: 'figures of' },
  rename: { short: 'rename', verb: 'rename', done: 'renamed' },
  sum: { short: 'add up', verb: 'add up', done: 'added up', of: 'figures of' },
  restore: { short: 'restore', verb: 'restore', done: 'restored' },
  life: { short: 'restore TTL', verb: 'restore', done: 'restored', of: 'the TTL of' },
  members: { short: 'restore members', verb: 'restore', done: 'restored', of: 'members of' },
  elements: { short: 'restore elements', verb: 'restore', done: 'restored', of: 'elements of' },
  unmark: { short: 'remove marker', verb: 'remove', done: 'removed', of: 'the markers of' },
  counters: { short: 'take back figures', verb: 'take back', done: 'took back', of: 'the changed figures of' },
  lower: { short: 'lower', verb: 'lower', done: 'lowered', of: 'figures of' },
  listing: { short: 'correct members', verb: 'correct', done: 'corrected', of: 'members of' },
  unlist: { short: 'remove members', verb: 'remove', done: 'removed', of: 'members of' },
  persist: { short: 'remove TTL', verb: 'remove', done: 'removed', of: 'the TTL of' },
  ttl: { short: 'correct TTL', verb: 'correct', done: 'corrected', of: 'the TTL of' },
  limit: { short: 'set limit', verb: 'set', done: 'set', of: 'the limit of' },
  unlimit: { short: 'remove limit', verb: 'remove', done: 'removed', of: 'the limit of' },
  reset: { short: 'reset to 0', verb: 'reset', done: 'reset', of: 'counters of' },
  convert: { short: 'convert', verb: 'convert', done: 'converted' },
  limits: { short: 'take back limit', verb: 'take back', done: 'took back', of: 'the changed limits of' },
};

/** `set the TTL of 8 keys`. */
export const plannedText = (action: PlannedAction, keys: number): string => phrase(ACTIONS[action].verb, ACTIONS[action], keys);

/** `removed 208 keys`. */
export const doneText = (action: PlannedAction, keys: number): string => phrase(ACTIONS[action].done, ACTIONS[action], keys);

const phrase = (verb: string, { of }: Words, keys: number): string =>
  [verb, ...(of === undefined ? [] : [of]), formatCounted(keys, 'key', 'keys')].join(' ');

/** Words for the actions that an archive records. */
export const RECORDED: Readonly<Record<RecordedAction, string>> = {
  delete: 'removed',
  copy: 'copied',
  expire: 'TTL changed',
  members: 'members removed',
  mark: 'marker set',
  trim: 'trimmed',
  raise: 'raised',
  set: 'set',
  listing: 'members corrected',
  listed: 'members added',
  limit: 'limit changed',
};
