import type { List } from './document.js';

/** What else the reader has to know; nothing where there is nothing. */
export const notesList = (notes: readonly string[]): List[] => (notes.length === 0 ? [] : [notesSection(notes)]);

/** The same as a section that is always there, so that it can be asked for by its name. */
export const notesSection = (notes: readonly string[]): List => ({
  kind: 'list',
  id: 'notes',
  title: 'Notes',
  items: notes.map((text) => ({ texts: [text] })),
  none: 'None.',
  detail: notes.length === 0,
});
