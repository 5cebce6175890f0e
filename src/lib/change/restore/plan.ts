/** The plan of a restore, from the contents of the archives. */
import { identity } from '../../audit/identity.js';
import { offsetEvidence } from '../../recognise/words.js';
import type { CompiledFamily, CompiledProfile } from '../../profile/classify.js';
import { keySegments } from '../../profile/pattern.js';
import { isFollowing, RECORDED } from '../actions.js';
import type { PlanData, PlanFamily } from '../plan/model.js';
import type { TargetInfo } from '../../redis/target-info.js';
import { planCost } from '../plan/cost.js';
import { KEYS_TOGETHER } from './whole-keys.js';
import type { Mode } from './entry.js';
import type { SurveyedArchive, SurveyedFamily, Wanted } from './survey.js';
import type { PlanNotice } from '../notices.js';

export interface RestorePlanOptions {
  archives: readonly SurveyedArchive[];
  /** Whether each of them is completely restored. */
  restored: readonly boolean[];
  /** Keys whose shortened TTL has ended, by family id. */
  expired: ReadonlyMap<string, number>;
  wanted: Wanted;
  mode: Mode;
  profiles: readonly CompiledProfile[];
  profileSpecs: string[];
  target: TargetInfo;
  fingerprint: string;
  keyspace: number | null;
  asTyped: string;
  showIds: boolean;
}

/** A script restores several whole keys. Other records are read, compared and noted. */
const WHOLE_COMMANDS = 1 / KEYS_TOGETHER;
const LOOK_COMMANDS = 9;

export function planRestore(options: RestorePlanOptions): PlanData {
  const { archives, wanted, mode } = options;
  const due = archives.filter((_, at) => options.restored[at] !== true);
  const families = joined(due).flatMap((row) => familyRows(row, options));
  const [newest] = archives;
  const { head } = newest!.archive;
  const keys = families.reduce((sum, row) => sum + (row.follows ? 0 : row.keys), 0);
  const sets = families.reduce((sum, row) => sum + (row.follows && row.action !== 'unmark' ? row.keys : 0), 0);
  const parts = joined(due).reduce(
    (sum, row) => sum + row.records * (RECORDED[row.action] === 'restore' && mode === 'keep' ? WHOLE_COMMANDS : LOOK_COMMANDS),
    0,
  );
  const commands = Math.ceil(parts);
  return {
    format: 1,
    command: 'restore',
    asTyped: options.asTyped,
    createdAt: new Date().toISOString(),
    target: options.target,
    fingerprint: options.fingerprint,
    profileSpecs: options.profileSpecs,
    profiles: options.profiles.map(({ profile }) => ({ name: profile.name, version: null, upTo: null })),
    clock: {
      now: new Date().toISOString(),
      utcOffset: head.utcOffset,
      offsetFrom: 'archive',
      evidence: offsetEvidence.archive,
      marginHours: 0,
    },
    selection: { archives: archives.map(({ archive }) => archive.path), families: wanted.families, mode },
    families,
    indexes: sets,
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
      ...archives.flatMap((archive, at) => notesOf(archive, options.restored[at] === true, options)),
      ...expiredNote(due),
      ...createdNote(options.expired),
    ],
  };
}

/** One row for each family and action, over all archives; most records first. */
function joined(archives: readonly SurveyedArchive[]): SurveyedFamily[] {
  const rows = new Map<string, SurveyedFamily>();
  for (const row of archives.flatMap(({ families }) => families)) {
    const id = `${row.action} ${row.id}`;
    const known = rows.get(id);
    if (!known) rows.set(id, { ...row });
    else {
      known.records += row.records;
      known.keys += row.keys;
      known.elements += row.elements;
    }
  }
  return [...rows.values()].toSorted((a, b) => b.records - a.records);
}

/** A key whose TTL is to be restored, but that has expired since, is created again: a row of its own. */
function familyRows(row: SurveyedFamily, options: RestorePlanOptions): PlanFamily[] {
  const whole = familyRow(row, options);
  const created = row.action === 'expire' ? Math.min(whole.keys, options.expired.get(row.id) ?? 0) : 0;
  if (created === 0) return [whole];
  const again: PlanFamily = { ...whole, action: 'restore', keys: created };
  return created === whole.keys ? [again] : [{ ...whole, keys: whole.keys - created }, again];
}

function familyRow(row: SurveyedFamily, { profiles, showIds }: RestorePlanOptions): PlanFamily {
  const compiled = familyOf(row.id, profiles);
  const shown = identity(showIds);
  return {
    id: row.id,
    profile: compiled?.profile.name ?? '',
    pattern: compiled?.family.pattern ?? row.id,
    action: RECORDED[row.action],
    ...(isFollowing(row.action, compiled?.family.lists !== undefined) && { follows: true }),
    keys: row.keys,
    elements: row.elements > 0 ? row.elements : null,
    bytes: null,
    periods: null,
    breaks: compiled?.family.breaks ?? '',
    harmless: compiled?.family.harmless === true,
    // An archive may name a wrong family for its keys.
    samples: row.samples.map((name) => shown.key(name, matchOf(name, row.id, profiles))),
  };
}

const familyOf = (id: string, profiles: readonly CompiledProfile[]): CompiledFamily | null =>
  profiles.flatMap(({ families }) => families).find(({ family }) => family.id === id) ?? null;

const matchOf = (name: string, id: string, profiles: readonly CompiledProfile[]): CompiledFamily | null =>
  profiles.map((profile) => profile.match(keySegments(name))).find((match) => match?.family.id === id) ?? null;

function notesOf(
  { archive, contents }: SurveyedArchive,
  restored: boolean,
  { fingerprint, target, archives }: RestorePlanOptions,
): PlanNotice[] {
  const { head } = archive;
  const createdAt = archives.length > 1 ? head.createdAt : null;
  const elsewhere = { createdAt, madeOn: head.target, target: target.name };
  if (restored) return [{ code: 'archive-restored', params: { createdAt } }];
  return [
    ...(contents.complete ? [] : [{ code: 'archive-cut-off' as const, params: { createdAt } }]),
    ...(head.fingerprint === fingerprint ? [] : [{ code: 'archive-of-other-server' as const, params: elsewhere }]),
  ];
}

function createdNote(expired: ReadonlyMap<string, number>): PlanNotice[] {
  const keys = [...expired.values()].reduce((sum, count) => sum + count, 0);
  return keys > 0 ? [{ code: 'expired-since', params: { keys } }] : [];
}

function expiredNote(archives: readonly SurveyedArchive[]): PlanNotice[] {
  const keys = archives.flatMap(({ families }) => families).reduce((sum, row) => sum + row.expired, 0);
  return keys > 0 ? [{ code: 'archive-expired', params: { keys } }] : [];
}
