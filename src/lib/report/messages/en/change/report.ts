/** Titles, heads, labels and sentences of plans and receipts. */
import type { PlannedAction, RecordedAction } from '../../../../change/actions.js';
import { formatCount, formatCounted } from '../../../../format/number.js';
import { ACTIONS, doneText, plannedText, RECORDED } from './actions.js';

const keys = (count: number): string => formatCounted(count, 'key', 'keys');
const sets = (count: number): string => formatCounted(count, 'index set', 'index sets');
const joined = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const SKIPPED = {
  there: 'that had been restored before, lacked nothing, or expire later now',
  expired: 'that would have expired by now',
  alive: 'that existed again: --merge adds to them, --replace replaces them',
  gone: 'that did not exist any more',
  changed: 'that others changed at each attempt',
  refused: 'that the server refused',
  protected: 'in use, or of another type than the name says',
  unmergeable: 'that could not be merged with the existing value',
} as const;

export type SkippedWhy = keyof typeof SKIPPED;

export const report = {
  titles: { plan: 'Plan for', done: 'Done on', unfinished: 'Not finished on' },
  labels: {
    keys: 'Keys',
    indexes: 'Indexes',
    profile: 'Profile',
    clock: 'Clock',
    creates: 'Creates',
    commands: 'Commands',
    changed: 'Changed',
    elements: 'Elements',
    skipped: 'Skipped',
    archive: 'Archive',
    created: 'Created',
    undo: 'Undo',
    resume: 'Go on',
  },
  action: (action: PlannedAction): string => ACTIONS[action].short,
  recorded: (action: RecordedAction): string => RECORDED[action],
  nothingToDo: 'There is nothing to do.',
  nothingChanged: 'Nothing was changed.',
  /** `rows`: keys by action, the most first; `others`: of other actions. `size`: `null` if unknown. */
  plan: (of: {
    rows: readonly (readonly [PlannedAction, number])[];
    others: number;
    indexes: number;
    isRestore: boolean;
    size: string | null;
  }): string => {
    const parts = [
      ...of.rows.map(([action, count]) => plannedText(action, count)),
      ...(of.others > 0 ? [`change ${formatCounted(of.others, 'other key', 'other keys')}`] : []),
      ...(of.indexes > 0 ? [`${of.isRestore ? 'restore' : 'check'} ${sets(of.indexes)}`] : []),
    ];
    return `Plan: ${joined(parts)}${of.size === null ? '' : ` (about ${of.size})`}.`;
  },
  planOnly: (plan: string): string => `${plan} Nothing was changed.`,
  archiveAt: (path: string): string => ` Archive: ${path}`,
  notFinished: (changed: number, planned: number): string => `Not finished: ${formatCount(changed)} of ${keys(planned)} changed.`,
  /** `action`: `null` for several. */
  done: (action: PlannedAction | 'restored' | null, changed: number): string =>
    action === null
      ? `Changed ${keys(changed)}.`
      : action === 'restored'
        ? `Restored ${keys(changed)}.`
        : `${capitalised(doneText(action, changed))}.`,
  facts: {
    keys: (count: number, of: number | null, size: string | null): string =>
      `${formatCount(count)}${of === null ? '' : ` of ${formatCount(of)}`}${size === null ? '' : `, about ${size}`}`,
    indexes: (count: number, isRestore: boolean): string =>
      `${formatCounted(count, 'index set is', 'index sets are')} ${isRestore ? 'restored' : 'checked, and updated to match'}`,
    margin: (clock: string, hours: number): string =>
      `${clock}${hours > 0 ? `; a period counts as over ${hours} hours later` : ''}`,
    commands: (count: number, cost: string): string => `about ${formatCount(count)}${cost}`,
    cost: (dollars: string, provider: string, plan: string, asOf: string | null): string =>
      `; ${dollars} at ${provider} (${plan.toLowerCase()}${asOf === null ? '' : `, ${asOf}`})`,
    untilEnd: (pattern: string): string => `${pattern} until the run has ended`,
    markerKinds: (kinds: number): string => `${kinds} kinds of markers of empty indexes`,
    changed: (changed: number, planned: number, time: string): string =>
      changed > planned
        ? `${keys(changed)}: ${formatCount(planned)} as planned, and those that then differed, in ${time}`
        : `${formatCount(changed)} of ${formatCounted(planned, 'planned key', 'planned keys')}, in ${time}`,
    elements: (count: number): string => `${formatCount(count)} removed from lists and streams`,
    setsChecked: (count: number): string => `${sets(count)} checked`,
    setsRemoved: (count: number): string => `${formatCount(count)} removed`,
    setsRestored: (count: number): string => `${sets(count)} restored`,
    membersRemoved: (members: number, from: number): string =>
      `${formatCounted(members, 'member', 'members')} removed from ${formatCount(from)}`,
    joined: (parts: readonly string[]): string => parts.join(', '),
    indexesLeft: (count: number): string => `not all of ${formatCount(count)} are checked yet`,
    skipped: (count: number, why: SkippedWhy): string => `${keys(count)} ${SKIPPED[why]}`,
    noArchive: 'none: nothing was changed',
    noUndo: 'none: this cannot be undone',
    undoesAllBut: 'but TTLs that are longer stay',
    createdForGood: (pattern: string): string => `${pattern}, which notes what was changed and does not expire`,
    created: (pattern: string, count: number, ttl: string): string => `${pattern} (${keys(count)}), TTL ${ttl}`,
    markers: (count: number, ttl: string): string =>
      `${formatCounted(count, 'marker', 'markers')} of empty indexes, TTL at most ${ttl} (--section creates)`,
  },
  families: {
    title: 'Families',
    planned: 'Planned',
    rest: (count: number): string => formatCounted(count, 'more family', 'more families'),
    heads: {
      pattern: 'family',
      action: 'what',
      keys: 'keys',
      elements: 'elements',
      bytes: 'bytes',
      periods: 'periods',
      invariant: 'invariant',
    },
  },
  protected: {
    title: (isPrune: boolean): string => `Protected (matched but not ${isPrune ? 'removed' : 'changed'})`,
    row: (family: string, count: number | null, reason: string): string =>
      `${family}: ${count === null ? '' : `${keys(count)} `}${reason}`,
    none: 'Nothing that was asked for is protected.',
  },
  screens: {
    title: 'Screens affected',
    /** `others`: those that are not named. */
    dark: (named: readonly string[], others: number): string =>
      `Less or no data on: ${named.join(', ')}${others > 0 ? ` and ${formatCounted(others, 'other', 'others')}` : ''}.`,
    all: (named: readonly string[]): string => `All of them: ${named.join(', ')}.`,
    none: 'None is known.',
  },
  creates: { title: 'Keys that the run creates', done: 'Keys that the run created', none: 'None.' },
  outcome: 'Keys by outcome',
  list: {
    title: (path: string | null, archives: number): string => (path === null ? `${archives} archives` : 'Archive'),
    labels: { by: 'Made by', at: 'At', target: 'Target', records: 'Records' },
    target: (target: string, server: string): string => `${target}, server ${server}`,
    records: (count: number, isComplete: boolean): string =>
      `${formatCounted(count, 'record', 'records')}${isComplete ? '' : '; the run was cut off while it wrote the archive'}`,
    heads: { archive: 'archive', family: 'family', action: 'what was done', records: 'records', expired: 'expired' },
    rest: (rows: number): string => formatCounted(rows, 'more row', 'more rows'),
    summary: (records: number, archives: number, expired: number): string =>
      `${formatCounted(records, 'record', 'records')}${archives < 2 ? '' : ` in ${archives} archives`}${expired > 0 ? `, of which ${formatCounted(expired, 'has', 'have')} expired` : ''}.`,
  },
};

export type ChangeReportMessages = typeof report;
