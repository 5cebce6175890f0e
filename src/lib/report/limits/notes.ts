/** Notes of limits as sentences. */
import type { LimitsNote, NoteCode, LimitsNoteOf } from '../../limits/model.js';
import { en } from '../messages/en.js';
import type { LimitsMessages } from '../messages/limits.js';
import type { Messages } from '../messages/messages.js';

export const limitsNoteText = (note: LimitsNote, { limits }: Messages = en): string => sentence(note, limits.notes);

const sentence = <Code extends NoteCode>(note: LimitsNoteOf<Code>, notes: LimitsMessages['notes']): string =>
  notes[note.code](note);
