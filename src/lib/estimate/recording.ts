import { isReading, isWriting } from './command-kinds.js';
import type { Flow } from './flows.js';

/**
 * Sources that decide whether and where a request may go, which cannot wait for its end, and commands without a specific source.
 */
const NOT_RECORDING = new Set(['auth', 'limiter', 'concurrency', 'scheduling', 'other']);

/** True for what a request records, without what happens before and around it, and without background work. */
export const isRecording = ({ source, perRequest }: Pick<Flow, 'source' | 'perRequest'>): boolean =>
  perRequest !== null && !NOT_RECORDING.has(source);

/** Recording without a needed reply: it may be sent with other commands, and inside a script. */
export const isPlainRecording = (flow: Flow): boolean =>
  isRecording(flow) && flow.transport !== 'script' && flow.commands.every(({ command }) => !isReading(command));

/**
 * Counters that can be summed before they are sent, and commands whose repetition has no further effect. Money is not included.
 */
const ADDS_UP = new Set(['HINCRBY', 'INCRBY', 'INCR', 'EXPIRE', 'PEXPIRE', 'SADD', 'DEL']);

/** Recording that an application can keep in memory for a while. */
export const isBufferable = (flow: Flow): boolean =>
  isPlainRecording(flow) && flow.commands.every(({ command }) => !isWriting(command) || ADDS_UP.has(command));
