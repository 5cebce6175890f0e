/** Sections of the document. A wrong name is refused before the work begins. */
export const LIST_SECTIONS = { all: ['archives', 'families'], tables: ['families'] } as const;
