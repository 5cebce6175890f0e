/** The small relay of the audit's tests, as a snapshot. */
import { relaySnapshot } from '../../src/lib/demo/relay-snapshot.js';
import { NOW } from './audit.js';

/** The keys that `loadRelay` loads. */
export const relayFile = (problems = false): Buffer =>
  Buffer.concat([...relaySnapshot({ seed: 9, today: '2026-11-20', now: new Date(NOW), minTtl: 7200, problems })]);
