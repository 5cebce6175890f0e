/** A ceiling on commands: whatever is left out for its sake, no verb passes a part off as the whole. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runMeterInside } from '../support/meter-inside.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { loadTinyRelay, TINY_CLOCK } from '../support/tiny-relay.js';

let server: TestServer;
let folder: string;
beforeAll(async () => {
  [server, folder] = [await startRedis(), await mkdtemp(join(tmpdir(), 'meter-ceiling-'))];
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

interface Told {
  ok: boolean;
  error?: { code: string };
  spent: { commands: number } | null;
  warnings: string[];
  data: Record<string, unknown>;
}

interface Verb {
  args: readonly string[];
  /** What must be the same without any ceiling. */
  answer(data: never): unknown;
  /** Whether the result says that it is a part. */
  saysPartial(data: never): boolean;
}

interface AuditAnswer {
  source: { partial: string | null };
  families: { id: string; keys: number; sampled: number }[];
  findings: { code: string }[];
  profiles: unknown;
}

interface Changing {
  plan: { keys: number; families: unknown; protected: unknown };
  changed: number;
  receipt: { complete: boolean } | null;
}

const changing = {
  answer: ({ plan, changed }: Changing) => ({ keys: plan.keys, families: plan.families, protected: plan.protected, changed }),
  saysPartial: ({ receipt }: Changing) => receipt?.complete === false,
};

const archive = (): string => join(folder, 'whole.archive');

const VERBS: Record<string, Verb> = {
  audit: {
    args: ['audit', ...TINY_CLOCK],
    answer: ({ families, findings, profiles }: AuditAnswer) => ({ families, findings, profiles }),
    saysPartial: ({ source }: AuditAnswer) => source.partial === 'max-commands',
  },
  'audit of all databases': {
    args: ['audit', '--db', 'all', '--exact', ...TINY_CLOCK],
    answer: ({ families, findings, profiles }: AuditAnswer) => ({ families, findings, profiles }),
    saysPartial: ({ source }: AuditAnswer) => source.partial === 'max-commands',
  },
  'fix-consistency': {
    args: ['fix-consistency', ...TINY_CLOCK],
    answer: ({ invariants, violations }: { invariants: unknown; violations: unknown }) => ({ invariants, violations }),
    saysPartial: ({ source }: AuditAnswer) => source.partial !== null,
  },
  'fix-consistency --apply': {
    args: ['fix-consistency', '--apply', '--family', 'usage.daily', '--yes', '--no-archive', ...TINY_CLOCK],
    ...repairing(),
  },
  'prune --dry-run': { args: ['prune', '--hourly', '--dry-run', ...TINY_CLOCK], ...changing },
  'prune of orphans': { args: ['prune', '--orphans', '--dry-run', ...TINY_CLOCK], ...changing },
  prune: { args: ['prune', '--hourly', '--yes', '--no-archive', ...TINY_CLOCK], ...changing },
  'migrate --dry-run': { args: ['migrate', '--rollup', 'hourly:daily', '--dry-run', ...TINY_CLOCK], ...changing },
  'a rename': {
    args: [
      'migrate',
      '--from',
      'usage:cost:daily:{keyId}:{date}',
      '--to',
      'spent:{keyId}:{date}',
      '--yes',
      '--no-archive',
      ...TINY_CLOCK,
    ],
    ...changing,
  },
  export: {
    args: ['export', '--all'],
    answer: ({ keys, seen, families }: { keys: number; seen: number; families: unknown }) => ({ keys, seen, families }),
    saysPartial: ({ complete }: { complete: boolean }) => !complete,
  },
  restore: { args: ['restore', '--yes', '--replace', '--no-archive'], ...changing },
};

function repairing(): Pick<Verb, 'answer' | 'saysPartial'> {
  return {
    answer: ({ violations, applied }: { violations: unknown; applied: Changing | null }) => ({
      violations,
      applied: applied && changing.answer(applied),
    }),
    saysPartial: ({ source, applied }: AuditAnswer & { applied: Changing | null }) =>
      source.partial !== null || (applied !== null && changing.saysPartial(applied)),
  };
}

let runs = 0;

async function run(name: string, ceiling: number | null): Promise<{ code: number | null; told: Told }> {
  const client = server.client();
  await client.flushall();
  await loadTinyRelay(client);
  // Owners that are gone, and totals that lack something.
  for (const id of ['gone-1', 'gone-2', 'gone-3']) await client.hset(`usage:${id}`, { totalRequests: '1' });
  const { args } = VERBS[name]!;
  const files = name === 'export' ? ['-o', join(folder, `${runs++}.archive`)] : name === 'restore' ? [archive()] : [];
  const limit = ceiling === null ? [] : ['--max-commands', String(ceiling)];
  const result = await runMeterInside([args[0]!, ...files, ...args.slice(1), ...limit, '-u', server.url, '--json']);
  return { code: result.code, told: result.json<Told>() };
}

beforeAll(async () => {
  const client = server.client();
  await loadTinyRelay(client);
  const made = await runMeterInside(['export', '--all', '-o', archive(), '-u', server.url]);
  expect(made.code).toBe(0);
});

/** The least that a verb takes, and shares of what it needs. */
const SHARES = [0, 0.4, 0.7, 0.9, 1];
const LEAST = 40;

test.each(Object.keys(VERBS))('%s: exit 0 with everything, or exit 6 and a word', async (name) => {
  const verb = VERBS[name]!;
  const whole = await run(name, null);
  expect([whole.code, whole.told.error, whole.told.warnings.filter(() => whole.code !== 0)]).toEqual([0, undefined, []]);
  const needed = whole.told.spent!.commands;
  for (const share of SHARES) {
    const ceiling = Math.max(LEAST, Math.ceil(needed * share) - (share === 1 ? 1 : 0));
    const { code, told } = await run(name, ceiling);
    if (told.spent !== null && told.spent !== undefined) expect(told.spent.commands).toBeLessThanOrEqual(ceiling);
    if (code === 0) expect([ceiling, verb.answer(told.data as never)]).toEqual([ceiling, verb.answer(whole.told.data as never)]);
    else {
      expect([ceiling, code]).toEqual([ceiling, 6]);
      expect([ceiling, told.data === undefined ? told.error !== undefined : verb.saysPartial(told.data as never)]).toEqual([
        ceiling,
        true,
      ]);
      expect(JSON.stringify([told.error, told.warnings])).toMatch(
        /of \d+ commands|of commands|--max-commands|max-commands|command-budget/,
      );
    }
  }
});
