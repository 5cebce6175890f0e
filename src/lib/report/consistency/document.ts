/** The document of a check: what was checked, the differences and their causes, and the repair. */
import type { ConsistencyData, ViolationGroup } from '../../consistency/model.js';
import { formatCount, formatCounted } from '../../format/number.js';
import { outgoingData } from '../../format/outgoing.js';
import { applicationsText, clockText } from '../../recognise/words.js';
import { changeBlocks, changeSummary } from '../change/document.js';
import type { Block, Document, Fact, List } from '../document.js';
import type { Envelope } from '../envelope.js';
import { noticeText, warningsWithout } from '../noticed.js';
import { notesSection } from '../notes.js';
import { spentFact } from '../spent.js';
import { classesList } from './classes.js';
import { differences } from './differences.js';
import { groupsOf } from './groups.js';
import { invariantsTable } from './invariants.js';
import { classCounts, countsText, reasonsText, unjudgedOf } from './words.js';
import type { ConsistencyReport } from './worded.js';

interface Options {
  /** Differences that replace those of the envelope. */
  groups?: readonly ViolationGroup[] | undefined;
  /** Flags for the same server, with a space before them; `null`: there is no server. */
  target: string | null;
  /** The command that repairs what was checked, without its target. */
  repair: string;
}

export function consistencyDocument(envelope: Envelope<ConsistencyReport>, options: Options): Document {
  const { data, target, spent } = envelope;
  const groups = options.groups?.map(outgoing) ?? groupsOf(data);
  const { applied } = data;
  return {
    title: { text: 'Consistency of', name: target?.name ?? data.source.files.join(', ') },
    blocks: [
      { kind: 'facts', facts: headFacts(data) },
      invariantsTable(data, applied !== null),
      ...(applied === null ? [] : repairBlocks(envelope, applied)),
      reasonsList(data),
      ...differences(groups),
      ...(applied === null ? [notesSection(warningsWithout(envelope, 'not-every-key'))] : []),
      classesList(data, groups, applied !== null),
      ...(applied === null ? commandBlocks(data, groups, options) : []),
      ...(applied === null ? [{ kind: 'facts' as const, facts: [spentFact(spent)] }] : []),
    ],
    summary: applied === null ? summaryOf(data, groups) : { text: changeSummary(applied) },
    csv: 'differences',
  };
}

/** These rows were not masked together with the envelope. */
const outgoing = (group: ViolationGroup): ViolationGroup => ({
  ...group,
  *rows() {
    for (const row of group.rows()) yield outgoingData(row, { safe: true });
  },
});

function repairBlocks(
  { warnings, spent }: Envelope<ConsistencyReport>,
  applied: NonNullable<ConsistencyReport['applied']>,
): Block[] {
  const [facts, ...others] = changeBlocks(applied, warnings, spent);
  const title = applied.receipt === null ? 'Plan' : applied.receipt.complete ? 'Done' : 'Not finished';
  return [{ ...facts, title, remark: `meter ${applied.plan.asTyped}` } as Block, ...others];
}

function headFacts(data: ConsistencyData): Fact[] {
  const { source, clock, profiles } = data;
  const counts = classCounts(data);
  return [
    { label: 'Keys', text: `${formatCount(source.keys)} with something to check` },
    {
      label: 'Profile',
      text: applicationsText(profiles.map((profile) => ({ name: profile.name, from: profile.version, to: profile.upTo }))),
    },
    { label: 'Clock', text: clockText(clock) },
    ...(counts.length === 0 ? [{ label: 'Found', text: 'everything that could be judged holds', tone: 'good' as const }] : []),
    ...unjudgedFacts(data),
    ...removedFacts(data),
    ...partialFacts(source),
  ];
}

/** Why only a part was read. */
const partialFacts = ({ partial }: ConsistencyData['source']): Fact[] =>
  partial === null
    ? []
    : [
        {
          label: 'PARTIAL',
          text: noticeText({ code: 'not-every-key', params: { reason: partial } }),
          tone: 'warn',
          place: 'partial',
        },
      ];

