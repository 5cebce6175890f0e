/** Runs `meter exporter` until it is interrupted. */
import { listen } from '../../exporter/server.js';
import { Rounds } from '../../exporter/rounds.js';
import { MeterError } from '../../format/errors.js';
import { exporterMetrics } from '../../report/metrics/exporter.js';
import { merged, type Metric } from '../../report/metrics/metric.js';
import type { Messages } from '../../report/messages/messages.js';
import { loadSay } from '../../report/messages/load-errors.js';
import { prometheusText } from '../../report/render/prometheus.js';
import { failedMetrics } from '../../report/metrics/run.js';
import { targetName } from '../../redis/target.js';
import { targetFrom } from '../base/connect.js';
import { onInterrupt } from '../base/interrupt.js';
import { jobsOf } from './jobs.js';
import type { ExporterRequest } from './options.js';

export interface Talk {
  say: (text: string) => void;
  /** Says what went wrong, whether or not hints are wanted. */
  warn: (text: string) => void;
  messages: Messages;
}

export async function exportMetrics(request: ExporterRequest, { say, warn, messages }: Talk): Promise<void> {
  const { exporter, language } = messages;
  const inWords = await loadSay(language);
  const { host, port, everyMs } = request;
  const { target } = await targetFrom({ ...request.reading.address, askPassword: false });
  const name = targetName(target);
  const rounds = new Rounds<Metric[]>(await jobsOf(request));
  const interrupt = onInterrupt(say, exporter.stopping);
  const said = new Map<string, string>();
  try {
    const listening = await listen(host, port, {
      metrics: () => (rounds.rounds === 0 ? null : textOf(rounds, everyMs, name)),
      health: () => (rounds.rounds === 0 ? 'starting' : 'ok'),
    });
    say(exporter.at(`http://${host.includes(':') ? `[${host}]` : host}:${listening.port}/metrics`));
    try {
      await rounds.run(everyMs, interrupt.signal, (verb, failure) => {
        const text = failure instanceof MeterError ? inWords(failure.saying)[0] : exporter.unexpected(String(failure));
        if (said.get(verb) !== text) warn(exporter.failed(verb, text));
        said.set(verb, text);
      });
    } finally {
      await listening.close();
    }
  } finally {
    interrupt.release();
  }
}

function textOf({ kept }: Rounds<Metric[]>, everyMs: number, target: string): string {
  const metrics = kept.flatMap(({ name, result, failure }) =>
    failure === null ? (result ?? []) : failedMetrics(name, result ?? [], target),
  );
  return prometheusText(merged([...metrics, ...exporterMetrics(kept, everyMs / 1000)]));
}
