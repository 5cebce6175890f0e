/** Notes of limiters as sentences. */
import type { LimiterNote, LimiterNoteCode, LimiterNoteOf } from '../../limiters/model.js';
import { en } from '../messages/en.js';
import type { LimitersMessages } from '../messages/limiters.js';
import type { Messages } from '../messages/messages.js';

export const limiterNoteText = (note: LimiterNote, { limiters }: Messages = en): string => sentence(note, limiters.notes);

const sentence = <Code extends LimiterNoteCode>(note: LimiterNoteOf<Code>, notes: LimitersMessages['notes']): string =>
  notes[note.code](note);
