/** From the flags of `meter fix-consistency --apply` to what was repaired. */
import type { FoundRepairs } from '../../change/repair/found-repairs.js';
import type { Checked } from '../../consistency/check.js';
import type { KnownFinding } from '../../consistency/judge-again.js';
import type { Found } from '../../consistency/judge-suspects.js';
import type { LiveSource } from '../../consistency/live-source.js';
import { EXIT, MeterError } from '../../format/errors.js';
import { keepHeapSmall } from '../../format/heap.js';
import type { ConsistencyData } from '../../consistency/model.js';
import { carryOut, withChangeSession, type Talk, type Work } from '../change/run.js';
import type { ConsistencyFlags } from '../consistency/flags.js';
import type { Compared } from '../../consistency/compared.js';
import { wantedBy, type Wanted } from '../consistency/wanted.js';
import { checkSource } from '../../consistency/check-source.js';
import { checkWarnings } from '../../consistency/warnings.js';
import type { CheckRequest } from '../consistency/options.js';
import type { ConsistencyResult } from '../consistency/run.js';
import { durationOf } from '../flags/duration.js';
import { databaseKeys } from '../../redis/database-keys.js';
import { repairAsTyped } from './flags.js';
import { wordedCheck } from '../../report/consistency/worded.js';

/** Checks, makes the plan and, unless it is only to be looked at, carries it out once it is agreed to. */
export async function repairWith(flags: ConsistencyFlags, request: CheckRequest, talk: Talk): Promise<ConsistencyResult> {
  const wanted = await wantedBy(request);
  const { since, now, owner, allowLower, showIds } = request;
  return withChangeSession(flags, talk, async (work) => {
    if (now) {
      const { rejectAhead } = await import('../../change/engine/server-clock.js');
      await rejectAhead(work.session, now, '--now', 'Leave --now out, or give a time that has passed.');
    }
    const { compared, sources } = await sourcesOf(work, flags, wanted);
    const again = sources();
    let looks = 0;
    let last: Checked | null = null;
    const { FoundRepairs } = await import('../../change/repair/found-repairs.js');
    let held = new FoundRepairs(compared.plans);
    const look = async (): Promise<Looked> => {
      const source = sources();
      const onProgress = (names: number, total: number | null): void => {
        if (looks === 0) work.shown.progress.update(names, total);
      };
      held.close();
      const found = new FoundRepairs(compared.plans);
      held = found;
      const each = (difference: Found): void => found.take(difference);
      try {
        keepHeapSmall();
        const { checked, data } = await checkSource(source, compared, {
          now: now ?? new Date(),
          since,
          owner,
          allowLower,
          showIds,
          files: [],
          onProgress,
          each,
        });
        if (looks++ > 0 && checked.partial !== null && !work.signal.aborted) throw notCheckedAgain(checked.partial);
        last = checked;
        return { data, repairs: found, unrepaired: unrepairedIn(checked, data), compared };
      } finally {
        await source.close();
      }
    };
    const judgeAgain = async (known: readonly KnownFinding[]): Promise<KnownFinding[]> =>
      last ? last.judgeAgain(known, again) : [];
    try {
      return await repair(work, talk, flags, { look, judgeAgain });
    } finally {
      held.close();
      await again.close();
    }
  });
}

/** Differences that are told and that no repair is certain of. */
function unrepairedIn({ counts }: Checked, { invariants }: ConsistencyData): number {
  const told = new Set(invariants.map(({ id, profile }) => `${profile} ${id}`));
  const own = counts.filter(({ relation: { profile, invariant } }) => told.has(`${profile.profile.name} ${invariant.id}`));
  return own.reduce((sum, { unrepaired }) => sum + unrepaired, 0);
}

const notCheckedAgain = (why: string): MeterError =>
  new MeterError('partial', EXIT.partial, `What the repairs have made of the rest could not be checked (${why}).`, [
    'Run the command again: it goes on where it stopped.',
  ]);

/** What is compared, and a source for each look at the masters. */
async function sourcesOf(
  work: Work,
  flags: ConsistencyFlags,
  wanted: Wanted,
): Promise<{ compared: Compared; sources: () => LiveSource }> {
  const [{ LiveSource }, { PlanFinder }, { checkingGuard }, { probeCapabilities }, { recogniseLive }] = await Promise.all([
    import('../../consistency/live-source.js'),
    import('../../consistency/source.js'),
    import('../../redis/guard.js'),
    import('../../redis/capabilities.js'),
    import('../../recognise/recognise-live.js'),
  ]);
  const { session, ledger, db: databases, signal } = work;
  const { states } = await probeCapabilities(session);
  const access = { guard: checkingGuard(), ledger };
  const look = {
    noTouch: states['CLIENT NO-TOUCH'] === 'ok',
    databases,
    maxLatencyMs: durationOf('max-latency', flags['max-latency']),
    signal,
  };
  const { comparedWith } = await import('../../consistency/compared.js');
  const compared = comparedWith(wanted, await recogniseLive(session, access, { ...wanted, ...look, mayTouch: true }));
  const finder = new PlanFinder(compared.profiles, compared.plans.families);
  return { compared, sources: () => new LiveSource({ session, ...access, ...look }, finder) };
}

interface Looked {
  data: ConsistencyData;
  repairs: FoundRepairs;
  /** Differences that no repair is certain of. */
  unrepaired: number;
  compared: Compared;
}

interface Eyes {
  look: () => Promise<Looked>;
  judgeAgain: (known: readonly KnownFinding[]) => Promise<KnownFinding[]>;
}

async function repair(work: Work, talk: Talk, flags: ConsistencyFlags, { look, judgeAgain }: Eyes): Promise<ConsistencyResult> {
  const [{ planRepair }, { applyRepair }, { CHANGE_SCRIPTS }, { fingerprintOf }] = await Promise.all([
    import('../../change/repair/plan.js'),
    import('../../change/repair/apply.js'),
    import('../../change/engine/scripts.js'),
    import('../../redis/fingerprint.js'),
  ]);
  const { data, repairs, unrepaired, compared } = await look();
  const plan = planRepair(repairs, data, {
    target: work.target,
    fingerprint: await fingerprintOf(work.session),
    asTyped: repairAsTyped(flags),
    profileSpecs: flags.profile,
    keyspace: await databaseKeys(work.session),
    showIds: flags['show-ids'],
    selection: { invariants: flags.invariant ?? [], families: flags.family ?? [], allowLower: Boolean(flags['allow-lower']) },
    unrepaired,
  });
  const { envelope, ...rest } = await carryOut(work, talk, {
    plan,
    flags,
    stop: flags['dry-run'],
    question: 'Repair this?',
    scripts: CHANGE_SCRIPTS,
    apply: (access, kept) =>
      applyRepair(work.session, access, {
        db: work.db,
        repairs,
        checkAgain: async () => (await look()).repairs,
        judgeAgain,
        ...kept,
        maxOps: flags['max-ops'] ?? null,
        maxLatencyMs: durationOf('max-latency', flags['max-latency']),
        signal: work.signal,
        onProgress: (changed) => work.shown.progress.update(changed, plan.keys),
      }),
  });
  const applied = envelope.data;
  return {
    envelope: {
      ...envelope,
      warnings: [...checkWarnings(data, compared), ...envelope.warnings],
      data: wordedCheck(data, applied),
    },
    ...rest,
    // What was not looked at may need repair as well.
    exitCode: rest.exitCode === EXIT.ok && data.source.partial !== null ? EXIT.partial : rest.exitCode,
  };
}
