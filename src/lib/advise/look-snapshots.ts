/** Looks at snapshots: what could be removed from the server that made them. */
import { auditSnapshots } from '../audit/snapshot-audit.js';
import type { AuditOutcome } from '../audit/audit.js';
import type { SnapshotOptions } from '../audit/snapshot-options.js';
import { NO_OWNERS } from '../change/plan/gone-owners.js';
import { surveyOf } from '../change/plan/survey.js';
import { countInSnapshots, readNames, type KnownNames } from '../change/prune/count-in-snapshots.js';
import { EXIT, MeterError } from '../format/errors.js';
import { plainMessage } from '../format/message.js';
import type { SnapshotNotice } from '../snapshot/notices.js';
import { SnapshotFiles } from '../snapshot/snapshot-files.js';
import type { AdviseNotice } from './notices.js';
import { byPrune, prunesTogether, RollupCounts, selectionOf, type Look } from './look.js';
import { PRUNES } from './prunes.js';

export type SnapshotLookOptions = Pick<
  SnapshotOptions,
  'profiles' | 'profilesAsked' | 'now' | 'offset' | 'signal' | 'onProgress'
> & { db: number };

export interface SnapshotLook extends Look {
  notices: (AdviseNotice | SnapshotNotice)[];
  /** Why the files were not read completely, or are not to be trusted; `null`: neither. */
  partial: string | null;
  outcome: AuditOutcome;
}

/** Three readings of the files: for the facts of an audit, for the owners that names show, and for the keys of each remedy. */
export async function lookIntoSnapshots(names: readonly string[], options: SnapshotLookOptions): Promise<SnapshotLook> {
  const { db, now, signal } = options;
  const outcome = await auditSnapshots(names, {
    ...options,
    databases: db,
    pattern: null,
    type: null,
    limit: Infinity,
    showIds: false,
    several: names.length > 1,
    reader: null,
  });
  const { data: audit } = outcome;
  rejectInterrupted(signal);
  const survey = surveyOf(audit, { ...options, notes: [] });
  const doubts: SnapshotNotice[] = [];
  const files = new SnapshotFiles({ files: names, databases: db, now, signal, onDoubt: (doubt) => doubts.push(doubt) });
  // An owner may be in a part that was not read.
  const areOwnersKnown = !audit.notCheckable.some(({ codes }) => codes.includes('orphan-owner'));
  const known = areOwnersKnown ? await readNames(files, survey.profiles, db) : NOTHING_KNOWN;
  rejectInterrupted(signal);
  const rollups = new RollupCounts(survey, known.gone);
  const together = prunesTogether(true);
  const orphans = areOwnersKnown ? [PRUNES.orphans] : [];
  const selections = [together, ...(areOwnersKnown ? [orphans] : [])].map(selectionOf);
  const [some = [], others = []] = await countInSnapshots(files, survey, selections, known, (name) => rollups.take(name));
  rejectInterrupted(signal);
  const prunes = byPrune(survey, [
    [together, some],
    [orphans, others],
  ]);
  return {
    survey,
    prunes,
    rollups: rollups.families(),
    keys: audit.keys,
    notices: [...doubts, ...(areOwnersKnown ? [] : [plainMessage('owners-unread')])],
    partial: audit.source.partial ?? doubts[0]?.params.problem ?? null,
    outcome,
  };
}

const NOTHING_KNOWN: KnownNames = { gone: NO_OWNERS, has: () => true };

function rejectInterrupted(signal: AbortSignal): void {
  if (signal.aborted) throw new MeterError('interrupted', EXIT.interrupted, 'Interrupted before every key was looked at.');
}
