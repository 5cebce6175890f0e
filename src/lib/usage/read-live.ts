/** Opens a server for the verbs that read figures: recognises the application, then reads its keys. */
import { plainMessage } from '../format/message.js';
import { askState } from '../recognise/ask-state.js';
import { recogniseLive } from '../recognise/recognise-live.js';
import { probeCapabilities, readingResetsIdleTimes } from '../redis/capabilities.js';
import type { CommandGuard } from '../redis/guard.js';
import type { Ledger } from '../redis/ledger.js';
import type { Session } from '../redis/topology.js';
import { LiveStore } from './live-store.js';
import type { OpenedKeys, ReadingOptions, ReadingResult, Sourced } from './reading.js';
import { SeenNames } from './seen-names.js';

export interface LiveReadingOptions extends ReadingOptions {
  maxLatencyMs: number;
  /** Reads all names of a large database, even if index sets are enough. */
  scan: boolean;
}

export interface Access {
  guard: CommandGuard;
  ledger: Ledger;
}

/** Why a result is partial if the user may not read some of the keys. */
const NO_RIGHTS = 'no-rights';

export async function readLive<Data extends Sourced>(
  session: Session,
  access: Access,
  options: LiveReadingOptions,
  read: (keys: OpenedKeys) => Promise<Data>,
): Promise<ReadingResult<Data>> {
  const { profiles, profilesAsked: asked, database: db, offset, maxLatencyMs, scan, signal, onProgress } = options;
  const capabilities = await probeCapabilities(session);
  const noTouch = capabilities.states['CLIENT NO-TOUCH'] === 'ok';
  const seen = new SeenNames();
  const look = { profiles, asked, databases: db, offset, noTouch, mayTouch: true, maxLatencyMs, signal, onNames: seen.take };
  // The counted names are not kept: they take as much memory as the report.
  const { profiles: found, offset: decided, whole } = await recogniseLive(session, access, look);
  const store = new LiveStore({ session, ...access, noTouch, db, maxLatencyMs, signal, onProgress });
  try {
    const data = await read({
      recognised: { profiles: found, offset: decided },
      names: seen.all({ whole }),
      scan,
      state: await askState(session),
      store,
      kind: 'live',
      files: [],
    });
    const resets = readingResetsIdleTimes(capabilities) ? [plainMessage('idle-times-reset')] : [];
    const partial = data.source.partial ?? (store.denied > 0 ? NO_RIGHTS : null);
    return { data: { ...data, source: { ...data.source, partial } }, warnings: [...session.notes, ...resets] };
  } finally {
    await store.close();
  }
}
