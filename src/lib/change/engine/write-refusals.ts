/** Refusals of changes. */
import { EXIT, type MeterError } from '../../format/errors.js';
import { refusalError } from '../../redis/connect-errors.js';

/** Before Redis 7 the refusal of a command inside a script is wrapped: `ERR Error running script (…): …: -OOM …`. */
export const innerRefusal = (message: string): string => /: -([A-Z]+ .*)$/.exec(message)?.[1] ?? message;

/** The NOPERM of Redis 7 for a command inside a script. */
const NOT_ALLOWED_WITHIN = /can't run this command or subcommand/;

const CERTAIN =
  /^(?:OOM|MISCONF|READONLY|MOVED|ASK|CLUSTERDOWN|TRYAGAIN|CROSSSLOT|NOREPLICAS|LOADING|MASTERDOWN|BUSY|NOPERM|NOAUTH)\b/;

/** True for errors of Redis before it starts a command. The error of a proxy may come after the server has carried it out. */
export const isCertainRefusal = (message: string): boolean => CERTAIN.test(message) || NOT_ALLOWED_WITHIN.test(message);

/** The refusal of a change as an error that ends the run. What was done until then is in the archive. */
export const writeRefused = (message: string): MeterError =>
  refusalError('', NOT_ALLOWED_WITHIN.test(message) ? `NOPERM ${message}` : message, EXIT.partial);
