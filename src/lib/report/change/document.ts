/** The document of a changing verb: its plan or its receipt. */
import { formatBytes } from '../../format/bytes.js';
import type { Receipt } from '../../change/plan/model.js';
import type { Block, Document } from '../document.js';
import type { Envelope, Spent } from '../envelope.js';
import { en } from '../messages/en.js';
import type { Messages } from '../messages/messages.js';
import { notesSection } from '../notes.js';
import { spentFact } from '../spent.js';
import { planFacts, planSections } from './plan.js';
import { createdText, indexesChanged, outcomeTable, receiptFacts } from './receipt.js';
import type { ChangeReport, PlanReport } from './worded.js';

/** The plan, as it is shown before the question. */
export const planDocument = (plan: PlanReport, messages: Messages = en): Document => ({
  title: planTitle(plan, messages.change),
  blocks: [
    { kind: 'facts', facts: planFacts(plan, messages) },
    ...planSections(plan, false, messages),
    notesSection(plan.notes, messages.common),
  ],
  summary: { text: planSummary(plan, messages.change) },
  csv: 'families',
});

/** The plan if nothing was carried out, else the receipt. */
export function changeDocument({ data, warnings, spent }: Envelope<ChangeReport>, messages: Messages = en): Document {
  return {
    title: changeTitle(data, messages),
    blocks: changeBlocks(data, warnings, spent, messages),
    summary: { text: changeSummary(data, messages) },
    csv: 'families',
  };
}

export function changeTitle({ plan, receipt }: ChangeReport, { change }: Messages = en): Document['title'] {
  if (receipt === null) return planTitle(plan, change);
  const { titles } = change.report;
  const [text, tone] = receipt.complete ? ([titles.done, 'good'] as const) : ([titles.unfinished, 'warn'] as const);
  return { text, tone, name: plan.target.name, remark: `meter ${plan.asTyped}` };
}

export function changeBlocks(
  data: ChangeReport,
  warnings: readonly string[],
  spent: Spent | null,
  messages: Messages = en,
): Block[] {
  const { plan, receipt } = data;
  const facts = receipt === null ? planFacts(plan, messages) : receiptFacts(data, receipt, messages);
  return [
    { kind: 'facts', facts },
    ...planSections(plan, receipt !== null, messages).map((block) =>
      receipt === null ? block : created(block, receipt, messages),
    ),
    outcomeTable(data, messages),
    notesSection(warnings, messages.common),
    { kind: 'facts', facts: [spentFact(spent, messages.common)] },
  ];
}

export function changeSummary(data: ChangeReport, { change }: Messages = en): string {
  const { plan, receipt, changed, planned, archive } = data;
  const { report } = change;
  if (isNothing(plan)) return report.nothingToDo;
  if (receipt === null) return report.planOnly(planSummary(plan, change));
  const kept = archive === null ? '' : report.archiveAt(archive);
  const indexes = indexesChanged(receipt.indexes);
  if (changed + indexes + receipt.elements === 0 && receipt.complete) return report.nothingChanged;
  return `${receipt.complete ? doneText(plan, changed, change) : report.notFinished(changed, planned)}${kept}`;
}

const isNothing = ({ keys, indexes }: PlanReport): boolean => keys === 0 && indexes === 0;

type Words = Messages['change'];

function doneText({ command, families }: PlanReport, changed: number, { report }: Words): string {
  if (command === 'restore') return report.done('restored', changed);
  const [action, ...others] = [...new Set(families.map((family) => family.action))];
  return report.done(action !== undefined && others.length === 0 ? action : null, changed);
}

const planTitle = (plan: PlanReport, { report }: Words): Document['title'] => ({
  text: report.titles.plan,
  name: plan.target.name,
  remark: `meter ${plan.asTyped}`,
});

/** Number of actions that a line names. The keys of the others are summed up. */
const ACTIONS = 3;

function planSummary(plan: PlanReport, { report }: Words): string {
  if (isNothing(plan)) return report.nothingToDo;
  const byAction = new Map<PlanReport['families'][number]['action'], number>();
  for (const { action, keys, follows } of plan.families)
    if (follows !== true) byAction.set(action, (byAction.get(action) ?? 0) + keys);
  const rows = [...byAction].filter(([, keys]) => keys > 0).toSorted(([, a], [, b]) => b - a);
  return report.plan({
    rows: rows.slice(0, ACTIONS),
    others: rows.slice(ACTIONS).reduce((sum, [, keys]) => sum + keys, 0),
    indexes: plan.indexes,
    isRestore: plan.command === 'restore',
    size: plan.bytes ? formatBytes(plan.bytes) : null,
  });
}

/** The receipt knows more about the created keys than the plan. */
const created = (block: Block, { leaves }: Receipt, { change: { report } }: Messages): Block =>
  block.kind === 'list' && block.id === 'creates'
    ? { ...block, title: report.creates.done, items: leaves.map((left) => ({ texts: [createdText(left, report)] })) }
    : block;
