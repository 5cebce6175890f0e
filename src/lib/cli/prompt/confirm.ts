import { EXIT, MeterError } from '../../format/errors.js';
import { outgoingLine } from '../../format/outgoing.js';

export interface Question {
  text: string;
  /** Shown before it. */
  warning?: string;
  /** Said where nobody is at the terminal, with what else can be done. */
  nobody: readonly [message: string, suggestion: string];
  /** Said when the answer is no. */
  refused: string;
}

/** Asks on stderr, so that stdout stays data. Throws (exit 4) where the answer is no, or where nobody can answer. */
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
