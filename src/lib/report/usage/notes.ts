/** Notes of usage as sentences. */
import type { UsageNote, NoteCode, UsageNoteOf } from '../../usage/model.js';
import { en } from '../messages/en.js';
import type { UsageMessages } from '../messages/usage.js';

export const usageNoteText = (note: UsageNote): string => sentence(note, en.usage.notes);

const sentence = <Code extends NoteCode>(note: UsageNoteOf<Code>, notes: UsageMessages['notes']): string =>
  notes[note.code](note);
