/** Prepares a repair: the first check, and the checks between its rounds. */
import { says } from '../../errors/changes.js';
import { checkSource } from '../../consistency/check-source.js';
import type { Checked } from '../../consistency/check.js';
import { comparedWith, type Compared } from '../../consistency/compared.js';
import type { KnownFinding } from '../../consistency/judge-again.js';
import { LiveSource } from '../../consistency/live-source.js';
import type { ConsistencyData } from '../../consistency/model.js';
import type { Selection } from '../../consistency/selection.js';
import { PlanFinder } from '../../consistency/source.js';
import { EXIT, failure, type MeterError } from '../../format/errors.js';
import { keepHeapSmall } from '../../format/heap.js';
import type { Profile } from '../../profile/types.js';
import { recogniseLive } from '../../recognise/recognise-live.js';
import type { OffsetGiven } from '../../recognise/utc-offset.js';
import { probeCapabilities } from '../../redis/capabilities.js';
import { databaseKeys } from '../../redis/database-keys.js';
import { fingerprintOf } from '../../redis/fingerprint.js';
import { checkingGuard } from '../../redis/guard.js';
import type { Prepared } from '../course/course.js';
import type { Work } from '../course/work.js';
import { CHANGE_SCRIPTS } from '../engine/scripts.js';
import { clockNotices } from '../../redis/clock-notices.js';
import { rejectAhead } from '../engine/server-clock.js';
import { applyRepair } from './apply.js';
import { FoundRepairs } from './found-repairs.js';
import { planRepair } from './plan.js';

export interface RepairRequest {
  profiles: readonly Profile[];
  /** True: the user has named the profiles, instead of leaving the choice to the data. */
  asked: boolean;
  profileSpecs: string[];
  /** The selection, with family ids. */
  selection: Selection;
  /** The selection as the user typed it, for the plan. */
  named: Selection;
  offset: OffsetGiven;
  /** Only data of this owner, a byte string; `null`: all. */
  owner: string | null;
  since: Date | null;
  /** `null`: now. */
  now: Date | null;
  /** True: also lower totals that are above their parts. */
  allowLower: boolean;
  maxLatencyMs: number;
  asTyped: string;
  showIds: boolean;
}

export interface PreparedRepair extends Prepared {
  /** The findings of the check, and the invariants behind them. */
  found: { data: ConsistencyData; compared: Compared };
}

export async function prepareRepair(work: Work, request: RepairRequest): Promise<PreparedRepair> {
  const { now, showIds, allowLower } = request;
  if (now) await rejectAhead(work.session, now, null);
  const { compared, sources } = await sourcesOf(work, request);
  const checks = new RepeatedCheck(work, request, compared, sources);
  try {
    const { data, repairs, unrepaired, elsewhere } = await checks.check();
    const plan = planRepair(repairs, data, {
      target: work.target,
      fingerprint: await fingerprintOf(work.session),
      asTyped: request.asTyped,
      profileSpecs: request.profileSpecs,
      keyspace: await databaseKeys(work.session),
      showIds,
      selection: { ...request.named, allowLower },
      unrepaired,
      elsewhere,
      notes: now ? clockNotices(work.session, now) : [],
    });
    return {
      plan,
      found: { data, compared },
      scripts: CHANGE_SCRIPTS,
      undoFlags: '',
      gone: 0,
      apply: (access, options) =>
        applyRepair(work.session, access, {
          ...options,
          repairs,
          checkAgain: async () => (await checks.check()).repairs,
          judgeAgain: (known) => checks.judgeAgain(known),
        }),
      close: () => checks.close(),
    };
  } catch (error) {
    await checks.close();
    throw error;
  }
}

interface CheckResult {
  data: ConsistencyData;
  repairs: FoundRepairs;
  /** Differences without a certain repair. */
  unrepaired: number;
  /** Differences whose repair would change a family that was not named, by its id. */
  elsewhere: ReadonlyMap<string, number>;
}

/** Checks one after the other. Keeps only the findings of the last one. */
class RepeatedCheck {
  readonly #work: Work;
  readonly #request: RepairRequest;
  readonly #compared: Compared;
  readonly #sources: () => LiveSource;
  /** The source for reading figures again. */
  readonly #again: LiveSource;
  #held: FoundRepairs;
  #last: Checked | null = null;

  constructor(work: Work, request: RepairRequest, compared: Compared, sources: () => LiveSource) {
    this.#work = work;
    this.#request = request;
    this.#compared = compared;
    this.#sources = sources;
    this.#again = sources();
    this.#held = new FoundRepairs(compared.plans);
  }

  async check(): Promise<CheckResult> {
    const { owner, since, now, allowLower, showIds } = this.#request;
    const isFirst = this.#last === null;
    const source = this.#sources();
    this.#held.close();
    const found = new FoundRepairs(this.#compared.plans);
    this.#held = found;
    const elsewhere = new Map<string, number>();
    try {
      keepHeapSmall();
      const { checked, data } = await checkSource(source, this.#compared, {
        now: now ?? new Date(),
        since,
        owner,
        allowLower,
        showIds,
        files: [],
        onProgress: (names, total) => {
          if (isFirst) this.#work.onProgress(names, total);
        },
        each: (difference) => {
          found.take(difference);
          for (const { repair } of difference.findings)
            if (repair.kind === 'elsewhere') elsewhere.set(repair.family, (elsewhere.get(repair.family) ?? 0) + 1);
        },
      });
      if (!isFirst && checked.partial !== null && !this.#work.signal.aborted) throw notCheckedAgain(checked.partial);
      this.#last = checked;
      return { data, repairs: found, unrepaired: unrepairedIn(checked, data), elsewhere };
    } finally {
      await source.close();
    }
  }

  async judgeAgain(known: readonly KnownFinding[]): Promise<KnownFinding[]> {
    return this.#last ? this.#last.judgeAgain(known, this.#again) : [];
  }

  async close(): Promise<void> {
    this.#held.close();
    await this.#again.close();
  }
}

/** Reported differences without a certain repair. */
function unrepairedIn({ counts }: Checked, { invariants }: ConsistencyData): number {
  const reported = new Set(invariants.map(({ id, profile }) => `${profile} ${id}`));
  const own = counts.filter(({ relation: { profile, invariant } }) => reported.has(`${profile.profile.name} ${invariant.id}`));
  return own.reduce((sum, { unrepaired }) => sum + unrepaired, 0);
}

const notCheckedAgain = (why: string): MeterError => failure(says('repair-not-checked', { why }), EXIT.partial, 'partial');

/** The invariants, and a source for each reading of the masters. */
async function sourcesOf(work: Work, request: RepairRequest): Promise<{ compared: Compared; sources: () => LiveSource }> {
  const { session, ledger, db: databases, signal } = work;
  const { states } = await probeCapabilities(session);
  const access = { guard: checkingGuard(), ledger };
  const { maxLatencyMs } = request;
  const look = { noTouch: states['CLIENT NO-TOUCH'] === 'ok', databases, maxLatencyMs, signal };
  const compared = comparedWith(request, await recogniseLive(session, access, { ...request, ...look, mayTouch: true }));
  const finder = new PlanFinder(compared.profiles, compared.plans.families);
  return { compared, sources: () => new LiveSource({ session, ...access, ...look }, finder) };
}
