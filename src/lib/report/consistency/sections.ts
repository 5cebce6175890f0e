import { CHANGE_SECTIONS } from '../change/sections.js';

/** Sections of a check. A wrong name is refused before it begins. */
export const CHECK_SECTIONS = {
  all: ['classes', 'invariants', 'differences', 'reasons', 'notes'],
  tables: ['invariants', 'differences'],
} as const;

/** Sections of a check and of its repair. */
export const REPAIR_SECTIONS = {
  all: [...new Set<string>([...CHECK_SECTIONS.all, ...CHANGE_SECTIONS.all])],
  tables: [...CHECK_SECTIONS.tables, ...CHANGE_SECTIONS.tables],
};

export const EXPLAIN_SECTIONS = { all: ['invariant'], tables: ['invariant'] } as const;
