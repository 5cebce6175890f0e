/** The check: scans all keys, rescans the names of what looks wrong, and reads that again until the result is certain. */
import { CaseSpool } from './case-spool.js';
import type { Plans } from './compile-relations.js';
import { Crossings } from './crossings.js';
import { groupHours, type JudgeContext } from './drift-rules.js';
import type { Standing } from './disputes.js';
import { FindingTally, type Tallied } from './finding-tally.js';
import { FirstPass } from './first-pass.js';
import { groupHash } from './group-names.js';
import { hoursBefore } from './group-periods.js';
import { NO_PERIOD } from './group-table.js';
import { judgeAgain, type KnownFinding } from './judge-again.js';
import { judgeSuspects, type Found, type Judging } from './judge-suspects.js';
import { openDays } from './ttl-fault.js';
import type { Relation } from './relation.js';
import type { KeySource } from './source.js';
import { isBeyond, standingOf, sweep, type Swept } from './sweep.js';
import type { StateNote } from '../recognise/state-note.js';
import { Removals } from './removals.js';
import { withinFamilies } from './within-families.js';

/** Bytes that sums of groups take in memory at most; beyond that they go to disk. About a million groups. */
export const MAX_BYTES = 128 * 2 ** 20;

export interface CheckOptions {
  plans: Plans;
  /** Ids of the families that a repair may change; empty: all. */
  families: readonly string[];
  now: Date;
  utcOffset: number;
  owner: string | null;
  since: Date | null;
  /** Allows lowering a total to the sum of its parts; absent: no. */
  allowLower?: boolean;
  /** Maximum bytes of group sums in memory before they spill to disk. */
  maxBytes: number;
  onProgress(names: number, total: number | null): void;
  /**
   * Called with every certain difference, in no particular order. If its repair sums keys, `found` contains all keys of the case.
   */
  each?(found: Found): void;
}

export interface RelationCounts extends Tallied {
  relation: Relation;
  checked: number;
  holds: number;
  /** By reason, such as a drift's id. */
  unjudged: Map<string, number>;
  /** Number of differences beyond the memory limit. */
  forgotten: number;
}

export interface Checked {
  counts: RelationCounts[];
  /** Keys that were read or checked. */
  keys: number;
  refused: number;
  /** Why only part of the keyspace was checked; `null`: all of it was. */
  partial: string | null;
  /** True when sums were spilled to disk. */
  spilled: boolean;
  /** The notes of earlier runs of this program. */
  state: StateNote;
  /** Returns the findings about figures that still differ by the same amount, with the current texts. */
  judgeAgain(known: readonly KnownFinding[], source: KeySource): Promise<KnownFinding[]>;
}

const HOUR_MS = 3_600_000;
/** Maximum bytes of sums kept in memory after the sweep. */
const MOST_IN_MEMORY = 2 ** 25;

export async function check(source: KeySource, options: CheckOptions): Promise<Checked> {
  const { relations, families } = options.plans;
  const { utcOffset } = options;
  const sinceHours = options.since === null ? null : options.since.getTime() / HOUR_MS + utcOffset;
  const spool = new CaseSpool(relations, [...families.values()]);
  const pass = new FirstPass({
    relations,
    owner: options.owner,
    sinceHours,
    nowMs: options.now.getTime(),
    openDays: openDays(options.now.getTime(), utcOffset),
    maxBytes: options.maxBytes,
    suspect: (relation, plan, db, name) => spool.add(relation, groupHash(relation, db, [name]), 'parts', { plan, db, name }),
  });
  try {
    await source.scan({
      key: (plan, reading, segments) => pass.take(plan, reading, segments),
      progress: (names, total) => options.onProgress(names, total),
    });
    const clock = { nowMs: options.now.getTime(), utcOffset };
    const state = await source.state();
    const removals = new Removals(state);
    const by = { ...clock, removals };
    const swept = sweep(pass, relations, by);
    pass.forgetGroups(MOST_IN_MEMORY);
    const context: JudgeContext = {
      clock,
      openDays: openDays(clock.nowMs, utcOffset),
      evidence: pass.evidence,
      periods: pass.periods,
      owners: pass.owners,
      plans: [...families.values()],
      removals,
      allowLower: options.allowLower ?? false,
    };
    const standing: Standing = (relation, db, texts) => {
      const hash = groupHash(relation, db, texts);
      if (pass.tableInMemory(relation) !== null) return standingOf(pass, relation, hash, by);
      // If the sums are not in memory, only differing groups are known, by hash.
      if (swept.suspects[relation.index]!.has(hash)) return 'suspect';
      const hours = groupHours(relation, texts, context);
      if (removals.covers(relation, hours)) return 'unjudged';
      return hours === NO_PERIOD ? null : isBeyond(relation, hours, clock) ? 'unjudged' : 'holds';
    };
    const crossings = new Crossings(context, (relation, hours) => {
      const before = hoursBefore(relation, hours);
      if (before === null) return false;
      return (
        isBeyond(relation, before, clock) || removals.covers(relation, before) || (sinceHours !== null && before < sinceHours)
      );
    });
    const tally = new FindingTally(relations);
    const each = ({ case: judged, findings }: Found): void => {
      const found = { case: judged, findings: withinFamilies(findings, options.families) };
      tally.take(found.case.relation, found.case.order, found.findings);
      options.each?.(found);
    };
    // Sums over part of the keys mean nothing.
    const isWhole = source.partial === null;
    const { suspects } = swept;
    const judging = await judgeSuspects(
      { relations, plans: families, suspects, owners: pass.owners, source, context, standing, crossings, spool, each },
      isWhole,
    );
    return {
      counts: relations.map((relation) => countsOf(relation, pass, swept, judging, tally.of(relation))),
      keys: pass.keys,
      refused: pass.refused,
      partial: source.partial,
      spilled: pass.spilled,
      state,
      judgeAgain: (known, again) => judgeAgain(known, again, context),
    };
  } finally {
    pass.close();
    spool.close();
  }
}

function countsOf(relation: Relation, pass: FirstPass, swept: Swept, judging: Judging, tallied: Tallied): RelationCounts {
  const at = relation.index;
  const alone = relation.width === 0;
  const unjudged = new Map<string, number>();
  const add = (reason: string, count: number): void => {
    if (count > 0) unjudged.set(reason, (unjudged.get(reason) ?? 0) + count);
  };
  for (const [reason, count] of alone ? [] : swept.unjudged[at]!) add(reason, count);
  add('corrupt', judging.unjudged[at]!);
  add('incomparable', judging.incomparable[at]!);
  add('unsettled', judging.unsettled[at]!);
  const checked = alone ? pass.judged[at]! : swept.groups[at]!;
  if (!alone && !judging.isWhole) add('partial', checked);
  const forgotten = alone ? 0 : swept.forgotten[at]!;
  const open = [...unjudged.values()].reduce((sum, count) => sum + count, 0);
  return {
    relation,
    checked,
    holds: Math.max(0, checked - tallied.violations - open - forgotten),
    unjudged,
    forgotten,
    ...tallied,
  };
}
