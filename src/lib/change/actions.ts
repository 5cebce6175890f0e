/** Names of the actions on keys, in plans and in archives, and of their undos. Texts, schemas and undos must match these tables. */

/** Actions of a plan. */
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
  'limit',
  'unlimit',
  'reset',
  'limits',
  'convert',
] as const;

export type PlannedAction = (typeof PLANNED)[number];

/** Actions that an archive records, and the name of their undo in a plan. */
export const RECORDED = {
  delete: 'restore',
  copy: 'restore',
  expire: 'life',
  /** Members of an index. */
  members: 'members',
  /** The marker of an empty index. */
  mark: 'unmark',
  trim: 'elements',
  /** Figures. */
  raise: 'counters',
  /** Figures were set, or lowered. */
  set: 'counters',
  /** Members of a list were changed, with their scores or values. */
  listing: 'listing',
  /** Members were added to an index. */
  listed: 'unlist',
  /** The field with a limit was set or removed. */
  limit: 'limits',
} as const satisfies Record<string, PlannedAction>;

export type RecordedAction = keyof typeof RECORDED;

export const isRecordedAction = (action: string): action is RecordedAction => Object.hasOwn(RECORDED, action);

/** Undos of what follows from the removal of keys: members of index sets, and markers of those that are empty. */
const FOLLOWING: readonly PlannedAction[] = ['members', 'unlist', 'unmark'];

/** Plans and receipts count what follows from the changes of keys apart from these. `isIndex`: the family lists the keys of another. */
export const isFollowing = (action: RecordedAction, isIndex: boolean): boolean =>
  FOLLOWING.includes(RECORDED[action]) || (action === 'delete' && isIndex);
