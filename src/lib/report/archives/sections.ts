/** Sections of the report on archives. */
export const ARCHIVES_SECTIONS = { all: ['archives'], tables: ['archives'] } as const;