function unjudgedFacts({ invariants }: ConsistencyData): Fact[] {
  const counts: Record<string, number> = {};
  for (const { unjudged } of invariants)
    for (const [reason, count] of Object.entries(unjudged)) counts[reason] = (counts[reason] ?? 0) + count;
  const all = invariants.reduce((sum, row) => sum + unjudgedOf(row), 0);
  return all === 0
    ? []
    : [
        {
          label: 'Open',
          text: `${formatCounted(all, 'comparison', 'comparisons')} not judged: ${reasonsText(counts)}`,
        },
      ];
}

/** Number of runs that are named. There may be one for each day. */
const RUNS_NAMED = 2;

function removedFacts({ removed }: ConsistencyData): Fact[] {
  if (removed.length === 0) return [];
  const named = removed
    .slice(-RUNS_NAMED)
    .map(({ command, at }) => `meter ${command} at ${at.slice(0, 16).replace('T', ' ')} UTC`);
  const more = removed.length > RUNS_NAMED ? ` and ${formatCount(removed.length - RUNS_NAMED)} earlier runs` : '';
  return [{ label: 'Pruned', text: `by ${named.join(', ')}${more}; sums over what was removed are not judged` }];
}

const reasonsList = ({ drifts }: ConsistencyData): List => ({
  kind: 'list',
  id: 'reasons',
  title: 'Known reasons in the data',
  items: drifts.map(({ id, title, rule, count }) => ({ lead: id, texts: [`${title} (${formatCount(count)}): ${rule}`] })),
  none: 'None.',
  detail: true,
});

/** Commands for the next step, without those that would change nothing. */
function commandBlocks(data: ConsistencyData, groups: readonly ViolationGroup[], { target, repair }: Options): Block[] {
  if (target === null) return [];
  const facts = [
    ...(repairableIn(data) > 0 ? [{ label: 'Repair', text: `meter ${repair}${target}`, command: true }] : []),
    ...(groups.some(isOfGoneOwner) ? [{ label: 'Orphans', text: `meter prune --orphans${target}`, command: true }] : []),
  ];
  return facts.length === 0 ? [] : [{ kind: 'facts', facts }];
}

/** True for data of an owner that no longer exists: they have neither figures nor members to compare. */
function isOfGoneOwner(group: ViolationGroup): boolean {
  if (group.class !== 'orphan') return false;
  for (const { fields, members, verdict } of group.rows())
    return members === null && verdict === null && Object.keys(fields).length === 0;
  return false;
}

const repairableIn = ({ violations }: ConsistencyData): number =>
  violations.filter(({ repair }) => !['none', 'elsewhere', 'lower'].includes(repair.kind)).length;

const elsewhereIn = ({ violations }: ConsistencyData): number =>
  violations.filter(({ repair }) => repair.kind === 'elsewhere').length;

function summaryOf(data: ConsistencyData, groups: readonly ViolationGroup[]): NonNullable<Document['summary']> {
  const { source, invariants } = data;
  const counts = classCounts(data);
  const part = source.partial === null ? '' : ' Not every key was looked at.';
  if (counts.length === 0) {
    const checked = invariants.filter((row) => row.checked > 0).length;
    const held = `Everything that could be judged holds: ${formatCounted(checked, 'invariant', 'invariants')}.`;
    return { text: `${held}${part}`, ...(part === '' && { tone: 'good' as const }) };
  }
  const all = groups.reduce((sum, { count }) => sum + count, 0);
  const repairable = repairableIn(data);
  const isAll = invariants.every(({ leftOut }) => Object.keys(leftOut).length === 0);
  const repair =
    repairable === 0
      ? 'none can be repaired for certain'
      : `${isAll ? '' : 'at least '}${formatCount(repairable)} can be repaired`;
  const elsewhere = elsewhereIn(data);
  const others = elsewhere === 0 ? '' : `, and ${formatCount(elsewhere)} in families that you have not named`;
  return { text: `${formatCounted(all, 'difference', 'differences')}: ${countsText(counts)}; ${repair}${others}.${part}` };
}
