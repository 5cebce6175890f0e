import { EXIT, MeterError } from '../../format/errors.js';
import { outgoingLine } from '../../format/outgoing.js';

export interface Question {
  text: string;
  /** Shown before it. */
  warning?: string;
  /** Text if nobody is at the terminal, with the next step. */
  nobody: readonly [message: string, suggestion: string];
  /** Text if the answer is no. */
  refused: string;
}

/** Asks on stderr, because stdout is for data. Throws (exit 4) if the answer is no, or if nobody can answer. */
export async function confirm({ text, warning, nobody: [message, suggestion], refused }: Question): Promise<void> {
  if (!process.stdin.isTTY) throw new MeterError('confirmation', EXIT.refused, message, [suggestion]);
  if (warning !== undefined) process.stderr.write(`${outgoingLine(warning)}\n`);
  const { createPromptModule } = await import('inquirer');
  const prompt = createPromptModule({ output: process.stderr });
  const { sure } = await prompt<{ sure: boolean }>([
    { type: 'confirm', name: 'sure', message: outgoingLine(text), default: false },
  ]);
  if (!sure) throw new MeterError('confirmation', EXIT.refused, refused);
}
