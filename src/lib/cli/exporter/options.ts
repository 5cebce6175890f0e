import { usageError } from '../../format/errors.js';
import { safeText, truncateMiddle } from '../../format/terminal.js';
import { parseHostPort } from '../../redis/address.js';
import { METRIC_VERBS, type MetricVerb } from '../../report/metrics/index.js';
import { readingRequest, type ReadingRequest } from '../figures/options.js';
import { durationOf } from '../flags/duration.js';
import type { ExporterFlags } from './flags.js';

/** Options of `meter exporter`. */
export interface ExporterRequest {
  host: string;
  port: number;
  everyMs: number;
  verbs: readonly MetricVerb[];
  owners: number;
  reading: ReadingRequest;
}

/** 9121 is that of redis_exporter, which often runs beside it. */
const PORT = 19_121;
const EVERY = '15m';
const LEAST_MS = 1000;

/** Throws usage errors of one sentence. */
export function exporterRequest(flags: ExporterFlags & { quiet: boolean }): ExporterRequest {
  const address = addressOf(flags.listen ?? `127.0.0.1:${PORT}`);
  if (address === null) throw usageError('--listen takes an address and a port.', 'Such as --listen 127.0.0.1:19121');
  const everyMs = durationOf('every', flags.every ?? EVERY);
  if (everyMs < LEAST_MS) throw usageError('--every takes 1 s or more.', 'Such as --every 15m');
  return {
    host: address.host,
    port: address.port,
    everyMs,
    verbs: flags.verbs === undefined ? METRIC_VERBS : verbsOf(flags.verbs),
    owners: flags['metric-owners'] ?? 0,
    reading: readingRequest(
      { ...flags, rdb: undefined, scan: false, now: undefined, 'show-ids': false } as Parameters<typeof readingRequest>[0],
      'Metrics are',
      [],
    ),
  };
}

/** Port 0 is any that is free. */
function addressOf(text: string): { host: string; port: number } | null {
  const isAny = text.endsWith(':0');
  // Without its port, any word is a host.
  const address = parseHostPort(isAny ? text.slice(0, -2) : text, 0);
  return address !== null && isAny === (address.port === 0) ? address : null;
}

function verbsOf(list: string): MetricVerb[] {
  const words = list.split(',').map((word) => word.trim());
  return words.map((word) => {
    const verb = METRIC_VERBS.find((known) => known === word);
    if (verb !== undefined) return verb;
    const shown = truncateMiddle(safeText(word), 40) || 'nothing';
    throw usageError(`--verbs does not take ${shown}.`, `Verbs with metrics: ${METRIC_VERBS.join(', ')}.`);
  });
}
