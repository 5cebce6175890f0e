/** Sections of every audit, so that a wrong name is refused before anything is read. */
export const AUDIT_SECTIONS = {
  all: ['families', 'groups', 'owners', 'largest', 'unrecognised', 'memory', 'notes', 'findings'],
  tables: ['families', 'groups', 'owners', 'largest', 'unrecognised', 'memory'],
} as const;
