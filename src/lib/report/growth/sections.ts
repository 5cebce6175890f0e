/** Sections of the document. A wrong name is refused before anything is read. */
export const GROWTH_SECTIONS = {
  all: ['forecast', 'chart', 'families', 'points', 'notes'],
  tables: ['forecast', 'families', 'points'],
} as const;
