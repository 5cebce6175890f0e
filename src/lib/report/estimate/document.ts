/** The document of an estimate: the cost of requests in commands and money, and of each remedy. */
import { formatMoney } from '../../format/money.js';
import { formatCount } from '../../format/number.js';
import { estimatedText } from '../../recognise/words.js';
import type { Block, Document } from '../document.js';
import type { Envelope } from '../envelope.js';
import { notesList } from '../notes.js';
import { spentFact } from '../spent.js';
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

export function estimateDocument({ data, warnings, notices, spent }: Envelope<EstimateReport>): Document {
  const { explain } = data;
  return {
    title: { text: 'Estimate for', name: estimatedText(data.profile) },
    blocks: [
      ...(data.leftOut === null ? [] : [{ kind: 'note' as const, text: data.leftOut, tone: 'warn' as const }]),
      { kind: 'facts', facts: headFacts(data) },
      ...(explain === null ? estimateBlocks(data, { warnings, notices }) : explainBlocks(explain)),
      ...(spent === null ? [] : [{ kind: 'facts' as const, facts: [spentFact(spent)] }]),
      linesTable(data),
    ],
    summary: { text: explain === null ? summaryOf(data) : explainSummary(explain) },
    csv: LINES,
  };
}

const estimateBlocks = (data: EstimateReport, noticed: Noticed): Block[] => [
  ...trafficFacts(data),
  {
    kind: 'list',
    id: 'recommendation',
    title: 'Recommendation',
    items: data.advice.map((text) => ({ texts: [{ text, tone: 'good' }] })),
  },
  ...scenariosSection(data),
  sourcesTable(data),
  familiesTable(data),
  groupsTable(data),
  switchesTable(data),
  breakEvenTable(data),
  figuresTable(data),
  releasesTable(data),
  ...billingSection(data),
  ...notesList(warningsWithout(noticed, 'jobs-left-out')),
];

/** Commands a day and their cost, with those of `--set` if given. */
function summaryOf({ total, provider, scenarios, leftOut }: EstimateReport): string {
  const commands = `${leftOut === null ? '' : 'At least '}${formatCount(total.wirePerDay)} commands a day`;
  if (provider.unit === null) return `${commands}. ${provider.title} does not charge for commands.`;
  const { cheapest, monthlyCost } = scenarios.find(({ id }) => id === 'set') ??
    scenarios[0] ?? { cheapest: null, monthlyCost: null };
  if (monthlyCost === null) return `${commands}.`;
  const plan =
    cheapest === null || cheapest.monthlyCost >= monthlyCost
      ? ''
      : `; ${formatMoney(cheapest.monthlyCost)} with the plan ${cheapest.plan}`;
  return `${commands} and ${formatMoney(monthlyCost)} a month by the command${plan}.`;
}
