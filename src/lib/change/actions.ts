/** What is done with keys, by name: in plans, in archives, and how it is undone. Texts, schemas and undos are held to these tables. */

/** What a plan does with keys, in words. */
export const PLANNED = {
  delete: 'remove',
  expire: 'set TTL',
  trim: 'trim',
  leak: 'give TTL back',
  raise: 'raise',
  rename: 'rename',
  sum: 'add up',
  restore: 'bring back',
  life: 'give life back',
  members: 'put members back',
  elements: 'put elements back',
  unmark: 'remove marker',
  counters: 'take back what was added',
  lower: 'lower to its sum',
  listing: 'put members right',
  unlist: 'take members out',
  persist: 'take TTL away',
  ttl: 'put TTL right',
} as const;

export type PlannedAction = keyof typeof PLANNED;

interface Recorded {
  /** What was done, in the words of the documentation. */
  done: string;
  /** What a plan calls its undo. */
  undoing: PlannedAction;
}

/** What an archive says was done with a key. */
export const RECORDED = {
  delete: { done: 'removed', undoing: 'restore' },
  copy: { done: 'copied', undoing: 'restore' },
  expire: { done: 'life changed', undoing: 'life' },
  /** Of an index. */
  members: { done: 'members taken out', undoing: 'members' },
  /** Of an empty index. */
  mark: { done: 'marker set', undoing: 'unmark' },
  trim: { done: 'trimmed', undoing: 'elements' },
  /** Figures. */
  raise: { done: 'raised', undoing: 'counters' },
  /** Figures were set, or lowered. */
  set: { done: 'set', undoing: 'counters' },
  /** Members of a list were changed, with their scores or values. */
  listing: { done: 'members put right', undoing: 'listing' },
  /** Into an index. */
  listed: { done: 'members put in', undoing: 'unlist' },
} as const satisfies Record<string, Recorded>;

export type RecordedAction = keyof typeof RECORDED;

export const isRecordedAction = (action: string): action is RecordedAction => Object.hasOwn(RECORDED, action);
