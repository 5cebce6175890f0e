/** Sections of the document. A wrong name is refused before anything is read. */
export const DIFF_SECTIONS = {
  all: [
    'totals',
    'families',
    'commands',
    'plans',
    'usage',
    'keys',
    'models',
    'days',
    'invariants',
    'new',
    'cured',
    'changed',
    'unchecked',
    'notes',
  ],
  tables: ['totals', 'families', 'commands', 'plans', 'usage', 'keys', 'models', 'days', 'invariants', 'new', 'cured'],
} as const;
