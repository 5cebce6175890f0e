import type { List } from './document.js';
import { common } from './messages/en/common.js';
import type { CommonMessages } from './messages/en/common.js';

type Words = Pick<CommonMessages, 'notes'>;

/** A list of notes; empty if there are none. */
export const notesList = (notes: readonly string[], words: Words = common): List[] =>
  notes.length === 0 ? [] : [notesSection(notes, words)];

/** The same as a section that always exists, so that `--section` can name it. */
export const notesSection = (notes: readonly string[], { notes: { title, none } }: Words = common): List => ({
  kind: 'list',
  id: 'notes',
  title,
  items: notes.map((text) => ({ texts: [text] })),
  none,
  detail: notes.length === 0,
});
