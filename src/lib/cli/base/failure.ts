import { says } from '../../errors/command-line.js';
import { EXIT, failure, MeterError } from '../../format/errors.js';
import { outgoingLine } from '../../format/outgoing.js';
import { errorEnvelope, printJson } from '../../report/error-envelope.js';
import type { Language } from '../../report/messages/language.js';
import { loadSay } from '../../report/messages/load-errors.js';
import { usageFailure, type CommandLineError } from './usage-failure.js';

/** Properties of oclif's errors. */
interface OclifError extends CommandLineError {
  oclif?: { exit?: number };
  code?: string;
}

/**
 * Prints an error: one sentence and the next steps on stderr, in the language of people, or the envelope on stdout, in English.
 * Sets the exit code.
 */
export async function reportFailure(
  error: unknown,
  context: { command: string; json: boolean; warnings: readonly string[]; language: Language },
): Promise<void> {
  const { oclif } = error as OclifError;
  // oclif ends `--help` and `--version` with an error of exit 0.
  if (oclif?.exit === 0 || (error as OclifError).code === 'EEXIT') {
    process.exitCode = oclif?.exit ?? EXIT.ok;
    return;
  }
  const reported = asMeterError(error, context.command);
  process.exitCode = reported.exitCode;
  if (context.json) {
    process.stdout.write(printJson(errorEnvelope(context.command, outgoing(reported), context.warnings)));
    return;
  }
  const [cause, ...next] = (await loadSay(context.language))(reported.saying);
  process.stderr.write(`meter: ${outgoingLine(cause)}\n`);
  for (const step of next) process.stderr.write(`  ${outgoingLine(step)}\n`);
}

function asMeterError(error: unknown, command: string): MeterError {
  if (error instanceof MeterError) return error;
  // inquirer throws this when Ctrl-C ends a prompt.
  if (error instanceof Error && error.name === 'ExitPromptError') return failure(says('interrupted'), EXIT.interrupted);
  if ((error as OclifError).oclif) return usageFailure(error as OclifError, command);
  const message = error instanceof Error ? error.message : String(error);
  const stack = process.env.METER_DEBUG === '1' && error instanceof Error ? (error.stack ?? '').split('\n') : [];
  return failure(says('internal', { message, stack }), EXIT.failure);
}

/** The same error with sentences that are safe to show. */
const outgoing = ({ code, exitCode, message, suggestions }: MeterError): MeterError =>
  new MeterError(code, exitCode, outgoingLine(message), suggestions.map(outgoingLine));
