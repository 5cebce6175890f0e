import { EXIT, MeterError } from '../format/errors.js';

/** Warns and asks on stderr, so that stdout stays data. Throws (exit 4) where the answer is no, or where nobody can answer. */
export async function agreeToMonitor(warning: string, question: string): Promise<void> {
  if (!process.stdin.isTTY)
    throw new MeterError('confirmation', EXIT.refused, 'Nobody is at the terminal to agree to MONITOR.', [
      'To go ahead without asking: --yes; without load on the server: leave --monitor out',
    ]);
  process.stderr.write(`${warning}\n`);
  const { createPromptModule } = await import('inquirer');
  const prompt = createPromptModule({ output: process.stderr });
  const { sure } = await prompt<{ sure: boolean }>([{ type: 'confirm', name: 'sure', message: question, default: false }]);
  if (!sure) throw new MeterError('confirmation', EXIT.refused, 'MONITOR was not sent.');
}
