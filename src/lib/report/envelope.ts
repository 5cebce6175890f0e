import type { Amount, Count } from '../format/json-types.js';
import { EXIT, type MeterError } from '../format/errors.js';
import type { TargetInfo } from '../redis/target-info.js';
import { errorOf, type Failure } from './error-envelope.js';
import type { Notice } from './messages/notices.js';
import { noticed } from './noticed.js';

/** The cost of the program itself: commands on the wire, waits for the server, wall seconds. */
export interface Spent {
  commands: Amount;
  roundTrips: Count;
  seconds: Amount;
}

/** A warning as data. Codes come and go with releases, so results and their schemas name none of them. */
export interface AnyNotice {
  code: string;
  params: object;
}

export interface Envelope<Data> {
  schemaVersion: 1;
  command: string;
  /** `false` when the exit code is 1, 2, 4 or 5. `data` says what was done until then. */
  ok: boolean;
  target: TargetInfo | null;
  data: Data;
  warnings: string[];
  /** Each of the warnings as data. */
  notices: Notice[];
  spent: Spent | null;
  /** The failure that ended it, if `ok` is `false`. */
  error?: Failure;
}

/** The parts of an envelope. */
export type Given<Data> = Pick<Envelope<Data>, 'command' | 'target' | 'data' | 'spent'> & {
  warnings: readonly (Notice | string)[];
};

/** The result of a command as `--json` prints it. */
export const successEnvelope = <Data>(result: Given<Data>): Envelope<Data> => ({
  schemaVersion: 1,
  command: result.command,
  ok: true,
  target: result.target,
  data: result.data,
  ...noticed(result.warnings),
  spent: result.spent,
});

/** The result of a verb. `failure`: what ended it after a part was done. */
export interface Outcome<Data> {
  envelope: Envelope<Data>;
  exitCode: number;
  failure?: MeterError | null;
}

/** Exit codes of a verb that did nothing, or not what was requested. */
const FAILED: readonly number[] = [EXIT.failure, EXIT.usage, EXIT.refused, EXIT.connection];

/** The result with `ok` set by the exit code, and with the failure that ended it. */
export function concluded<Data>({ envelope, exitCode, failure }: Outcome<Data>): Envelope<Data> {
  const { schemaVersion, command, ...rest } = envelope;
  if (!FAILED.includes(exitCode)) return envelope;
  return { schemaVersion, command, ...rest, ok: false, ...(failure ? { error: errorOf(failure) } : {}) };
}
