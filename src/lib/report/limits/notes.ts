/** Notes of limits as sentences. */
import type { LimitsNote, NoteCode, LimitsNoteOf } from '../../limits/model.js';
import { en } from '../messages/en.js';
import type { LimitsMessages } from '../messages/limits.js';

export const limitsNoteText = (note: LimitsNote): string => sentence(note, en.limits.notes);

const sentence = <Code extends NoteCode>(note: LimitsNoteOf<Code>, notes: LimitsMessages['notes']): string =>
  notes[note.code](note);
