/** Runs the audit in this process, without the command line. */
import type { Redis } from 'ioredis';
import { runAudit, type AuditOutcome } from '../../src/lib/audit/audit.js';
import { NO_FLAGS, wordedAudit, type AuditReport } from '../../src/lib/report/audit/worded.js';
import type { AuditOptions } from '../../src/lib/audit/options.js';
import { builtinProfiles } from '../../src/lib/profile/builtin/index.js';
import { readOnlyGuard } from '../../src/lib/redis/guard.js';
import { openLedger } from '../../src/lib/redis/ledger.js';
import { resolveTarget, type TargetInputs } from '../../src/lib/redis/resolve-target.js';
import { openSession } from '../../src/lib/redis/topology.js';
import { BASE } from './clock.js';

export async function auditDirectly(
  target: TargetInputs,
  given: Partial<AuditOptions> & { ceiling?: number } = {},
): Promise<Omit<AuditOutcome, 'data'> & { data: AuditReport; commands: number }> {
  const { ceiling, ...options } = given;
  const access = { guard: readOnlyGuard(), ledger: openLedger(ceiling) };
  const session = await openSession(await resolveTarget(target, {}), access);
  try {
    const outcome = await runAudit(session, access, {
      profiles: await builtinProfiles(),
      profilesAsked: false,
      exact: false,
      pattern: null,
      type: null,
      limit: Infinity,
      databases: 0,
      maxLatencyMs: 5,
      lengths: false,
      now: BASE,
      offset: { flag: null, env: null, noted: null },
      showIds: false,
      signal: new AbortController().signal,
      onProgress: () => {},
      ...options,
    });
    return { ...outcome, data: wordedAudit(outcome.data, NO_FLAGS), commands: access.ledger.commands };
  } finally {
    session.close();
  }
}

export const DAY = 86_400;

/** Keys by name: text for a string, an object for a hash, an array of elements for a list. */
export type SmallKeyspace = Readonly<Record<string, string | Readonly<Record<string, string>> | readonly string[]>>;

/** Names are byte strings. `seconds`: TTL of each key; absent: none. */
export async function put(client: Redis, keys: SmallKeyspace, seconds?: number): Promise<void> {
  const pipeline = client.pipeline();
  for (const [name, value] of Object.entries(keys)) {
    const key = Buffer.from(name, 'latin1');
    if (typeof value === 'string') pipeline.set(key, value);
    else if (isList(value)) pipeline.rpush(key, ...value);
    else pipeline.hset(key, value);
    if (seconds !== undefined) pipeline.expire(key, seconds);
  }
  await pipeline.exec();
}

const isList = (value: object): value is readonly string[] => Array.isArray(value);
