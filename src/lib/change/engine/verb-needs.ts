/** The commands of each changing verb, whatever it may plan. */
import type { PlannedAction } from '../actions.js';
import { needsOf, type Needs } from './needs.js';

interface Plannable {
  verb: string;
  command: string;
  /** Every action that its plans may contain. */
  actions: readonly PlannedAction[];
  /** Whether it updates index sets. */
  indexes: boolean;
}

const PLANNABLE: readonly Plannable[] = [
  { verb: 'prune', command: 'prune', actions: ['delete', 'expire', 'leak', 'trim'], indexes: true },
  { verb: 'migrate', command: 'migrate', actions: ['delete', 'raise', 'rename', 'sum'], indexes: true },
  { verb: 'limits set', command: 'limits', actions: ['limit', 'unlimit', 'reset', 'limits'], indexes: false },
  {
    verb: 'restore',
    command: 'restore',
    actions: ['restore', 'life', 'members', 'elements', 'unmark', 'counters', 'unlist'],
    indexes: false,
  },
  {
    verb: 'fix-consistency --apply',
    command: 'fix-consistency',
    actions: ['raise', 'lower', 'listing', 'persist', 'ttl'],
    indexes: true,
  },
];

/** With the commands of its undo. */
export const changingVerbs = (): ({ verb: string } & Needs)[] =>
  PLANNABLE.map(({ verb, command, actions, indexes }) => ({
    verb,
    ...needsOf({ command, indexes: indexes ? 1 : 0, families: actions.map((action) => ({ action })) }, true),
  }));
