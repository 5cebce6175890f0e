import { BaseCommand } from '../lib/cli/base/command.js';
import { exporterFlags, hiddenFaceFlags } from '../lib/cli/exporter/flags.js';
import { exporterRequest } from '../lib/cli/exporter/options.js';
import { usageError } from '../lib/format/errors.js';
import { outgoingLine } from '../lib/format/outgoing.js';
import { LANGUAGES } from '../lib/report/messages/language.js';

export default class Exporter extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Serve metrics to Prometheus, from the last round of runs.';

  static override description = `Runs audit, usage, limits, limiters and doctor one after the other, again and again, and serves their metrics. A request for the metrics sends no command to the Redis. A verb that fails is a metric, and the next round tries it again. SIGTERM and Ctrl-C end it.

Exit codes: 0 ended by a signal, 1 failure, 2 usage.`;

  static override usage = 'exporter [--url URL | --host HOST | --env-file FILE | --sentinel NODES] [FLAGS]';

  static override examples = [
    '$ REDIS_URL=rediss://user:password@host:6379 <%= config.bin %> <%= command.id %> --every 15m',
    '<%= config.bin %> <%= command.id %> --env-file /opt/relay/.env --listen 127.0.0.1:19121 --verbs usage,limits,doctor',
  ];

  static override flags = exporterFlags;

  static override baseFlags = { ...BaseCommand.baseFlags, ...hiddenFaceFlags };

  async run(): Promise<void> {
    const { flags } = await this.parse(Exporter);
    if (flags.json || flags.format !== undefined || flags.section !== undefined || flags.all || flags.ascii)
      throw usageError(
        'meter exporter prints no result, but serves metrics.',
        'Leave --json, --format, --section, --all and --ascii out.',
      );
    const request = exporterRequest(flags);
    const { exportMetrics } = await import('../lib/cli/exporter/run.js');
    await exportMetrics(request, {
      say: (text) => this.say(text),
      messages: await this.messagesFor(flags),
      warn: (text) => void process.stderr.write(`meter: ${outgoingLine(text)}\n`),
    });
  }
}
