/** Sections of every report on usage. A wrong name is refused before any key is read. */
export const USAGE_SECTIONS = {
  all: ['now', 'keys', 'models', 'days', 'usage', 'totals', 'chart', 'notes'],
  tables: ['now', 'keys', 'models', 'days', 'usage', 'totals'],
} as const;
