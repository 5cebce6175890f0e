import { identity, type Identity } from '../audit/identity.js';
import { maskSecretsInName, redactId, SECRET, shownNumber } from '../format/redact.js';
import { formatDuration } from '../format/duration.js';
import { printable, safeText } from '../format/terminal.js';
import type { NotedRun, StateNote } from '../recognise/state-note.js';
import { memberParser } from '../profile/listing.js';
import { parsePattern } from '../profile/pattern.js';
import type { ConsistencyData, DriftRow, Figure, InvariantRow, ViolationRow } from './model.js';
import type { Recognised } from '../recognise/recognise.js';
import type { Checked, RelationCounts } from './check.js';
import type { FieldDifference, Finding, ListItem, Repair } from './finding.js';
import { Removals } from './removals.js';

export interface ReportOptions {
  kind: 'live' | 'snapshot';
  files: readonly string[];
  now: Date;
  showIds: boolean;
  recognised: Recognised;
}

/** Maximum shown members of a list. */
const MEMBERS_SHOWN = 5;

export function buildCheckData(checked: Checked, options: ReportOptions): ConsistencyData {
  const { counts } = checked;
  const { profiles, offset } = options.recognised;
  return {
    source: {
      kind: options.kind,
      files: options.files.map(safeText),
      keys: checked.keys,
      refused: checked.refused,
      partial: checked.partial,
      spilled: checked.spilled,
    },
    clock: { now: options.now.toISOString(), ...offset },
    profiles: profiles.map(({ compiled: { profile }, release }) => ({
      name: profile.name,
      title: profile.title,
      version: release.from,
      upTo: release.to,
    })),
    invariants: counts.map(invariantRow),
    drifts: driftRows(counts),
    violations: counts.flatMap(({ findings }) => findings.map((finding) => violationRow(finding, options.showIds))),
    removed: removedBy(checked.state, counts),
  };
}

/** Runs that removed keys without which some groups cannot be judged. */
function removedBy({ runs }: StateNote, counts: readonly RelationCounts[]): ConsistencyData['removed'] {
  const open = counts.flatMap(({ relation, unjudged }) => (unjudged.has('removed') ? [relation] : []));
  const concerns = (run: NotedRun): boolean => {
    const removals = new Removals({ runs: [run], older: [] });
    return open.some((relation) => removals.touches(relation));
  };
  return runs.filter(concerns).map(({ command, at }) => ({ command: printable(command), at }));
}

function invariantRow(counts: RelationCounts): InvariantRow {
  const { relation, checked, holds, violations, byClass, leftOut, unjudged, forgotten } = counts;
  return {
    id: relation.invariant.id,
    profile: relation.profile.profile.name,
    title: relation.invariant.title,
    checked,
    holds,
    violations,
    byClass,
    leftOut,
    unjudged: Object.fromEntries(unjudged),
    notReadAgain: forgotten,
  };
}

function driftRows(counts: readonly RelationCounts[]): DriftRow[] {
  const profiles = [...new Set(counts.map(({ relation }) => relation.profile.profile))];
  return profiles.flatMap((profile) =>
    (profile.consistency?.drifts ?? []).flatMap(({ id, how, title, rule }): DriftRow[] => {
      const own = counts.filter(({ relation }) => relation.profile.profile === profile);
      const explained = own.reduce((sum, { byDrift }) => sum + (byDrift.get(id) ?? 0), 0);
      const left = own.reduce((sum, { unjudged }) => sum + (unjudged.get(how) ?? 0), 0);
      return explained + left === 0 ? [] : [{ id, profile: profile.name, title, rule, count: explained + left }];
    }),
  );
}

/** A finding for display. */
export function violationRow(finding: Finding, showIds: boolean): ViolationRow {
  const shown = identity(showIds);
  const { relation, key, plan, fields, members } = finding;
  const shownFields = fields.map((each) => [printable(each.field === '' ? 'value' : each.field), figures(each)] as const);
  const first = shownFields[0]?.[1];
  return {
    invariant: relation.invariant.id,
    profile: relation.profile.profile.name,
    family: plan.compiled.family.id,
    key: shown.key(key, plan.compiled),
    class: finding.class,
    drift: finding.drift,
    verdict: finding.verdict,
    cause: finding.cause,
    fields: Object.fromEntries(shownFields),
    expected: first?.expected ?? null,
    actual: first?.actual ?? null,
    delta: first?.delta ?? null,
    members: members && {
      missing: members.missing.length,
      ghosts: members.ghosts.length,
      altered: members.altered.length,
      examples: [...members.missing, ...members.altered, ...members.ghosts]
        .slice(0, MEMBERS_SHOWN)
        .map((member) => memberShown(finding, member, shown, showIds)),
    },
    repair: { kind: finding.repair.kind, what: repairText(finding.repair) },
  };
}

type Figures = ViolationRow['fields'][string];

function figures({ expected, actual, delta, ownWords }: FieldDifference): Figures {
  const text = ownWords ? (words: string) => words : shownNumber;
  return { expected: figure(expected, text), actual: figure(actual, text), delta: figure(delta, shownNumber) };
}

/** A number for a safe integer, otherwise text. */
function figure(text: string | null, shown: (text: string) => string): Figure {
  if (text === null) return null;
  const number = Number(text);
  return /^-?\d+$/.test(text) && Number.isSafeInteger(number) ? number : shown(text);
}

/** Shows a member as the redaction of its listed family allows. */
function memberShown({ relation }: Finding, member: string, shown: Identity, showIds: boolean): string {
  const { family } = relation.sides.whole[0]!.compiled;
  if (!family.lists)
    return family.valueClass === 'secret'
      ? SECRET
      : showIds
        ? printable(maskSecretsInName(member, { ids: true }))
        : redactId(member);
  const captures = memberParser(family.lists.member)(member);
  if (!captures) return showIds ? printable(maskSecretsInName(member, { ids: true })) : redactId(member);
  const { slots } = relation.sides.parts[0]!.compiled;
  return parsePattern(family.lists.member)
    .map((part) => {
      if ('literal' in part) return part.literal;
      const slot = slots.find(({ name }) => name === part.placeholder);
      return slot ? shown.id(captures[part.placeholder] ?? '', slot.placeholder) : '';
    })
    .join('');
}

/** Describes a repair in words, or why there is none, starting in lower case. */
function repairText(repair: Repair): string {
  switch (repair.kind) {
    case 'raise':
    case 'lower':
      return `${repair.kind} ${repair.fields.map(({ field, delta }) => `${field === '' ? 'the value' : printable(field)} by ${delta.replace('-', '')}`).join(', ')}`;
    case 'members':
      return membersText(repair.add, repair.remove);
    case 'expire':
      return `set a TTL of ${formatDuration(repair.seconds)}`;
    case 'persist':
      return 'remove its TTL';
    case 'elsewhere':
      return `it is made in another family: --family ${repair.family}`;
    case 'none':
      return repair.why;
  }
}

/** Counts a member that is removed with one score or value and added with another once. */
function membersText(add: readonly ListItem[], remove: readonly ListItem[]): string {
  const coming = new Set(add.map(({ member }) => member));
  const altered = remove.filter(({ member }) => coming.has(member)).length;
  const [added, removed] = [add.length - altered, remove.length - altered];
  return [
    ...(added > 0 ? [`add ${added} missing`] : []),
    ...(altered > 0 ? [`correct ${altered}`] : []),
    ...(removed > 0 ? [`remove ${removed} unexpected`] : []),
  ].join(', ');
}
