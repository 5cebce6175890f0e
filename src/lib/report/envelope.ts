import { MeterError } from '../format/errors.js';
import type { Envelope, ErrorEnvelope } from './model.js';

/** The result of a command as `--json` prints it. */
export const successEnvelope = <Data>(result: Omit<Envelope<Data>, 'schemaVersion' | 'ok'>): Envelope<Data> => ({
  schemaVersion: 1,
  command: result.command,
  ok: true,
  target: result.target,
  data: result.data,
  warnings: result.warnings,
  spent: result.spent,
});

/** A failure as `--json` prints it. What is no MeterError is a fault of the tool, code `internal`. */
export function errorEnvelope(command: string, error: unknown, warnings: readonly string[] = []): ErrorEnvelope {
  const message = error instanceof Error ? error.message : String(error);
  return {
    schemaVersion: 1,
    command,
    ok: false,
    error: {
      code: error instanceof MeterError ? error.code : 'internal',
      message,
      suggestions: error instanceof MeterError ? [...error.suggestions] : [],
    },
    warnings: [...warnings],
  };
}

export const printJson = (envelope: Envelope<unknown> | ErrorEnvelope): string => `${JSON.stringify(envelope, null, 2)}\n`;
