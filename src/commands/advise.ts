import { BaseCommand } from '../lib/cli/base/command.js';
import { adviseFlags } from '../lib/cli/advise/flags.js';
import { faceOf } from '../lib/cli/base/face.js';
import { inputFiles } from '../lib/cli/base/input-files.js';
import { checkOutput } from '../lib/cli/base/output.js';
import { LANGUAGES } from '../lib/report/messages/language.js';

export default class Advise extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Show what can be done about a Redis, the best first.';

  static override description = `Counts the keys, plans what could be removed, and estimates what the application sends. Only reading commands are sent; with --rdb none. Where each command is charged for, it says first what the look costs.

Exit codes: 0 done, 1 failure, 2 usage, 4 nothing is known of the application, 5 no connection, 6 --max-commands does not suffice or a snapshot was read in part, 130 interrupted.`;

  static override usage = 'advise [--url URL | --host HOST | --env-file FILE | --sentinel NODES | --rdb FILE] [FLAGS]';

  static override examples = [
    '<%= config.bin %> <%= command.id %> --env-file /opt/relay/.env',
    '$ REDIS_URL=rediss://user:password@host:6379 <%= config.bin %> <%= command.id %> --provider upstash',
    '<%= config.bin %> <%= command.id %> --rdb dump.rdb --env-file /opt/relay/.env',
    '<%= config.bin %> <%= command.id %> --requests 3000 --json | jq .data.remedies',
  ];

  static override flags = adviseFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(Advise);
    faceOf({ ...flags, file: flags.output });
    if (flags.output !== undefined) await checkOutput(flags.output, inputFiles(flags));
    const [{ adviseRequest }, { adviseWith }] = await Promise.all([
      import('../lib/cli/advise/options.js'),
      import('../lib/cli/advise/run.js'),
    ]);
    const messages = await this.messagesFor(flags, flags.output);
    const outcome = await adviseWith(adviseRequest(flags), (text) => this.say(text), messages);
    const { adviseDocument } = await import('../lib/report/advise/document.js');
    await this.present(outcome, adviseDocument, flags, flags.output);
  }
}
