import type { Mode } from '../../change/restore/entry.js';
import type { Wanted } from '../../change/restore/survey.js';
import { carryOutRequest, type CarryOutRequest } from '../change/options.js';
import { rejectContradictions, type Rule } from '../flags/contradictions.js';
import type { RestoreFlags } from './flags.js';
import { byteString } from '../../format/byte-string.js';

/** Options of `meter restore`. */
export interface RestoreVerbRequest {
  how: CarryOutRequest;
  wanted: Wanted;
  mode: Mode;
  /** Values of --profile; `null`: those that the archive names. */
  profiles: string[] | null;
  outOfOrder: boolean;
}

const RULES: readonly Rule[] = [
  {
    flags: ['archive', 'no-archive'],
    without: ['replace'],
    message: () => 'Only --replace removes anything, so there is nothing to archive.',
    advice: 'Leave the flag out.',
  },
];

/** Throws usage errors of one sentence. */
export function restoreRequest(flags: RestoreFlags): RestoreVerbRequest {
  rejectContradictions(flags, RULES);
  const mode: Mode = flags.replace ? 'replace' : flags.merge ? 'merge' : 'keep';
  const how = carryOutRequest({ ...flags, key: flags['tls-key'], 'no-archive': flags['no-archive'] || mode !== 'replace' });
  return {
    how,
    wanted: wantedFrom(flags),
    mode,
    profiles: flags.profile ?? null,
    outOfOrder: flags['out-of-order'],
  };
}

/** The selected part of the archives. */
export const wantedFrom = ({ family = [], key = [] }: RestoreFlags): Wanted => ({
  families: family,
  keys: key.map(byteString),
});
