/** What is done with keys, by name: in plans, in archives, and how it is undone. Texts, schemas and undos are held to these tables. */

/** What a plan does with keys. */
export const PLANNED = [
  'delete',
  'expire',
  'trim',
  'leak',
  'raise',
  'rename',
  'sum',
  'restore',
  'life',
  'members',
  'elements',
  'unmark',
  'counters',
  'lower',
  'listing',
  'unlist',
  'persist',
  'ttl',
] as const;

export type PlannedAction = (typeof PLANNED)[number];

/** What an archive says was done with a key, and what a plan calls its undo. */
export const RECORDED = {
  delete: 'restore',
  copy: 'restore',
  expire: 'life',
  /** Of an index. */
  members: 'members',
  /** Of an empty index. */
  mark: 'unmark',
  trim: 'elements',
  /** Figures. */
  raise: 'counters',
  /** Figures were set, or lowered. */
  set: 'counters',
  /** Members of a list were changed, with their scores or values. */
  listing: 'listing',
  /** Into an index. */
  listed: 'unlist',
} as const satisfies Record<string, PlannedAction>;

export type RecordedAction = keyof typeof RECORDED;

export const isRecordedAction = (action: string): action is RecordedAction => Object.hasOwn(RECORDED, action);
