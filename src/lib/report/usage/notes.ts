/** Notes of usage as sentences. */
import type { UsageNote, NoteCode, UsageNoteOf, UsageTable } from '../../usage/model.js';
import { en } from '../messages/en.js';
import type { Messages } from '../messages/messages.js';
import type { UsageMessages } from '../messages/usage.js';

/** `tables`: those that the notes are about. */
export const usageNoteText = (note: UsageNote, { usage }: Messages = en, tables: readonly UsageTable[] = []): string =>
  sentence(inWords(note, usage, tables), usage.notes);

const sentence = <Code extends NoteCode>(note: UsageNoteOf<Code>, notes: UsageMessages['notes']): string =>
  notes[note.code](note);

/** The periods and rows of the tables as the language names them. The data name them in English. */
function inWords(note: UsageNote, { report }: UsageMessages, tables: readonly UsageTable[]): UsageNote {
  if (note.code === 'differs') {
    const row = tables.flatMap(({ period }) => (period.label === note.params.period ? [period] : []))[0];
    return row === undefined ? note : { ...note, params: { ...note.params, period: report.period(row) } };
  }
  if (note.code === 'uncounted') {
    const table = tables.find(({ by }) => en.usage.report.by(by) === note.params.by);
    return table === undefined ? note : { ...note, params: { ...note.params, by: report.by(table.by) } };
  }
  return note;
}
