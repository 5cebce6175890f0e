/** Sections of every report on limits, so that a wrong name is refused before anything is read. */
export const LIMITS_SECTIONS = {
  all: ['limits', 'closed', 'kinds', 'unreadable', 'notes'],
  tables: ['limits', 'closed', 'unreadable'],
} as const;
