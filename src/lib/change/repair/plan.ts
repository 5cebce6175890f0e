/** The plan of a repair, from the findings of a check. */
import { identity, type Identity } from '../../audit/identity.js';
import { plainMessage } from '../../format/message.js';
import type { ConsistencyData } from '../../consistency/model.js';
import type { PlanData, PlanFamily } from '../plan/model.js';
import type { TargetInfo } from '../../redis/target-info.js';
import { planCost } from '../plan/cost.js';
import type { FoundRepairs } from './found-repairs.js';
import type { KeyRepair } from './key-repairs.js';
import type { PlanNotice } from '../notices.js';

export interface RepairPlanOptions {
  target: TargetInfo;
  fingerprint: string;
  asTyped: string;
  profileSpecs: string[];
  keyspace: number | null;
  showIds: boolean;
  selection: Record<string, unknown>;
  /** Differences without a certain repair. */
  unrepaired: number;
  /** Differences whose repair would change a family that was not named, by its id. */
  elsewhere: ReadonlyMap<string, number>;
  notes: readonly PlanNotice[];
}

const SAMPLES = 3;
/** Changing a TTL also reads the whole key. */
const COMMANDS = { raise: 1, lower: 1, members: 2, expire: 3, persist: 3 } as const;
/** `expire` is the word of a prune for TTLs that it shortens. */
const PLANNED_AS = { raise: 'raise', lower: 'lower', members: 'listing', expire: 'ttl', persist: 'persist' } as const;

export function planRepair(repairs: FoundRepairs, checked: ConsistencyData, options: RepairPlanOptions): PlanData {
  const rows = new Map<string, PlanFamily>();
  const shown = identity(options.showIds);
  let [keys, commands] = [0, 0];
  for (const portion of repairs.portions()) {
    keys += portion.length;
    for (const repair of portion) {
      const id = `${repair.invariant} ${repair.kind} ${repair.family.family.id}`;
      const row = rows.get(id) ?? emptyRow(repair);
      rows.set(id, row);
      count(row, repair, shown);
      commands += COMMANDS[repair.kind];
    }
  }
  const { clock, profiles } = checked;
  const families = [...rows.values()].toSorted((a, b) => b.keys - a.keys);
  return {
    format: 1,
    command: 'fix-consistency',
    asTyped: options.asTyped,
    createdAt: new Date().toISOString(),
    target: options.target,
    fingerprint: options.fingerprint,
    profileSpecs: options.profileSpecs,
    profiles: profiles.map(({ name, version, upTo }) => ({ name, version, upTo })),
    clock: { ...clock, marginHours: 0 },
    selection: options.selection,
    families,
    indexes: 0,
    keys,
    bytes: null,
    commands,
    cost: planCost(commands, families),
    keyspace: options.keyspace,
    leaves: [],
    protected: [],
    screens: [],
    dark: [],
    notes: [
      ...options.notes,
      ...(keys === 0 ? [] : [plainMessage('checked-again-afterwards')]),
      ...alone(options.unrepaired),
      ...joined(options.elsewhere),
    ],
  };
}

const emptyRow = ({ invariant, kind, family }: KeyRepair): PlanFamily => ({
  id: family.family.id,
  invariant,
  profile: family.profile.name,
  pattern: family.family.pattern,
  action: PLANNED_AS[kind],
  keys: 0,
  elements: null,
  bytes: null,
  periods: null,
  breaks: family.family.breaks,
  harmless: family.family.harmless === true,
  samples: [],
});

function count(row: PlanFamily, repair: KeyRepair, shown: Identity): void {
  row.keys++;
  if (repair.kind === 'members') row.elements = (row.elements ?? 0) + repair.items.length;
  if (row.samples.length < SAMPLES) row.samples.push(shown.key(repair.name, repair.family));
}

/** Text about differences that are not repaired, because the right value is uncertain. */
const alone = (differences: number): PlanNotice[] =>
  differences === 0 ? [] : [{ code: 'no-certain-repair', params: { differences } }];

/** Text about repairs of families that the user has not named. */
const joined = (elsewhere: ReadonlyMap<string, number>): PlanNotice[] =>
  elsewhere.size === 0
    ? []
    : [
        {
          code: 'other-families',
          params: { differences: [...elsewhere.values()].reduce((sum, each) => sum + each, 0), families: [...elsewhere.keys()] },
        },
      ];
