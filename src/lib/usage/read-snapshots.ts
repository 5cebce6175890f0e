/** Opens snapshots (RDB files) for the verbs that read figures. Uses no server. */
import { recogniseSnapshots } from '../recognise/recognise-snapshots.js';
import type { SnapshotNotice } from '../snapshot/notices.js';
import type { OpenedKeys, ReadingOptions, ReadingResult, Sourced } from './reading.js';
import { SeenNames } from './seen-names.js';
import { SnapshotStore } from './snapshot-store.js';

export async function readSnapshots<Data extends Sourced>(
  files: readonly string[],
  options: ReadingOptions,
  read: (keys: OpenedKeys) => Promise<Data>,
): Promise<ReadingResult<Data>> {
  const { profiles, profilesAsked: asked, database, now, offset, signal, onProgress } = options;
  const seen = new SeenNames();
  const onName = (name: string): void => seen.take([name]);
  const look = { profiles, asked, databases: database, now, offset, signal, onName };
  const { profiles: found, offset: decided, whole, state } = await recogniseSnapshots(files, look);
  const doubts: SnapshotNotice[] = [];
  const onDoubt = (doubt: SnapshotNotice): void => void doubts.push(doubt);
  const data = await read({
    recognised: { profiles: found, offset: decided },
    names: seen.all({ whole }),
    scan: false,
    state,
    store: new SnapshotStore({ files, database, now, signal, onDoubt, onProgress }),
    kind: 'snapshot',
    files,
  });
  const partial = data.source.partial ?? doubts[0]?.params.problem ?? null;
  return { data: { ...data, source: { ...data.source, partial } }, warnings: doubts };
}
