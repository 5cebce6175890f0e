import type { List } from './document.js';

/** A list of notes; empty if there are none. */
export const notesList = (notes: readonly string[]): List[] => (notes.length === 0 ? [] : [notesSection(notes)]);

/** The same as a section that always exists, so that `--section` can name it. */
export const notesSection = (notes: readonly string[]): List => ({
  kind: 'list',
  id: 'notes',
  title: 'Notes',
  items: notes.map((text) => ({ texts: [text] })),
  none: 'None.',
  detail: notes.length === 0,
});
