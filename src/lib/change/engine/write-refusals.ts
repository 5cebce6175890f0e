/** Refusals of changes. */
import { EXIT, type MeterError } from '../../format/errors.js';
import { refusalError } from '../../redis/connect-errors.js';

/** Why a change was refused, as an error that ends the run. What was done until then is in the archive. */
export const writeRefused = (message: string): MeterError => refusalError('', message, EXIT.partial);
