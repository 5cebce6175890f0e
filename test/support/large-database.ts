import { withServer } from '../../src/lib/library/look.js';
import { builtinProfiles } from '../../src/lib/profile/builtin/index.js';
import { NO_STATE } from '../../src/lib/recognise/state-note.js';
import { recogniseLive } from '../../src/lib/recognise/recognise-live.js';
import { figuresGuard } from '../../src/lib/redis/guard.js';
import { LiveStore } from '../../src/lib/usage/live-store.js';
import { readLimits, type LimitsInput } from '../../src/lib/limits/limits.js';
import type { LimitsData } from '../../src/lib/limits/model.js';
import type { UsageData } from '../../src/lib/usage/model.js';
import { readUsage, type UsageInput } from '../../src/lib/usage/usage.js';
import { BASE, UTC_OFFSET } from './clock.js';

type Input = Omit<UsageInput, 'asked'>;

/** Reads figures of a server as if its database had more names than are kept. */
async function asIfLarge<Data>(port: number, read: (input: Input) => Promise<Data>): Promise<{ data: Data; commands: number }> {
  const { data, spent } = await withServer(
    { port },
    {},
    async (session, access) => {
      const live = { session, ...access, noTouch: true, db: 0, maxLatencyMs: 5, onProgress: () => {} };
      const offset = { flag: UTC_OFFSET, env: null, noted: null };
      const look = { profiles: await builtinProfiles(), asked: false, databases: 0, offset, mayTouch: true, ...live };
      const recognised = await recogniseLive(session, access, look);
      const store = new LiveStore(live);
      const result = await read({
        recognised,
        names: null,
        scan: false,
        state: NO_STATE,
        store,
        now: BASE,
        switches: () => ({}),
        showIds: true,
        anonymous: false,
        kind: 'live',
        files: [],
        signal: access.signal,
        onProgress: () => {},
      }).finally(() => store.close());
      return { data: result, warnings: [], notices: [], complete: true };
    },
    figuresGuard(),
  );
  return { data, commands: spent.commands };
}

const USUAL = {
  by: [],
  period: null,
  weekStart: 1,
  owners: [],
  sort: null,
  top: null,
  compare: false,
  metrics: null,
} satisfies UsageInput['asked'];

export const usageOfLarge = (port: number, asked: Partial<UsageInput['asked']>): Promise<{ data: UsageData; commands: number }> =>
  asIfLarge(port, (input) => readUsage({ ...input, asked: { ...USUAL, ...asked } }));

export const limitsOfLarge = (
  port: number,
  asked: Partial<LimitsInput['asked']> = {},
): Promise<{ data: LimitsData; commands: number }> =>
  asIfLarge(port, (input) => readLimits({ ...input, asked: { owners: [], near: null, cycle: null, ...asked } }));
