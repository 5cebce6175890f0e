/** Sections of every report on alerts, so that a wrong name is refused before anything is read. */
export const ALERTS_SECTIONS = {
  all: ['alerts', 'events', 'unknown', 'notes'],
  tables: ['alerts', 'events', 'unknown'],
} as const;
