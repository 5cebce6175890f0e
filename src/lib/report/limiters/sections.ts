/** Sections of the report on limiters, so that a wrong name is refused before anything is read. */
export const LIMITERS_SECTIONS = {
  all: ['limiters', 'limited', 'abandoned', 'findings', 'checks', 'connections', 'client', 'notes'],
  tables: ['limiters', 'limited', 'abandoned', 'connections'],
} as const;
