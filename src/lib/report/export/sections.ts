/** Sections of the document, so that a wrong name is refused before the work is done. */
export const EXPORT_SECTIONS = { all: ['families'], tables: ['families'] } as const;
