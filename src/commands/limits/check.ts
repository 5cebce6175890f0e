import { BaseCommand } from '../../lib/cli/base/command.js';
import { checkFlags } from '../../lib/cli/limits/flags.js';
import { checkRequest } from '../../lib/cli/limits/options.js';
import { checkWith } from '../../lib/cli/limits/run.js';
import { LANGUAGES } from '../../lib/report/messages/language.js';

export default class LimitsCheck extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Say in one line whether an owner may go on: exit code 3 if a limit is reached.';

  static override description = `Decides as the application would decide the next request. With --tokens or --cost: whether a limit would be reached after so much more. Limits that nobody enforces are left out.

Exit codes: 0 allowed, 1 failure, 2 usage, 3 a limit is reached or would be, 4 the application keeps no limits in Redis, 5 no connection, 6 not known, 130 interrupted.`;

  static override usage = 'limits check --owner NAME [--tokens N] [--cost USD] [FLAGS]';

  static override examples = [
    '<%= config.bin %> <%= command.id %> --owner alice',
    '<%= config.bin %> <%= command.id %> --owner alice --tokens 5000 && ./send.sh',
    '<%= config.bin %> <%= command.id %> --owner key-7 --cost 0.25 --json',
  ];

  static override flags = checkFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(LimitsCheck);
    const outcome = await checkWith(checkRequest(flags), (text) => this.say(text), this.languageFor(flags));
    const { checkDocument } = await import('../../lib/report/limits/check.js');
    await this.present(outcome, checkDocument, flags);
  }
}
