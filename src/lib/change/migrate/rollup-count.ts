/** Counts what a rollup would change, pair by pair. */
import type { Identity } from '../../audit/identity.js';
import { printable } from '../../format/terminal.js';
import type { CompiledFamily } from '../../profile/classify.js';
import { keySegments, slotText } from '../../profile/pattern.js';
import type { PlannedAction } from '../actions.js';
import type { PlanFamily } from '../plan/model.js';
import { protection, ProtectedCount, type ProtectedRow, type Protection } from '../plan/protected.js';
import { addDecimals } from '../../format/decimal.js';
import type { GroupState, JudgedGroup } from './judge-groups.js';
import type { RollupPair } from './rollup-pair.js';
import type { PlanNotice } from '../notices.js';

const SAMPLES = 3;
/** Commands for each raised coarse key: its figures, its value and TTL for the archive, and the script. */
const PER_RAISE = 4;
/** Commands for a coarse key that is added to an index. */
const PER_LISTED = 5;
/** Commands for each fine key: its figures, or its value and TTL; and the script that removes it. */
const PER_READ = 2;
const PER_REMOVAL = 1;

interface Row {
  keys: number;
  oldest: string | null;
  newest: string | null;
  samples: string[];
}

interface Counted {
  pair: RollupPair;
  states: Map<GroupState, number>;
  raised: Row;
  removed: Row;
  fineKeys: number;
  /** Fine keys of groups that need a change. */
  toRead: number;
  /** Amounts that are added, by field. */
  added: Map<string, string>;
}

const emptyRow = (): Row => ({ keys: 0, oldest: null, newest: null, samples: [] });

/** Why a coarse key is not raised. */
const PROTECTIONS: Partial<Record<GroupState, Protection>> = {
  over: protection('sum-expired'),
  unreadable: protection('no-numbers'),
  overflow: protection('beyond-64-bits'),
};

export class RollupCount {
  /** Keys of the whole database. */
  seen = 0;
  readonly #pairs: Map<RollupPair, Counted>;
  readonly #spared = new ProtectedCount();

  constructor(pairs: readonly RollupPair[]) {
    this.#pairs = new Map(
      pairs.map((pair) => [
        pair,
        { pair, states: new Map(), raised: emptyRow(), removed: emptyRow(), fineKeys: 0, toRead: 0, added: new Map() },
      ]),
    );
  }

  spare({ family }: CompiledFamily, why: Protection, keys = 1): void {
    this.#spared.add(family.id, why, keys);
  }

  /** `removable`: fine keys of the group that are removed when it is complete. */
  take({ read: { group, fine }, state, raises }: JudgedGroup, removable: readonly string[]): void {
    const counted = this.#pairs.get(group.pair)!;
    counted.states.set(state, (counted.states.get(state) ?? 0) + 1);
    counted.fineKeys += fine.size;
    if (raises.length + removable.length > 0) counted.toRead += fine.size;
    const why = PROTECTIONS[state];
    if (why !== undefined) this.spare(group.pair.coarse, why);
    if (raises.length > 0) note(counted.raised, group.coarse.name, group.coarse.period);
    for (const { field, step } of raises) counted.added.set(field, addDecimals(counted.added.get(field) ?? '0', step));
    // Of the fine keys: the state note tells other verbs which of their periods are gone.
    const slot = group.pair.fine.period;
    if (slot) for (const name of removable) note(counted.removed, name, slotText(slot, keySegments(name)));
  }

  families(meanBytes: (profile: string, family: string) => number | null, identity: Identity): PlanFamily[] {
    return [...this.#pairs.values()].flatMap(({ pair, raised, removed }) => {
      const mean = meanBytes(pair.profile.profile.name, pair.fine.family.id);
      return [
        planRow(pair.coarse, 'raise', raised, 0, identity),
        planRow(pair.fine, 'delete', removed, mean === null ? null : Math.round(mean * removed.keys), identity),
      ].filter(({ keys }) => keys > 0);
    });
  }

  /** Number of keys that need a change. */
  keys(): number {
    return [...this.#pairs.values()].reduce((sum, { raised, removed }) => sum + raised.keys + removed.keys, 0);
  }

  protected(): ProtectedRow[] {
    return this.#spared.rows();
  }

  commands(): number {
    return [...this.#pairs.values()].reduce(
      (sum, { raised, removed, toRead, states }) =>
        sum +
        toRead * PER_READ +
        raised.keys * PER_RAISE +
        (states.get('missing') ?? 0) * PER_LISTED +
        removed.keys * PER_REMOVAL,
      0,
    );
  }

  /** A note for each pair that has keys. */
  notes(): PlanNotice[] {
    return [...this.#pairs.values()].filter(({ fineKeys }) => fineKeys > 0).map(summary);
  }
}

function summary({ pair, states, fineKeys, added }: Counted): PlanNotice {
  const of = (state: GroupState): number => states.get(state) ?? 0;
  const all = [...states.values()].reduce((sum, count) => sum + count, 0) - of('empty');
  return {
    code: 'rolled-up',
    params: {
      fine: pair.fine.family.id,
      coarse: pair.coarse.family.id,
      keys: fineKeys,
      sums: { all, complete: of('complete'), short: of('short'), missing: of('missing') },
      added: [...added].map(([field, sum]) => ({ field, sum })),
    },
  };
}

function note(row: Row, name: string, period: string): void {
  row.keys++;
  if (row.samples.length < SAMPLES) row.samples.push(name);
  if (row.oldest === null || period < row.oldest) row.oldest = period;
  if (row.newest === null || period > row.newest) row.newest = period;
}

function planRow(
  compiled: CompiledFamily,
  action: PlannedAction,
  row: Row,
  bytes: number | null,
  identity: Identity,
): PlanFamily {
  const { id, pattern, breaks, harmless = false } = compiled.family;
  const { oldest, newest } = row;
  return {
    id,
    profile: compiled.profile.name,
    pattern: printable(pattern),
    action,
    keys: row.keys,
    elements: null,
    bytes,
    periods: oldest === null || newest === null ? null : { oldest: printable(oldest), newest: printable(newest) },
    // A raise takes nothing from a screen.
    breaks: action === 'delete' ? breaks : '',
    harmless: action !== 'delete' || harmless,
    samples: row.samples.map((name) => identity.key(name, compiled)),
  };
}
