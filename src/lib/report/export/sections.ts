/** Sections of the document. A wrong name is refused before the work begins. */
export const EXPORT_SECTIONS = { all: ['families'], tables: ['families'] } as const;
