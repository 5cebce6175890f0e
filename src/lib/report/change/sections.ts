/** Sections of every plan and receipt. A wrong name is refused before any key is changed. */
export const CHANGE_SECTIONS = {
  all: ['families', 'protected', 'screens', 'creates', 'notes', 'outcome'],
  tables: ['families', 'protected', 'outcome'],
} as const;
