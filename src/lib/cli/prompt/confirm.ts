import { EXIT, failure, type Saying } from '../../format/errors.js';
import { outgoingLine } from '../../format/outgoing.js';
import { talk, type TalkMessages } from '../../report/messages/en/talk.js';

export interface Question {
  text: string;
  /** Shown before it. */
  warning?: string;
  /** Text if nobody is at the terminal, with the next step. */
  nobody: Saying;
  /** Text if the answer is no. */
  refused: Saying;
  /** Absent: English. */
  words?: TalkMessages;
}

/** Asks on stderr, because stdout is for data. Throws (exit 4) if the answer is no, or if nobody can answer. */
export async function confirm({ text, warning, nobody, refused, words = talk }: Question): Promise<void> {
  if (!process.stdin.isTTY) throw failure(nobody, EXIT.refused, 'confirmation');
  if (warning !== undefined) process.stderr.write(`${outgoingLine(warning)}\n`);
  const { createPromptModule } = await import('inquirer');
  const prompt = createPromptModule({ output: process.stderr });
  const { yesNo } = words;
  const sure =
    yesNo === null
      ? (await prompt<{ sure: boolean }>([{ type: 'confirm', name: 'sure', message: outgoingLine(text), default: false }])).sure
      : isYes(yesNo.yes, await prompt<Typed>([{ type: 'input', name: 'typed', message: `${outgoingLine(text)}${yesNo.hint}` }]));
  if (!sure) throw failure(refused, EXIT.refused, 'confirmation');
}

interface Typed {
  typed: string;
}

/** For a language whose word for yes inquirer does not know. */
const isYes = (yes: readonly string[], { typed }: Typed): boolean => yes.includes(typed.trim().toLowerCase());
