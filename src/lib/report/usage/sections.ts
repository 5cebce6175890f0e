/** Sections of every report on usage, so that a wrong name is refused before anything is read. */
export const USAGE_SECTIONS = {
  all: ['now', 'keys', 'models', 'days', 'usage', 'totals', 'chart', 'notes'],
  tables: ['now', 'keys', 'models', 'days', 'usage', 'totals'],
} as const;
