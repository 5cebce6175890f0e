import { BaseCommand } from '../lib/cli/base/command.js';
import { measureFlags } from '../lib/cli/measure/flags.js';
import { measureRequest } from '../lib/cli/measure/options.js';
import { measureWith } from '../lib/cli/measure/run.js';
import { faceOf } from '../lib/cli/base/face.js';
import { inputFiles } from '../lib/cli/base/input-files.js';
import { checkOutput } from '../lib/cli/base/output.js';
import { LANGUAGES } from '../lib/report/messages/language.js';

export default class Measure extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Show what requests really send, beside the prediction.';

  static override description = `Reads the statistics of the server twice, which no client notices, or looks at a bounded sample of the commands themselves. The number of requests comes from the application's own counters. Values are never printed or stored.

Exit codes: 0 done, 1 failure, 2 usage, 4 MONITOR not agreed to, 5 no connection, 6 sample ended early, 130 interrupted.`;

  static override usage = 'measure [--url URL | --host HOST | --env-file FILE | --sentinel NODES | --from-monitor FILE] [FLAGS]';

  static override examples = [
    '$ REDIS_URL=rediss://user:password@host:6379 <%= config.bin %> <%= command.id %> --seconds 300',
    '<%= config.bin %> <%= command.id %> --env-file /opt/relay/.env --monitor --seconds 10 --max-commands 20000',
    '$ timeout 10 redis-cli monitor | <%= config.bin %> <%= command.id %> --from-monitor -',
    '<%= config.bin %> <%= command.id %> --profile claude-relay-service@1.1.250 --json | jq .data.sources',
  ];

  static override flags = measureFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(Measure);
    faceOf({ ...flags, file: flags.output });
    if (flags.output !== undefined) await checkOutput(flags.output, inputFiles(flags));
    const messages = await this.messagesFor(flags, flags.output);
    const outcome = await measureWith(measureRequest(flags), (text) => this.say(text), messages);
    const { measureDocument } = await import('../lib/report/measure/document.js');
    await this.present(outcome, measureDocument, flags, flags.output);
  }
}
