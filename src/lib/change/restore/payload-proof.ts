/**
 * Tests that the server reads a payload before a transaction restores it. A transaction is not all or nothing: if the server
 * refuses its RESTORE, it still writes the note beside it, which would then be false.
 */
import { ReplyError } from '../../redis/resp.js';
import { SnapshotProblem } from '../../snapshot/problem.js';
import { readPayload } from '../../snapshot/read-payload.js';
import type { Sender } from '../engine/read-values.js';

/** Written by DUMP behind the value: the format version (2 bytes) and a checksum (8 bytes). */
const FOOTER = 10;
const CHECKSUM = 8;

/** TTL in ms of the key that the payload is tried on. */
const TRIAL_MS = '1';

export interface PayloadProof {
  /** The server's words if it does not read the payload; `null`: it does. */
  refusal(connection: Sender, payload: string): Promise<string | null>;
}

/** `key`: is written for a millisecond, and belongs to no application. For each connection, because a server may be replaced. */
export function payloadProof(key: string): PayloadProof {
  const proven = new WeakMap<Sender, Set<string>>();
  return {
    async refusal(connection, payload) {
      const kinds = proven.get(connection) ?? new Set();
      proven.set(connection, kinds);
      const kind = isSound(payload) ? kindOf(payload) : null;
      if (kind !== null && kinds.has(kind)) return null;
      const [reply] = await connection.send([['RESTORE', key, TRIAL_MS, payload, 'REPLACE']]);
      if (reply instanceof ReplyError) return reply.message;
      if (kind !== null) kinds.add(kind);
      return null;
    },
  };
}

/** Type and format version: a server that reads one sound payload of them reads all. */
const kindOf = (payload: string): string => payload.slice(0, 1) + payload.slice(-FOOTER, -CHECKSUM);

/** True when the checksum is right, and the value is complete. */
function isSound(payload: string): boolean {
  try {
    readPayload(Buffer.from(payload, 'latin1'), () => null);
    return true;
  } catch (error) {
    if (error instanceof SnapshotProblem) return false;
    throw error;
  }
}
