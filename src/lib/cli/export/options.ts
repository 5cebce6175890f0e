import type { TypedAddress } from '../../redis/typed-address.js';
import { connectionOptions } from '../flags/connection-options.js';
import { durationOf } from '../flags/duration.js';
import type { ExportFlags } from './flags.js';

/** Options of `meter export`. */
export interface ExportRequest {
  /** The archive's path. */
  output: string;
  address: TypedAddress;
  /** Ids or patterns; empty: every family. */
  families: readonly string[];
  /** Also copy keys that no profile knows. */
  unrecognised: boolean;
  /** Values of --profile. */
  profiles: readonly string[];
  /** Keys a second; `null`: as many as the server takes. */
  maxOps: number | null;
  maxLatencyMs: number;
  maxCommands: number;
}

/** Throws usage errors of one sentence. */
export const exportRequest = (flags: ExportFlags): ExportRequest => ({
  output: flags.output,
  address: connectionOptions(flags),
  families: flags.family ?? [],
  unrecognised: flags.all,
  profiles: flags.profile,
  maxOps: flags['max-ops'] ?? null,
  maxLatencyMs: durationOf('max-latency', flags['max-latency']),
  maxCommands: flags['max-commands'] ?? Infinity,
});
