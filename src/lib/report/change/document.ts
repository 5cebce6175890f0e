/** The document of a changing verb: its plan or its receipt. */
import { formatBytes } from '../../format/bytes.js';
import { formatCount, formatCounted } from '../../format/number.js';
import type { Receipt } from '../../change/plan/model.js';
import type { Block, Document } from '../document.js';
import type { Envelope, Spent } from '../envelope.js';
import { notesSection } from '../notes.js';
import { spentFact } from '../spent.js';
import { planFacts, planSections } from './plan.js';
import { createdText, indexesChanged, outcomeTable, receiptFacts } from './receipt.js';
import { toDo, wasDone } from './words.js';
import type { ChangeReport, PlanReport } from './worded.js';

/** The plan, as it is shown before the question. */
export const planDocument = (plan: PlanReport): Document => ({
  title: planTitle(plan),
  blocks: [{ kind: 'facts', facts: planFacts(plan) }, ...planSections(plan, false), notesSection(plan.notes)],
  summary: { text: planSummary(plan) },
  csv: 'families',
});

/** The plan if nothing was carried out, else the receipt. */
export function changeDocument({ data, warnings, spent }: Envelope<ChangeReport>): Document {
  return {
    title: changeTitle(data),
    blocks: changeBlocks(data, warnings, spent),
    summary: { text: changeSummary(data) },
    csv: 'families',
  };
}

export function changeTitle({ plan, receipt }: ChangeReport): Document['title'] {
  if (receipt === null) return planTitle(plan);
  const [text, tone] = receipt.complete ? (['Done on', 'good'] as const) : (['Not finished on', 'warn'] as const);
  return { text, tone, name: plan.target.name, remark: `meter ${plan.asTyped}` };
}

export function changeBlocks(data: ChangeReport, warnings: readonly string[], spent: Spent | null): Block[] {
  const { plan, receipt } = data;
  const facts = receipt === null ? planFacts(plan) : receiptFacts(data, receipt);
  return [
    { kind: 'facts', facts },
    ...planSections(plan, receipt !== null).map((block) => (receipt === null ? block : created(block, receipt))),
    outcomeTable(data),
    notesSection(warnings),
    { kind: 'facts', facts: [spentFact(spent)] },
  ];
}

export function changeSummary(data: ChangeReport): string {
  const { plan, receipt, changed, planned, archive } = data;
  if (isNothing(plan)) return 'There is nothing to do.';
  if (receipt === null) return `${planSummary(plan)} Nothing was changed.`;
  const isKept = archive === null ? '' : ` Archive: ${archive}`;
  const indexes = indexesChanged(receipt.indexes);
  if (changed + indexes + receipt.elements === 0 && receipt.complete) return 'Nothing was changed.';
  if (!receipt.complete)
    return `Not finished: ${formatCount(changed)} of ${formatCounted(planned, 'key', 'keys')} changed.${isKept}`;
  return `${capitalised(doneText(plan, changed))}.${isKept}`;
}

const isNothing = ({ keys, indexes }: PlanReport): boolean => keys === 0 && indexes === 0;

function doneText({ command, families }: PlanReport, changed: number): string {
  if (command === 'restore') return `restored ${formatCounted(changed, 'key', 'keys')}`;
  const [action, ...others] = [...new Set(families.map((family) => family.action))];
  return action !== undefined && others.length === 0
    ? wasDone(action, changed)
    : `changed ${formatCounted(changed, 'key', 'keys')}`;
}

const planTitle = (plan: PlanReport): Document['title'] => ({
  text: 'Plan for',
  name: plan.target.name,
  remark: `meter ${plan.asTyped}`,
});

/** Number of actions that a line names. The keys of the others are summed up. */
const ACTIONS = 3;

function planSummary(plan: PlanReport): string {
  if (isNothing(plan)) return 'There is nothing to do.';
  const byAction = new Map<PlanReport['families'][number]['action'], number>();
  for (const { action, keys, follows } of plan.families)
    if (follows !== true) byAction.set(action, (byAction.get(action) ?? 0) + keys);
  const rows = [...byAction].filter(([, keys]) => keys > 0).toSorted(([, a], [, b]) => b - a);
  const others = rows.slice(ACTIONS).reduce((sum, [, keys]) => sum + keys, 0);
  const parts = [
    ...rows.slice(0, ACTIONS).map(([action, keys]) => toDo(action, keys)),
    ...(others > 0 ? [`change ${formatCounted(others, 'other key', 'other keys')}`] : []),
    ...(plan.indexes > 0
      ? [`${plan.command === 'restore' ? 'restore' : 'update'} ${formatCounted(plan.indexes, 'index set', 'index sets')}`]
      : []),
  ];
  const free = plan.bytes ? ` (about ${formatBytes(plan.bytes)})` : '';
  return `Plan: ${joined(parts)}${free}.`;
}

const joined = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The receipt knows more about the created keys than the plan. */
const created = (block: Block, { leaves }: Receipt): Block =>
  block.kind === 'list' && block.id === 'creates'
    ? { ...block, title: 'Keys that the run created', items: leaves.map((left) => ({ texts: [createdText(left)] })) }
    : block;
