import { EXIT, MeterError } from '../format/errors.js';
import { redactUrl } from '../format/redact.js';
import { errorEnvelope, printJson } from '../report/envelope.js';

/** What oclif's errors carry. */
interface OclifError extends Error {
  oclif?: { exit?: number };
  code?: string;
}

/** Anything that looks like an address with credentials, wherever it stands in a message. */
const ADDRESS = /[a-z][a-z0-9+.-]*:\/\/\S*/gi;

/** Prints an error: one sentence and the next steps on stderr, or the envelope on stdout; sets the exit code. */
export function reportFailure(error: unknown, context: { command: string; json: boolean; warnings: readonly string[] }): void {
  const { oclif } = error as OclifError;
  // oclif ends a command that has said all (`--help`, `--version`) by an error with exit 0.
  if (oclif?.exit === 0 || (error as OclifError).code === 'EEXIT') {
    process.exitCode = oclif?.exit ?? EXIT.ok;
    return;
  }
  const failure = asMeterError(error);
  process.exitCode = failure.exitCode;
  if (context.json) {
    process.stdout.write(printJson(errorEnvelope(context.command, failure, context.warnings)));
    return;
  }
  process.stderr.write(`meter: ${failure.message}\n`);
  for (const suggestion of failure.suggestions) process.stderr.write(`  ${suggestion}\n`);
}

function asMeterError(error: unknown): MeterError {
  if (error instanceof MeterError) return error;
  const { message, oclif } = error as OclifError;
  if (oclif)
    return new MeterError('usage', EXIT.usage, sentence(message), [
      'meter --help lists the commands, meter COMMAND --help their flags',
    ]);
  const detail =
    process.env.METER_DEBUG === '1' && error instanceof Error ? [error.stack ?? ''] : ['METER_DEBUG=1 shows where it happened'];
  return new MeterError('internal', EXIT.failure, `unexpected failure: ${withoutAddresses(String(message ?? error))}`, detail);
}

/** oclif's first lines say what is wrong, those after say where help is. */
function sentence(message: string): string {
  const lines = message
    .split('\n')
    .map((line) => line.trim())
    .filter(
      (line) =>
        line !== '' &&
        !line.startsWith('See more help') &&
        line !== 'The following error occurred:' &&
        line !== 'The following errors occurred:',
    );
  return withoutAddresses(lines.join('; '));
}

const withoutAddresses = (text: string): string => text.replace(ADDRESS, redactUrl);
