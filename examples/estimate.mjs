// What 3,000 requests a day cost, as Markdown: node examples/estimate.mjs > estimate.md
import { estimateLoad } from 'redis-meter';
import { estimateDocument, renderMarkdown, successEnvelope } from 'redis-meter/render';

const { data, warnings } = await estimateLoad({ workload: { requestsPerDay: 3000 }, provider: 'upstash' });
const envelope = successEnvelope({ command: 'estimate', target: null, data, warnings, spent: null });
process.stdout.write(renderMarkdown(estimateDocument(envelope)));
