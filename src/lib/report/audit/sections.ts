/** Sections of every audit. A wrong name is refused before any key is read. */
export const AUDIT_SECTIONS = {
  all: ['families', 'groups', 'owners', 'largest', 'unrecognised', 'memory', 'notes', 'findings'],
  tables: ['families', 'groups', 'owners', 'largest', 'unrecognised', 'memory'],
} as const;
