/** Sections of every plan and receipt, so that a wrong name is refused before anything is changed. */
export const CHANGE_SECTIONS = {
  all: ['families', 'protected', 'screens', 'creates', 'notes', 'outcome'],
  tables: ['families', 'protected', 'outcome'],
} as const;
