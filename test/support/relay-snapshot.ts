/** The small relay of the audit's tests, as a snapshot. */
import { relaySnapshot } from '../../src/lib/demo/relay-snapshot.js';
import { relayOptions } from './audit.js';

const made = new Map<boolean, Buffer>();

/** The keys of `loadRelay`; created once, so it must not be modified. */
export function relayFile(problems = false): Buffer {
  const known = made.get(problems);
  if (known) return known;
  const bytes = Buffer.concat([...relaySnapshot(relayOptions(problems))]);
  made.set(problems, bytes);
  return bytes;
}
