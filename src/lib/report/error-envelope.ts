/** What `--json` prints of a failure, and how. It needs no texts of results, because every start loads it. */
import { MeterError } from '../format/errors.js';
import { outgoingData } from '../format/outgoing.js';
import { safeJson } from '../format/terminal.js';
import type { Envelope } from './envelope.js';

export interface Failure {
  code: string;
  message: string;
  suggestions: string[];
}

export interface ErrorEnvelope {
  schemaVersion: 1;
  command: string;
  ok: false;
  error: Failure;
  warnings: string[];
}

/** A failure as `--json` prints it. Any error that is not a MeterError is a bug, with code `internal`. */
export const errorEnvelope = (command: string, error: unknown, warnings: readonly string[] = []): ErrorEnvelope => ({
  schemaVersion: 1,
  command,
  ok: false,
  error: errorOf(error),
  warnings: [...warnings],
});

export const errorOf = (error: unknown): Failure => ({
  code: error instanceof MeterError ? error.code : 'internal',
  message: error instanceof Error ? error.message : String(error),
  suggestions: error instanceof MeterError ? [...error.suggestions] : [],
});

export const printJson = (envelope: Envelope<unknown> | ErrorEnvelope): string =>
  `${jsonText(outgoingData(envelope, { safe: false }))}\n`;

/** Plain data with secrets unmasked, for files that this program reads again. */
export const jsonText = (value: unknown): string => safeJson(JSON.stringify(value, null, 2));
