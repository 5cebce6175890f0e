/** From the flags of `meter prune` to what was done. */
import type { NameList } from '../../change/engine/name-list.js';
import type { Choice } from '../../change/plan/choice.js';
import type { PlanData } from '../../change/plan/model.js';
import type { CarryOutFlags } from '../change/flags.js';
import { carryOut, withChangeSession, type ChangeResult, type Talk, type Work } from '../change/run.js';
import { parseNow } from '../flags/clock.js';
import { durationOf } from '../flags/duration.js';
import { writePlan } from '../change/plan-output.js';
import { offsetGiven } from '../base/offset-given.js';
import { profilesFrom } from '../base/profiles.js';
import { asTyped, selectionFrom, type PruneFlags } from './flags.js';

/** Makes the plan and, unless it is only to be looked at, carries it out once it is agreed to. */
export async function pruneWith(flags: PruneFlags, talk: Talk): Promise<ChangeResult> {
  const selection = selectionFrom(flags);
  const { profiles, asked } = await profilesFrom(flags.profile);
  const now = flags.now === undefined ? null : parseNow(flags.now);
  const offset = await offsetGiven(flags['utc-offset'] ?? null, flags['env-file']);
  return withChangeSession(flags, talk, async (work) => {
    const { planPrune } = await import('../../change/prune/plan.js');
    const { session, target, db, signal, shown } = work;
    const { data, choice, names } = await planPrune(
      session,
      { guard: work.readOnly, ledger: work.ledger },
      {
        selection,
        profiles,
        profilesAsked: asked,
        profileSpecs: flags.profile,
        db,
        now,
        offset,
        maxLatencyMs: durationOf('max-latency', flags['max-latency']),
        target,
        asTyped: asTyped(flags),
        listKeys: flags['list-keys'],
        showIds: flags['show-ids'],
        signal,
        onProgress: (keys, total) => shown.progress.update(keys, total),
      },
    );
    try {
      if (flags.output !== undefined) await writePlan(flags.output, data, talk);
      const stop = flags['dry-run'] || flags.output !== undefined;
      return await carryOutPrune(work, talk, { plan: data, choice, names, flags, stop });
    } finally {
      names.close();
    }
  });
}

export interface PruneToDo {
  plan: PlanData;
  choice: Choice;
  flags: CarryOutFlags;
  stop: boolean;
  names: NameList;
}

export async function carryOutPrune(
  work: Work,
  talk: Talk,
  { plan, choice, names, flags, stop }: PruneToDo,
): Promise<ChangeResult> {
  const [{ applyPrune }, { CHANGE_SCRIPTS }] = await Promise.all([
    import('../../change/prune/apply.js'),
    import('../../change/engine/scripts.js'),
  ]);
  return carryOut(work, talk, {
    plan,
    flags,
    stop,
    question: 'Carry this out?',
    // The head of a stream that lives on comes back only where it may be written anew.
    undoFlags: trimsStreams(plan, choice) ? ' --merge' : '',
    scripts: CHANGE_SCRIPTS,
    apply(access, kept) {
      return applyPrune(work.session, access, {
        db: work.db,
        choice,
        ...kept,
        names,
        maxOps: flags['max-ops'] ?? null,
        maxLatencyMs: durationOf('max-latency', flags['max-latency']),
        signal: work.signal,
        onProgress: (changed) => work.shown.progress.update(changed, plan.keys),
      });
    },
  });
}

const trimsStreams = ({ families: planned }: PlanData, { families }: Choice): boolean =>
  families.chosen.some(
    ({ compiled: { family, profile } }) =>
      family.type === 'stream' &&
      planned.some((row) => row.action === 'trim' && row.id === family.id && row.profile === profile.name),
  );
