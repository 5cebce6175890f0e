/** Checks a test server in this process; returns the findings with whole key names. */
import { check, type Checked } from '../../src/lib/consistency/check.js';
import { comparedWith } from '../../src/lib/consistency/compared.js';
import type { Plans } from '../../src/lib/consistency/compile-relations.js';
import type { Finding } from '../../src/lib/consistency/finding.js';
import type { KnownFinding } from '../../src/lib/consistency/judge-again.js';
import type { Found } from '../../src/lib/consistency/judge-suspects.js';
import { LiveSource } from '../../src/lib/consistency/live-source.js';
import { PlanFinder } from '../../src/lib/consistency/source.js';
import { loadProfile } from '../../src/lib/profile/load.js';
import { recogniseLive } from '../../src/lib/recognise/recognise-live.js';
import { checkingGuard } from '../../src/lib/redis/guard.js';
import { openLedger } from '../../src/lib/redis/ledger.js';
import { resolveTarget } from '../../src/lib/redis/resolve-target.js';
import { openSession } from '../../src/lib/redis/topology.js';
import { BASE } from './clock.js';

export interface CheckedServer {
  findings: Finding[];
  /** By invariant: numbers of checked, holding and unjudged groups. */
  counts: Map<string, { checked: number; holds: number; unjudged: Record<string, number> }>;
  spilled: boolean;
  utcOffset: number;
}

export interface CheckGiven {
  /** Default: the base date. */
  now?: Date;
  db?: number;
  profile?: string;
  owner?: string;
  invariants?: readonly string[];
  allowLower?: boolean;
  maxBytes?: number;
}

export interface Checker {
  check(each?: (found: Found) => void): Promise<CheckedServer>;
  readonly plans: Plans;
  /** Findings of the last check that still differ by the same amount. */
  judgeAgain(known: readonly KnownFinding[]): Promise<KnownFinding[]>;
  close(): Promise<void>;
}

export async function openChecker(port: number, given: CheckGiven = {}): Promise<Checker> {
  const named = [await loadProfile(given.profile ?? 'claude-relay-service')];
  const access = { guard: checkingGuard(), ledger: openLedger() };
  const session = await openSession(await resolveTarget({ port }, {}), access);
  const { signal } = new AbortController();
  const look = { noTouch: false, databases: given.db ?? 0, maxLatencyMs: 5, signal };
  const recognised = await recogniseLive(session, access, {
    ...look,
    profiles: named,
    asked: true,
    offset: { flag: null, env: null, noted: null },
    mayTouch: true,
  });
  const selection = { invariants: given.invariants ?? [], families: [] };
  const { profiles, plans } = comparedWith({ selection }, recognised);
  const source = new LiveSource({ session, ...access, ...look }, new PlanFinder(profiles, plans.families));
  let last: Checked | null = null;
  return {
    plans,
    async check(each = () => {}) {
      last = await check(source, {
        plans,
        families: [],
        now: given.now ?? BASE,
        utcOffset: recognised.offset.utcOffset,
        owner: given.owner ?? null,
        since: null,
        allowLower: given.allowLower ?? false,
        maxBytes: given.maxBytes ?? 2 ** 27,
        onProgress: () => {},
        each,
      });
      return {
        findings: last.counts.flatMap(({ findings }) => findings),
        counts: new Map(
          last.counts.map(({ relation, checked: all, holds, unjudged }) => [
            relation.invariant.id,
            { checked: all, holds, unjudged: Object.fromEntries(unjudged) },
          ]),
        ),
        spilled: last.spilled,
        utcOffset: recognised.offset.utcOffset,
      };
    },
    judgeAgain: (known) => last!.judgeAgain(known, source),
    async close() {
      await source.close();
      session.close();
    },
  };
}

export async function checkServer(port: number, given: CheckGiven = {}): Promise<CheckedServer> {
  const checker = await openChecker(port, given);
  return checker.check().finally(() => checker.close());
}

/** `S1 partial-write usage:daily:…` */
export const told = ({ relation, class: kind, drift, key }: Finding): string =>
  `${relation.invariant.id} ${kind}${drift === null ? '' : ` ${drift}`} ${key}`;
