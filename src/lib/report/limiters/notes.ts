/** Notes of limiters as sentences. */
import type { LimiterNote, LimiterNoteCode, LimiterNoteOf } from '../../limiters/model.js';
import { en } from '../messages/en.js';
import type { LimitersMessages } from '../messages/limiters.js';

export const limiterNoteText = (note: LimiterNote): string => sentence(note, en.limiters.notes);

const sentence = <Code extends LimiterNoteCode>(note: LimiterNoteOf<Code>, notes: LimitersMessages['notes']): string =>
  notes[note.code](note);
