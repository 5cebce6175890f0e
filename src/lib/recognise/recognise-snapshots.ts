/** Recognises the applications that wrote snapshots, without counting their keys. */
import { SnapshotContents } from '../keyspace/snapshot-contents.js';
import { snapshotProbe } from '../keyspace/snapshot-probe.js';
import { Tally } from '../keyspace/tally.js';
import type { Profile } from '../profile/types.js';
import { compiledWithOwn } from './presence.js';
import { recognise, type Recognised } from './recognise.js';
import { offsetNotedIn, stateOf } from './ask-state.js';
import { STATE_HASH, type StateNote } from './state-note.js';
import type { OffsetGiven } from './utc-offset.js';
import { countSnapshot } from '../snapshot/read-snapshot.js';
import { openSnapshot } from '../snapshot/snapshot-file.js';
import { SnapshotScan } from '../keyspace/snapshot-scan.js';

export interface SnapshotLook {
  profiles: readonly Profile[];
  /** The user has named the profiles. */
  asked: boolean;
  databases: number | 'all';
  now: Date;
  offset: OffsetGiven;
  signal: AbortSignal;
  /** Receives the name of each key of the databases that has not expired. */
  onName?: (name: string) => void;
}

export interface RecognisedSnapshots extends Recognised {
  /** True when every name was seen. */
  whole: boolean;
  state: StateNote;
}

/** If a file cannot be read, or only in part, uses what was read. */
export async function recogniseSnapshots(names: readonly string[], look: SnapshotLook): Promise<RecognisedSnapshots> {
  const { profiles, asked, offset, signal, now, onName } = look;
  const compiled = compiledWithOwn(profiles);
  const contents = new SnapshotContents(compiled, STATE_HASH);
  const tally = new Tally({
    profiles: compiled,
    everything: false,
    sized: true,
    interest: (claimants) => contents.interestIn(claimants),
    now: now.getTime(),
    utcOffset: offset.flag,
  });
  const scan = new SnapshotScan(tally, contents, {
    ...look,
    several: names.length > 1,
    pattern: null,
    type: null,
    limit: Infinity,
    ...(onName && { onName }),
  });
  let whole = true;
  for (const name of names) {
    if (signal.aborted) break;
    const file = await openSnapshot(name, signal);
    try {
      const counting = { sink: scan, isStopped: () => signal.aborted, onChunk: () => {} };
      whole = (await countSnapshot(file, counting, null)).problem === null && whole;
    } finally {
      await file.close();
    }
  }
  whole = whole && !signal.aborted;
  const probe = snapshotProbe(scan.names, contents, whole);
  const state = await stateOf(contents.kept);
  const recognised = await recognise({ tally, compiled, probe, whole, asked, offset: offsetNotedIn(state, offset) });
  return { ...recognised, whole, state };
}
