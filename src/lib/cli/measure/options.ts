import type { MeasureOptions } from '../../measure/options.js';
import { usageError } from '../../format/errors.js';
import type { TypedAddress } from '../../redis/typed-address.js';
import { connectionFlags } from '../flags/connection.js';
import { connectionOptions } from '../flags/connection-options.js';
import { rejectContradictions, type Rule } from '../flags/contradictions.js';
import { sharesGiven, type SharesGiven } from '../flags/shares.js';
import type { MeasureFlags } from './flags.js';

const SECONDS = 60;
const MAX_COMMANDS = 100_000;

/** Options of `meter measure`. */
export interface MeasureRequest {
  /** A file with the output of MONITOR, and the number of keys if known; `null`: measures a server. */
  capture: { file: string; keys: number | null } | null;
  address: TypedAddress;
  limits: Pick<MeasureOptions, 'seconds' | 'maxCommands' | 'requests' | 'showIds'>;
  /** A sample by MONITOR; `null`: reads the statistics. */
  sample: { seconds: number; maxCommands: number; isAgreed: boolean } | null;
  /** Length of the measurement in seconds. */
  seconds: number;
  profile: string;
  /** Facts about the load; absent: unknown. */
  counts: { accounts?: number; apiKeys?: number };
  shares: SharesGiven;
}

const RULES: readonly Rule[] = [
  {
    flags: ['from-monitor'],
    with: [...Object.keys(connectionFlags).filter((name) => !['db', 'env-file'].includes(name)), 'monitor', 'yes'],
    advice: 'A capture is read without any server: leave one out.',
  },
  {
    flags: ['yes'],
    without: ['monitor'],
    message: () => '--yes agrees to MONITOR, which nobody asked for.',
    advice: 'Add --monitor, or leave --yes out.',
  },
  {
    flags: ['max-commands'],
    without: ['monitor', 'from-monitor'],
    message: () => '--max-commands ends a sample, and none is taken.',
    advice: 'Add --monitor, or leave --max-commands out.',
  },
  {
    flags: ['keys'],
    without: ['from-monitor'],
    message: () => '--keys is for a capture: the server itself tells how many keys it has.',
    advice: 'Leave it out.',
  },
];

const OF_AUTO: Rule = {
  flags: ['cost-share', 'long-context-share', 'cache-share', 'share'],
  without: [],
  message: (share) => `--${share} needs to know the application.`,
  advice: 'Name it with --profile.',
};

/** Throws usage errors of one sentence. */
export function measureRequest(flags: MeasureFlags): MeasureRequest {
  rejectContradictions(flags, flags.profile === 'auto' ? [...RULES, OF_AUTO] : RULES);
  const { 'from-monitor': file, 'max-commands': maxCommands, accounts, 'api-keys': apiKeys } = flags;
  if (file === '') throw usageError('--from-monitor takes the name of a file.', 'Standard input is -.');
  if (file === '-' && process.stdin.isTTY)
    throw usageError(
      '--from-monitor - reads a capture from standard input, which is a terminal.',
      'Pipe one in: redis-cli monitor | …',
    );
  const isCapture = file !== undefined;
  const seconds = flags.seconds ?? SECONDS;
  return {
    capture: file === undefined ? null : { file, keys: flags.keys ?? null },
    address: connectionOptions(flags),
    limits: {
      seconds: flags.seconds ?? (isCapture ? null : SECONDS),
      maxCommands: maxCommands ?? (isCapture ? null : MAX_COMMANDS),
      requests: flags.requests ?? null,
      showIds: flags['show-ids'],
    },
    sample: flags.monitor ? { seconds, maxCommands: maxCommands ?? MAX_COMMANDS, isAgreed: flags.yes } : null,
    seconds,
    profile: flags.profile,
    counts: { ...(accounts !== undefined && { accounts }), ...(apiKeys !== undefined && { apiKeys }) },
    shares: sharesGiven(flags),
  };
}
