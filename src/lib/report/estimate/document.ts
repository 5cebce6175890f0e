/** The document of an estimate: the cost of requests in commands and money, and of each remedy. */
import type { Block, Document } from '../document.js';
import type { Envelope } from '../envelope.js';
import { en } from '../messages/en.js';
import type { Messages } from '../messages/messages.js';
import { notesList } from '../notes.js';
import { spentFact } from '../spent.js';
import { providerText } from './billed.js';
import { billingSection, breakEvenTable } from './cost.js';
import { figuresTable, releasesTable } from './evidence.js';
import { explainBlocks, explainSummary } from './explain.js';
import { headFacts, trafficFacts } from './head.js';
import { LINES, linesTable } from './lines.js';
import { familiesTable, groupsTable, sourcesTable } from './load.js';
import { scenariosSection } from './scenarios.js';
import { switchesTable } from './switches.js';
import { warningsWithout, type Noticed } from '../noticed.js';
import type { EstimateReport } from './worded.js';

export function estimateDocument(
  { data, warnings, notices, spent }: Envelope<EstimateReport>,
  messages: Messages = en,
): Document {
  const { explain } = data;
  const { report } = messages.estimate;
  return {
    title: { text: report.title, name: messages.recognise.estimated(data.profile) },
    blocks: [
      ...(data.leftOut === null ? [] : [{ kind: 'note' as const, text: data.leftOut, tone: 'warn' as const }]),
      { kind: 'facts', facts: headFacts(data, report) },
      ...(explain === null
        ? estimateBlocks(data, { warnings, notices }, messages)
        : explainBlocks(explain, report, messages.common)),
      ...(spent === null ? [] : [{ kind: 'facts' as const, facts: [spentFact(spent, messages.common)] }]),
      linesTable(data),
    ],
    summary: { text: explain === null ? summaryOf(data, messages) : explainSummary(explain, report) },
    csv: LINES,
  };
}

function estimateBlocks(data: EstimateReport, noticed: Noticed, messages: Messages): Block[] {
  const { estimate, common } = messages;
  const { report } = estimate;
  return [
    ...trafficFacts(data, report),
    {
      kind: 'list',
      id: 'recommendation',
      title: report.recommendation,
      items: data.advice.map((text) => ({ texts: [{ text, tone: 'good' }] })),
    },
    ...scenariosSection(data, report),
    sourcesTable(data, report),
    familiesTable(data, report, common),
    groupsTable(data, report),
    switchesTable(data, messages),
    breakEvenTable(data, report),
    figuresTable(data, report),
    releasesTable(data, report),
    ...billingSection(data, messages),
    ...notesList(warningsWithout(noticed, 'jobs-left-out'), common),
  ];
}

/** Commands a day and their cost, with those of `--set` if given. */
function summaryOf({ total, provider, scenarios, leftOut }: EstimateReport, messages: Messages): string {
  const { summary } = messages.estimate.report;
  const isLeast = leftOut !== null;
  if (provider.unit === null) return summary.free(total.wirePerDay, isLeast, providerText(provider, messages).title);
  const { cheapest, monthlyCost: dollars } = scenarios.find(({ id }) => id === 'set') ??
    scenarios[0] ?? { cheapest: null, monthlyCost: null };
  const isCheaper = cheapest !== null && dollars !== null && cheapest.monthlyCost < dollars;
  return summary.billed({
    perDay: total.wirePerDay,
    isLeast,
    dollars,
    cheapest: isCheaper ? { plan: cheapest.plan, dollars: cheapest.monthlyCost } : null,
  });
}
