import type { List } from './document.js';

/** What else the reader has to know; nothing where there is nothing. */
export const notesList = (notes: readonly string[]): List[] =>
  notes.length === 0 ? [] : [{ kind: 'list', id: 'notes', title: 'Notes', items: notes.map((text) => ({ texts: [text] })) }];
