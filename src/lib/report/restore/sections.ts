/** Sections of the document, so that a wrong name is refused before the work is done. */
export const LIST_SECTIONS = { all: ['archives', 'families'], tables: ['families'] } as const;
