import { isReading, isWriting } from './command-kinds.js';
import type { Flow } from './flows.js';

/** What decides whether and where a request may go, which cannot wait until it has ended; and what nobody told apart. */
const NOT_RECORDING = new Set(['auth', 'limiter', 'concurrency', 'scheduling', 'other']);

/** What a request leaves behind, without what happens before and around it, and without background work. */
export const isRecording = ({ source, perRequest }: Pick<Flow, 'source' | 'perRequest'>): boolean =>
  perRequest !== null && !NOT_RECORDING.has(source);

/** Recording of which no answer is needed: it may travel with others, and inside a script. */
export const isPlainRecording = (flow: Flow): boolean =>
  isRecording(flow) && flow.transport !== 'script' && flow.commands.every(({ command }) => !isReading(command));

/** Counters that can be added up before they are sent, and what may as well be said once as many times. Money is not among them. */
const ADDS_UP = new Set(['HINCRBY', 'INCRBY', 'INCR', 'EXPIRE', 'PEXPIRE', 'SADD', 'DEL']);

/** Recording that an application can keep in memory for a while. */
export const isBufferable = (flow: Flow): boolean =>
  isPlainRecording(flow) && flow.commands.every(({ command }) => !isWriting(command) || ADDS_UP.has(command));
