/** Whom events are sent to. */
import type { AlertMessage } from '../message.js';

/** Why a receiver did not take messages. */
export type Refusal =
  | { why: 'status'; status: number }
  /** The answer says that the message was not accepted. `code`: its own number; `null`: it has none. */
  | { why: 'answer'; code: number | null }
  | { why: 'redirect' }
  | { why: 'timeout'; seconds: number }
  /** `code`: such as ECONNREFUSED; `null`: none is known. */
  | { why: 'network'; code: string | null }
  | { why: 'exit'; code: number | null }
  | { why: 'interrupted' };

export interface Receiver {
  /** The same from run to run, and without a secret. */
  id: string;
  kind: 'webhook' | 'exec';
  /** For people: the host of a webhook, without its path, which may be a secret; empty for a command. */
  name: string;
  /** Sends the messages in order. `taken`: the number of those that were accepted. */
  send(messages: readonly AlertMessage[], signal: AbortSignal): Promise<{ taken: number; refusal: Refusal | null }>;
}
