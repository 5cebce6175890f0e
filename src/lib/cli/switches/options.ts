import type { PrintForm } from '../../switches/print.js';
import { rejectContradictions } from '../flags/contradictions.js';
import { usageError } from '../../format/errors.js';
import type { DeployedFlags, EditFlags, ListFlags } from './flags.js';

/** The application, and the folder of its source. */
export interface DeployedRequest {
  /** NAME, NAME@VERSION or a file. */
  profile: string;
  appDir: string | null;
}

export interface ListRequest extends DeployedRequest {
  envFile: string | null;
  requestsPerDay: number;
  apiKeys: number;
  /** `null`: not given. */
  keys: number | null;
  offline: boolean;
}

export interface EditRequest extends DeployedRequest {
  /** `null`: prints the settings instead. */
  envFile: string | null;
  print: PrintForm | null;
  dryRun: boolean;
  yes: boolean;
  backup: boolean;
  force: boolean;
  offline: boolean;
}

export const listRequest = (flags: ListFlags): ListRequest => ({
  ...deployedRequest(flags),
  envFile: flags['env-file'] ?? null,
  requestsPerDay: flags.requests,
  apiKeys: flags['api-keys'] ?? 1,
  keys: flags.keys ?? null,
  offline: flags.offline,
});

/** Throws usage errors of one sentence. */
export function editRequest(flags: EditFlags): EditRequest {
  rejectContradictions(flags, [
    {
      flags: ['print'],
      with: ['env-file'],
      message: () => '--print is for those who have no file.',
      advice: 'Leave --print or --env-file out.',
    },
  ]);
  return {
    ...deployedRequest(flags),
    envFile: flags['env-file'] ?? null,
    print: flags.print ?? null,
    dryRun: flags['dry-run'],
    yes: flags.yes,
    backup: flags.bak,
    force: flags.force === true,
    offline: flags.offline === true,
  };
}

function deployedRequest(flags: DeployedFlags): DeployedRequest {
  const { profile, 'app-version': version } = flags;
  if (version !== undefined && profile.includes('@'))
    throw usageError('--app-version and the version in --profile are the same thing.', 'Leave one of them out.');
  return { profile: version === undefined ? profile : `${profile}@${version}`, appDir: flags['app-dir'] ?? null };
}
