/** Runs `meter profile new`. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TypedAddress } from '../../redis/typed-address.js';
import { connect, targetFrom } from '../base/connect.js';
import { onInterrupt } from '../base/interrupt.js';
import { profilesFrom } from '../base/profiles.js';
import type { Messages } from '../../report/messages/messages.js';

export interface NewProfileRequest {
  address: TypedAddress;
  name: string;
  title: string;
  maxCommands: number;
  maxLatencyMs: number;
}

/** For editors; from this file's place in dist/lib/cli/profile. */
const SCHEMA = resolve(fileURLToPath(new URL('../../../../schemas/profile-file.json', import.meta.url)));

/** The text of a profile file. */
export async function newProfile(
  request: NewProfileRequest,
  say: (text: string) => void,
  { profile: words }: Messages,
): Promise<string> {
  const { address, name, title, maxCommands, maxLatencyMs } = request;
  const { target } = await targetFrom(address);
  const [{ samplingGuard }, { openLedger }, { draftProfile }, { draftYaml }, { profiles }] = await Promise.all([
    import('../../redis/guard.js'),
    import('../../redis/ledger.js'),
    import('../../recognise/draft/draft.js'),
    import('../../report/profile/draft-yaml.js'),
    profilesFrom(['auto']),
  ]);
  const interrupt = onInterrupt(say, words.draft.interrupted);
  const { signal } = interrupt;
  const access = { guard: samplingGuard(), ledger: openLedger(maxCommands) };
  try {
    const session = await connect(target, { ...access, signal });
    try {
      const look = { profiles, databases: session.target.db, noTouch: true, mayTouch: true, maxLatencyMs, signal, name, title };
      const draft = await draftProfile(session, access, { ...look, offset: { flag: 0, env: null, noted: null } });
      return draftYaml(draft, SCHEMA, words);
    } finally {
      session.close();
    }
  } finally {
    interrupt.release();
  }
}
